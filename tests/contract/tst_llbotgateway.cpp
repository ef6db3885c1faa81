// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "gateway/gatewaytest.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! What only LLBot's panel tells: its Auth Token, its own counts, its generation.
class TestLLBotGateway final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aRefusedAuthTokenIsNamedAndAnotherOneBringsTheCode()
    {
        Link link({u"llbot"_s, GatewayKind::LLBot, {}, 8});
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"auth-token-invalid"_s));
        link.connectLink();
        QVERIFY(link.until([&] { return link.last<signal::Waiting>().reason == LoginReason::SignToken; }));
        QCOMPARE(link.last<signal::Waiting>().text, u"Auth Token 无效"_s);
        QVERIFY(link.codes.isEmpty() || link.codes.constLast().isEmpty());
        const auto said = link.count<signal::Waiting>();
        link.pass(seconds(30));
        QCOMPARE(link.count<signal::Waiting>(), said); // once, not at every look

        const Result<> empty = link.finished(link.gateway->submitSignToken(Redacted<QString>()));
        QVERIFY(!empty);
        QCOMPARE(empty.error().kind, ErrorKind::Rejected);
        ROOKERY_VERIFY_RESULT(
            link.finished(link.gateway->submitSignToken(Redacted<QString>(u"sign-token-of-10001"_s))));
        QVERIFY(link.until([&] { return !link.codes.isEmpty() && !link.codes.constLast().isEmpty(); }));
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::Fresh);
        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
        for (const LogLine &line : std::as_const(link.lines))
            QVERIFY(!line.text.contains(u"sign-token-of-10001"_s));
    }

    void aGatewayWithoutAnAuthTokenTakesNone()
    {
        Link link({u"milky"_s, GatewayKind::Milky, u"llbot"_s});
        link.connectLink();
        const Result<> refused = link.finished(link.gateway->submitSignToken(Redacted<QString>(u"x"_s)));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Rejected);
    }

    void itsOwnCountsAreAskedOnceAMinute()
    {
        Link link({u"llbot"_s, GatewayKind::LLBot, {}, 8}, sim::GatewayOptions{.loggedIn = true});
        QVERIFY(link.bringUp());
        QVERIFY(link.until([&] { return !link.vitals.isEmpty(); }));
        QCOMPARE(link.vitals.constLast().mode, u"direct"_s);
        QCOMPARE(link.vitals.constLast().sent, 0);
        QVERIFY(link.vitals.constLast().startedAt != WallTime{});
        ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"x"_s)));
        link.pass(seconds(50));
        QCOMPARE(link.vitals.size(), 1);
        link.pass(seconds(15));
        QCOMPARE(link.vitals.size(), 2);
        QCOMPARE(link.vitals.constLast().sent, 1);
    }

    void whatItCanDependsOnItsGeneration()
    {
        for (const int generation : {4, 7, 8}) {
            Link link({u"llbot"_s, GatewayKind::LLBot, {}, generation}, sim::GatewayOptions{.loggedIn = true});
            if (generation < 5) { // it has no panel
                link.profile.webUi.clear();
                link.profile.oneBot = link.sim->oneBotWsUrl();
                link.oneBotToken = link.sim->oneBotToken();
            }
            QVERIFY2(link.bringUp(), qPrintable(QString::number(generation)));
            QVERIFY(link.until([&] { return !link.version.version.isEmpty(); }));
            QVERIFY(link.version.version.startsWith(QString::number(generation)));
            QCOMPARE(link.gateway->capabilities().rkey, generation >= 5);
            QCOMPARE(link.gateway->capabilities().qrLogin, generation >= 5);
            QCOMPARE(link.gateway->capabilities().quickLogin, generation >= 8); // 5 to 7 go through PMHQ
        }
    }

    void theLiveTestNeedsNoPanelWhereThereIsNone()
    {
        Link link({u"llbot"_s, GatewayKind::LLBot, {}, 4}, sim::GatewayOptions{.loggedIn = true});
        link.profile.webUi.clear();
        link.profile.oneBot = link.sim->oneBotWsUrl();
        const auto report = link.finished(
            testGateway(link.profile, Redacted<QString>(link.sim->oneBotToken()), link.clock, Link::network(), &link));
        ROOKERY_VERIFY_RESULT(report);
        QVERIFY(report->passed());
        QCOMPARE(report->account, AccountId(u"10001"_s));
        for (const TestStepResult &step : std::as_const(report->steps))
            QCOMPARE(step.state, StepState::Passed);
    }

    void theLiveTestNamesTheGatewaysOwnVersion()
    {
        for (const int generation : {7, 8}) {
            Link link({u"llbot"_s, GatewayKind::LLBot, {}, generation}, sim::GatewayOptions{.loggedIn = true});
            const auto tested = link.finished(testGateway(link.profile, Redacted<QString>(link.token), link.clock,
                                                          Link::network(), &link, {}, &link.listener));
            ROOKERY_VERIFY_RESULT(tested);
            QVERIFY(tested->passed());
            QVERIFY(tested->version.version.startsWith(QString::number(generation) + u'.'));
            const QString found = tested->steps.at(int(TestStep::Version)).found;
            QCOMPARE(found, QString(tested->version.app + u' ' + tested->version.version));
            QVERIFY(!tested->version.qqVersion.isEmpty()); // beside it, not in its place
            QVERIFY(!found.contains(tested->version.qqVersion));
        }
        // the gateway reports it after a login only, and QQ's version has a field of its own
        Link link({u"llbot"_s, GatewayKind::LLBot, {}, 8}, sim::GatewayOptions{});
        const auto tested = link.finished(testGateway(link.profile, Redacted<QString>(link.token), link.clock,
                                                      Link::network(), &link, {}, &link.listener));
        ROOKERY_VERIFY_RESULT(tested);
        QVERIFY(tested->version.version.isEmpty());
        QCOMPARE(tested->steps.at(int(TestStep::Version)).found, QString(u"QQ "_s + tested->version.qqVersion));
    }

    void anotherKindBehindTheSameAddressIsTold()
    {
        Link link({u"napcat"_s, GatewayKind::LLBot}, sim::GatewayOptions{.loggedIn = true});
        link.profile.webUi.clear();
        link.profile.oneBot = link.sim->oneBotWsUrl();
        link.oneBotToken = link.sim->oneBotToken();
        QVERIFY(link.bringUp());
        QVERIFY(link.version.seems == GatewayKind::NapCat);
    }

    void whatItsClientsShowedIsMaskedInItsLog()
    {
        Link link({u"llbot"_s, GatewayKind::LLBot, {}, 8}, sim::GatewayOptions{.loggedIn = true});
        QVERIFY(link.bringUp());
        QVERIFY(link.until([&] {
            return std::any_of(link.lines.cbegin(), link.lines.cend(),
                               [](const LogLine &line) { return line.ruleId == u"token.in-log"_s; });
        }));
        for (const LogLine &line : std::as_const(link.lines)) {
            QVERIFY2(!line.text.contains(link.sim->oneBotToken()), qPrintable(line.text));
            for (const QString &capture : line.captures)
                QVERIFY(!capture.contains(link.sim->oneBotToken()));
        }
    }
};

ROOKERY_TEST(tst_llbotgateway, TestLLBotGateway)
#include "tst_llbotgateway.moc"
