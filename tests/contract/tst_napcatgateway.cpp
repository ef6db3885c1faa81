// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/gateway.h"
#include "gateway/napcat/napcatkeys.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::gateway::GatewaySignal)

//! What NapCat says about the keys of pictures, and the end of a link in the middle of a report.
class TestNapCatGateway final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void whatALineSaysAboutKeysIsReportedBeforeTheLine()
    {
        QList<DriverEvent> heard;
        Link link({u"napcat"_s, GatewayKind::NapCat}, sim::GatewayOptions{.loggedIn = true});
        QVERIFY(link.bringUp());
        QVERIFY(link.until([&] { return link.connection(u"logs"_s).up; }));
        link.pass(seconds(2)); // the repeated lines are over
        connect(link.gateway.get(), &Gateway::happened, &link, [&heard](const DriverEvent &event) {
            if (std::holds_alternative<KeyFact>(event) || std::holds_alternative<LogLine>(event))
                heard.append(event);
        });
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"rkey-504"_s));
        QVERIFY(link.until([&] {
            return holds<keyfact::NativeLatched>(heard) && holds<keyfact::ServerFailed>(heard)
                && holds<keyfact::ServerDisabled>(heard) && holds<keyfact::FallbackUsed>(heard);
        }));
        QVERIFY(link.until([&] { return std::holds_alternative<LogLine>(heard.constLast()); }));
        for (qsizetype i = 0; i < heard.size(); ++i) {
            if (const auto *fact = std::get_if<KeyFact>(&heard.at(i)))
                QVERIFY(napcatKeyFact(std::get<LogLine>(heard.at(i + 1))) == *fact);
            else if (napcatKeyFact(std::get<LogLine>(heard.at(i))))
                QVERIFY(i > 0 && std::holds_alternative<KeyFact>(heard.at(i - 1)));
        }
    }

    void aMissingPacketBackEndIsNamedByPanelAndPort_data()
    {
        QTest::addColumn<GatewayKind>("kind");
        QTest::newRow("panel") << GatewayKind::NapCat;
        QTest::newRow("OneBot port") << GatewayKind::OneBot11;
    }
    void aMissingPacketBackEndIsNamedByPanelAndPort()
    {
        QFETCH(const GatewayKind, kind);
        Link link({u"napcat"_s, kind}, sim::GatewayOptions{.loggedIn = true});
        QVERIFY(link.bringUp());
        QVERIFY(link.until([&] { return link.gateway->capabilities().rkey; }));
        ROOKERY_VERIFY_RESULT(link.finished(link.gateway->pictureKeys(seconds(15))));
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"packet-down"_s));
        const auto refused = link.finished(link.gateway->pictureKeys(seconds(15)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Rejected);
        QCOMPARE(refused.error().reason, Reason::PacketBackendOff);
    }

    void aListenerThatDisconnectsInsideAReportHearsNoMore_data()
    {
        QTest::addColumn<GatewaySignal>("signal");
        QTest::addColumn<bool>("loggedIn");
        QTest::newRow("reached") << GatewaySignal(gateway::signal::Reached{}) << true;
        QTest::newRow("authenticated") << GatewaySignal(gateway::signal::Authenticated{}) << true;
        QTest::newRow("waiting") << GatewaySignal(gateway::signal::Waiting{}) << false;
        QTest::newRow("logged in") << GatewaySignal(gateway::signal::LoggedIn{}) << true;
        QTest::newRow("channel") << GatewaySignal(gateway::signal::ChannelUp{}) << true;
    }
    void aListenerThatDisconnectsInsideAReportHearsNoMore()
    {
        QFETCH(const GatewaySignal, signal);
        QFETCH(const bool, loggedIn);
        bool ended = false;
        qsizetype heard = 0;
        Link link({u"napcat"_s, GatewayKind::NapCat}, sim::GatewayOptions{.loggedIn = loggedIn});
        link.connectLink();
        connect(link.gateway.get(), &Gateway::happened, &link, [&](const DriverEvent &event) {
            const auto *said = std::get_if<GatewaySignal>(&event);
            if (ended || !said || said->index() != signal.index())
                return;
            ended = true;
            heard = link.said.size();
            link.gateway->disconnectLink();
        });
        QVERIFY(link.until([&] { return ended; }));
        link.pass(seconds(10));
        QCOMPARE(link.said.size(), heard);
        QVERIFY(!link.connection(u"webui"_s).up && !link.connection(u"events"_s).up && !link.connection(u"logs"_s).up);
        link.said.clear();
        link.gateway->connectLink(); // nothing of the first attempt is left
        QVERIFY(link.until(
            [&] { return loggedIn ? link.saw<gateway::signal::ChannelUp>() : link.saw<gateway::signal::Waiting>(); }));
    }

private:
    template <class Fact>
    static bool holds(const QList<DriverEvent> &heard)
    {
        return std::any_of(heard.cbegin(), heard.cend(), [](const DriverEvent &event) {
            const auto *fact = std::get_if<KeyFact>(&event);
            return fact && std::holds_alternative<Fact>(*fact);
        });
    }
};

ROOKERY_TEST(tst_napcatgateway, TestNapCatGateway)
#include "tst_napcatgateway.moc"
