// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/sending.h"
#include "gateway/answershape.h"
#include "io/httplistener.h"
#include "support/testcase.h"

#include <QWebSocket>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::Subject)

//! What a gateway does to a send and to a link when things go wrong; judged by what really arrived.
class TestGatewayTroubles final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<Subject>("subject");
        for (const Subject &subject : subjects())
            addSubjectRow(subject);
    }

    void aSendWhoseConnectionIsCutArrivesOnce_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("closed") << u"accept-then-close"_s;
        QTest::newRow("reset") << u"accept-then-reset"_s;
    }
    void aSendWhoseConnectionIsCutArrivesOnce()
    {
        QFETCH(const QString, fault);
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS_FAULT(link, fault);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(fault));
        const auto sent = link.finished(link.sendText(1, u"once"_s));
        if (!sent) // it may have arrived: nothing may call that "not sent"
            QVERIFY(sent.error().kind == ErrorKind::Network || sent.error().kind == ErrorKind::Timeout);
        else
            QVERIFY(!link.overHttp()); // the fault is HTTP's; a socket carried it
        ROOKERY_VERIFY_RESULT(link.sim->setFault(fault, {{u"on"_s, false}}));
        link.pass(seconds(60)); // whoever repeats by itself has done so by now
        QCOMPARE(link.sim->ledger().size(), 1);
    }

    void aSilentRefusalIsNotTakenForSent_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("no sequence") << u"silent-refusal"_s;
        QTest::newRow("ok with a number") << u"ok-but-refused"_s;
    }
    void aSilentRefusalIsNotTakenForSent()
    {
        QFETCH(const QString, fault);
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS_FAULT(link, fault);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(fault));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        QVERIFY(!sent);
        QCOMPARE(sent.error().kind, ErrorKind::Rejected);
        if (fault == u"silent-refusal"_s)
            QCOMPARE(sent.error().reason, Reason::RiskControl);
        QVERIFY(link.sim->ledger().isEmpty());
    }

    void whatIsSilentlyLostIsNeverProven()
    {
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS_FAULT(link, u"send-silently-lost"_s);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"send-silently-lost"_s));
        const auto sent = link.finished(link.sendText(1, u"x"_s));
        link.pass(seconds(40));
        QVERIFY(link.sim->ledger().isEmpty());
        // the answer may say "sent", and nothing else may
        QCOMPARE(link.ownEchoes(), 0);
        if (!sent)
            QVERIFY(sent.error().kind == ErrorKind::Timeout || sent.error().kind == ErrorKind::Rejected);
    }

    void whatStandsInFrontIsTriedAgainAndNeverAVerdict_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        const QByteArray page = "<html><head><title>Sorry</title></head></html>";
        for (const int status : {401, 403, 404, 405, 413, 429, 500, 502, 503, 504, 200})
            QTest::addRow("%d page", status) << status << QByteArray("text/html") << page;
        for (const int status : {401, 403, 404, 429, 500, 502, 503, 200})
            QTest::addRow("%d without a word", status) << status << QByteArray() << QByteArray();
        QTest::newRow("to a login page") << 302 << QByteArray("text/html") << QByteArray();
        QTest::newRow("words") << 200 << QByteArray("text/plain") << QByteArray("under maintenance");
        QTest::newRow("JSON of another program")
            << 200 << QByteArray("application/json") << QByteArray(R"({"ok":true,"result":[]})");
    }
    void whatStandsInFrontIsTriedAgainAndNeverAVerdict()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        Link link(subject(), loggedIn());
        if (link.dialsUs() || !link.capabilities().actions)
            QSKIP("nothing of ours goes through a proxy there, or it is the proxy that is watched");
        io::HttpListener front(link.clock);
        front.setUpgrade([&](const io::IncomingRequest &) { return std::optional(std::pair(status, body)); },
                         [](const io::IncomingRequest &, std::unique_ptr<QWebSocket>) {});
        front.setHandler([&](const io::IncomingRequest &, const std::shared_ptr<io::Responder> &responder) {
            responder->send(status, {{"Content-Type", type}}, body);
        });
        const Result<quint16> port = front.listen(QHostAddress::LocalHost, 0);
        ROOKERY_VERIFY_RESULT(port);
        link.address().setPort(*port);
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>() || link.saw<signal::Refused>(); }, seconds(90)));
        QVERIFY(!link.saw<signal::Refused>());
        QVERIFY(!link.saw<signal::Waiting>() || link.profile.kind == GatewayKind::ILink);
        const Error why = link.last<signal::LinkLost>().why;
        QVERIFY2(isFromFront(why) || why.kind == ErrorKind::Protocol, qPrintable(described(why)));
    }

    void aGatewayThatRestartsIsFoundAgain()
    {
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS_FAULT(link, u"restart"_s);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"restart"_s));
        const bool noticed =
            link.until([&] { return link.saw<signal::LinkLost>() || link.saw<signal::Waiting>(); }, seconds(90));
        QVERIFY(!link.saw<signal::Refused>());
        QVERIFY(noticed || link.overHttp()); // between two questions nothing is lost that could be missed
        if (noticed)
            QVERIFY(comesBack(link));
        QVERIFY(!link.saw<signal::Refused>());
        if (!link.capabilities().actions) {
            QVERIFY(link.until([&] { return link.service.state == ServiceState::Online; }));
            return;
        }
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"back"_s)));
        QCOMPARE(link.sim->ledger().size(), 1);
    }

private:
    //! As the session does: again after each loss, until it is back.
    static bool comesBack(Link &link)
    {
        const bool showsCodes = link.capabilities().qrLogin;
        int losses = link.count<signal::LinkLost>();
        if (losses > 0)
            link.gateway->connectLink();
        bool scanned = false;
        const auto back = [&] {
            if (link.count<signal::LinkLost>() > losses) {
                losses = link.count<signal::LinkLost>();
                link.clock.advance(seconds(1));
                link.gateway->connectLink();
            }
            // where no code is shown here, it is scanned from the gateway's own screen
            const bool asks = !showsCodes || (!link.codes.isEmpty() && !link.codes.constLast().isEmpty());
            scanned = scanned || (asks && link.sim->confirmQr());
            return link.count<signal::ChannelUp>() >= 2;
        };
        return link.until(back, seconds(120));
    }

    static Subject subject()
    {
        QFETCH_GLOBAL(Subject, subject);
        return subject;
    }
    static sim::GatewayOptions loggedIn()
    {
        sim::GatewayOptions options;
        options.loggedIn = true;
        return options;
    }
};

ROOKERY_TEST(tst_gatewaytroubles, TestGatewayTroubles)
#include "tst_gatewaytroubles.moc"
