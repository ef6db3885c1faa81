// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/transport.h"
#include "gateway/gatewaytest.h"
#include "support/testcase.h"
#include "support/testtls.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(rookery::Subject)

//! From the first connection to the logged-in account, and everything that can stand between.
class TestGatewayLogin final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<Subject>("subject");
        for (const Subject &subject : subjects())
            addSubjectRow(subject);
    }

    void codeThenLoginThenChannel()
    {
        Link link(subject());
        ROOKERY_NEEDS(link, qrLogin);
        ROOKERY_VERIFY_RESULT(link.started);
        link.connectLink();
        QVERIFY(link.until([&] { return !link.codes.isEmpty() && link.saw<signal::Waiting>(); }));
        QVERIFY(link.saw<signal::Reached>());
        QCOMPARE(link.saw<signal::Authenticated>(), link.capabilities().actions); // who only watches shows nothing
        QCOMPARE(link.codes.constLast(), link.sim->qrUrl());
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::Fresh);

        ROOKERY_VERIFY_RESULT(link.sim->confirmQr());
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }, seconds(5)));
        QCOMPARE(link.last<signal::LoggedIn>().account, link.account());
        QVERIFY(link.codes.constLast().isEmpty());
        if (!link.takesToken())
            return; // no panel: nobody who says a name or a version
        QCOMPARE(link.last<signal::LoggedIn>().nickname, u"TestBot"_s);
        QVERIFY(link.until([&] { return !link.version.version.isEmpty() && !link.version.qqVersion.isEmpty(); }));
        QVERIFY(link.connection(u"webui"_s).up);
        QVERIFY(link.connection(u"events"_s).up);
    }

    void wrongTokenIsNeverTriedAgain()
    {
        Link link(subject(), loggedIn());
        if (link.dialsUs())
            QSKIP("it is we who judge the token");
        if (!link.takesToken())
            QSKIP("there is none to give");
        link.token = u"not-the-token"_s;
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.kind, ErrorKind::Auth);
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TokenWrong);
        const auto said = link.said.size();
        link.pass(seconds(60));
        QCOMPARE(link.said.size(), said);
    }

    void aMissingTokenIsSaidWithItsVariableAndNotTriedAgain()
    {
        Link link(subject(), loggedIn());
        if (!link.takesToken())
            QSKIP("there is none to give");
        link.token.clear();
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TokenMissing);
        QCOMPARE(link.last<signal::Refused>().why.detail, u"ROOKERY_SECRET_LINK"_s);
        QVERIFY(!link.saw<signal::LinkLost>());
        const auto said = link.said.size();
        link.pass(seconds(60));
        QCOMPARE(link.said.size(), said);
    }

    void rateLimitSaysWhenToComeBack()
    {
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS_FAULT(link, u"login-rate-limit"_s);
        if (link.oneBotAlone())
            QSKIP("a trouble of panels");
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"login-rate-limit"_s));
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QCOMPARE(link.last<signal::LinkLost>().why.kind, ErrorKind::RateLimited);
        QCOMPARE(link.last<signal::LinkLost>().why.retryAfter, seconds(60));
    }

    void secondFactorIsAskedFor()
    {
        sim::GatewayOptions options = loggedIn();
        options.totpSecret = u"JBSWY3DPEHPK3PXP"_s;
        Link link(subject(), options);
        ROOKERY_NEEDS_FAULT(link, u"totp"_s);
        if (link.oneBotAlone())
            QSKIP("a trouble of panels");
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::TotpNeeded>(); }));
        QVERIFY(!link.saw<signal::Authenticated>());
        link.gateway->submitTotp(Redacted<QString>(u"000000"_s));
        QVERIFY(link.until([&] { return link.count<signal::TotpNeeded>() == 2; }));
        QVERIFY(!link.saw<signal::Refused>());
    }

    void aCodesLifeIsToldWhereItIsStated()
    {
        Link link(subject());
        ROOKERY_NEEDS(link, qrLogin);
        link.connectLink();
        QVERIFY(link.until([&] { return !link.codes.isEmpty(); }));
        link.pass(seconds(5));
        QCOMPARE(!link.lives.isEmpty(), link.capabilities().qrLifeStated);
        for (const milliseconds left : std::as_const(link.lives))
            QVERIFY(left > seconds(60) && left <= seconds(180));
    }

    void refreshBringsADifferentCode()
    {
        Link link(subject());
        ROOKERY_NEEDS(link, qrLogin);
        // where a code stays until it expires, there is no such fault to simulate
        ROOKERY_NEEDS_FAULT(link, u"qr-refresh-same"_s);
        link.connectLink();
        QVERIFY(link.until([&] { return !link.codes.isEmpty(); }));
        const QString before = link.codes.constLast();
        ROOKERY_VERIFY_RESULT(link.finished(link.gateway->refreshQr()));
        QVERIFY(link.codes.constLast() != before);
        QCOMPARE(link.codes.constLast(), link.sim->qrUrl());
    }

    void refreshThatKeepsTheCodeIsSaid()
    {
        Link link(subject());
        ROOKERY_NEEDS(link, qrLogin);
        ROOKERY_NEEDS(link, qrRefresh);
        if (!link.takesToken())
            QSKIP("every code is another one");
        link.connectLink();
        QVERIFY(link.until([&] { return !link.codes.isEmpty(); }));
        if (link.hasFault(u"qr-refresh-same"_s)) // otherwise a code stays until it expires
            ROOKERY_VERIFY_RESULT(link.sim->setFault(u"qr-refresh-same"_s));
        const Result<> refreshed = link.finished(link.gateway->refreshQr());
        QVERIFY(!refreshed);
        QCOMPARE(refreshed.error().kind, ErrorKind::Expired);
        QCOMPARE(refreshed.error().reason, Reason::QrUnchanged);
    }

    void expiredCodeEndsWithADifferentOne()
    {
        Link link(subject());
        ROOKERY_NEEDS(link, qrLogin);
        ROOKERY_NEEDS(link, qrRefresh);
        link.connectLink();
        QVERIFY(link.until([&] { return !link.codes.isEmpty(); }));
        const QString before = link.codes.constLast();
        ROOKERY_VERIFY_RESULT(link.sim->expireQr());
        QVERIFY(link.until(
            [&] { return link.last<signal::Waiting>().text != QString() || link.codes.constLast() != before; }));
        if (link.codes.constLast() == before)
            ROOKERY_VERIFY_RESULT(link.finished(link.gateway->refreshQr()));
        QVERIFY(link.codes.constLast() != before);
    }

    void quickLoginNeedsNoCode()
    {
        sim::GatewayOptions options;
        options.quickAccounts = {options.account};
        Link link(subject(), options);
        ROOKERY_NEEDS(link, quickLogin);
        link.connectLink();
        if (subject().generation == 7) { // through PMHQ, as its first answer shows
            QVERIFY(link.until([&] { return !link.codes.isEmpty(); }));
            QVERIFY(!link.gateway->capabilities().quickLogin);
            QVERIFY(link.quick.isEmpty());
            const Result<> refused = link.finished(link.gateway->quickLogin(AccountId(options.account)));
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, ErrorKind::Rejected);
            return;
        }
        QVERIFY(link.until([&] { return link.quick.size() == 1; }));
        ROOKERY_VERIFY_RESULT(link.finished(link.gateway->quickLogin(link.quick.at(0).account)));
        QVERIFY(link.until([&] { return link.saw<signal::ChannelUp>(); }));
    }

    void kickIsNamedAndLoginAgainWorks()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->kick());
        if (!link.capabilities().actions) { // it is a state of the service, and nobody can log in from here
            QVERIFY(link.until([&] { return link.service.state == ServiceState::SessionLost; }));
            QVERIFY(!link.saw<signal::LinkLost>());
            return;
        }
        // most say so at once; OneBot itself has only "online" to ask for
        const bool told = !link.oneBotAlone() || tellsKicks();
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }, told ? seconds(3) : seconds(40)));
        const LoginReason named = link.answersOnly() ? LoginReason::TakenOver : LoginReason::Kicked;
        QCOMPARE(link.last<signal::Waiting>().reason, told ? named : LoginReason::OfflineByQq);
        QCOMPARE(link.last<signal::Waiting>().text.isEmpty(), !told);
        QVERIFY(!link.saw<signal::LinkLost>());
        if (link.capabilities().qrLogin && link.hasFault(u"qr-refresh-same"_s))
            ROOKERY_VERIFY_RESULT(link.finished(link.gateway->refreshQr()));
        if (link.answersOnly()) // the code comes with the question for it
            QVERIFY(link.until([&] { return !link.codes.isEmpty() && !link.codes.constLast().isEmpty(); }));
        const Result<> confirmed = link.sim->confirmQr();
        if (!confirmed && link.oneBotAlone())
            return; // it is logged in elsewhere, or not without a restart
        ROOKERY_VERIFY_RESULT(confirmed);
        QVERIFY(link.until([&] { return link.count<signal::ChannelUp>() == 2; }));
    }

    void offlineByQqIsNamed()
    {
        Link link(subject(), loggedIn());
        if (link.oneBotAlone() && subject().simKind == u"lagrange"_s)
            QSKIP("this gateway says \"online\" whatever happens");
        ROOKERY_NEEDS_FAULT(link, u"status-offline"_s);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"status-offline"_s));
        // not every gateway tells; the first send that is refused does
        QVERIFY(!link.finished(link.sendText(1, u"x"_s)));
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }));
        QCOMPARE(link.last<signal::Waiting>().reason, LoginReason::OfflineByQq);
    }

    void restartIsALossWithAName()
    {
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS(link, remoteRestart);
        QVERIFY(link.bringUp());
        ROOKERY_VERIFY_RESULT(link.finished(link.gateway->restart()));
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QCOMPARE(link.last<signal::LinkLost>().why.reason, Reason::GatewayRestarting);
        QCOMPARE(link.count<signal::LinkLost>(), 1);
        // refused while it is away
        link.gateway->connectLink();
        QVERIFY(link.until([&] { return link.count<signal::LinkLost>() == 2; }));
        QCOMPARE(link.last<signal::LinkLost>().why.kind, ErrorKind::Offline);
        // and there again, without another login to the panel
        link.clock.advance(seconds(5));
        link.gateway->connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Waiting>(); }));
        QCOMPARE(link.count<signal::Authenticated>(), 2);
        QVERIFY(!link.saw<signal::Refused>());
    }

    void oneThatCannotRestartItselfSaysWhatToDo()
    {
        sim::GatewayOptions options = loggedIn();
        options.singleProcess = true;
        Link link(subject(), options);
        if (subject().simKind != u"napcat"_s || link.oneBotAlone())
            QSKIP("a way of starting NapCat");
        QVERIFY(link.bringUp());
        const Result<> restarted = link.finished(link.gateway->restart());
        QVERIFY(!restarted);
        QCOMPARE(restarted.error().reason, Reason::RestartByHand);
        QVERIFY(!link.saw<signal::LinkLost>());
    }

    void anotherServerIsNotTaken()
    {
        Link link(subject(), loggedIn());
        if (link.dialsUs())
            QSKIP("there is no server");
        ROOKERY_VERIFY_RESULT(link.sim->setFault(u"wrong-server"_s));
        link.connectLink();
        if (!link.capabilities().actions) { // it is there, whatever it is
            QVERIFY(link.until([&] { return link.service.state == ServiceState::Failing; }));
            QCOMPARE(link.service.api.reason, Reason::WrongServer);
            return;
        }
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QCOMPARE(link.last<signal::LinkLost>().why.reason, Reason::WrongServer);
        QVERIFY(!link.saw<signal::Reached>());
    }

    void wrongPortIsRefused()
    {
        Link link(subject(), loggedIn());
        if (link.dialsUs())
            QSKIP("there is no server");
        link.address().setPort(1);
        if (!link.profile.front.isEmpty())
            link.profile.front.setPort(1);
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::LinkLost>(); }));
        QCOMPARE(link.last<signal::LinkLost>().why.kind, ErrorKind::Offline);
        QCOMPARE(link.last<signal::LinkLost>().why.reason, Reason::ConnectionRefused);
    }

    void unknownCertificateIsShownAndCanBePinned()
    {
        sim::GatewayOptions options = loggedIn();
        options.tls = testTlsConfiguration();
        Link link(subject(), options);
        if (link.dialsUs() || !QStringList({u"https"_s, u"wss"_s}).contains(link.address().scheme()))
            QSKIP("no TLS at this door");
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.kind, ErrorKind::Tls);
        QVERIFY(!link.certificates.isEmpty());
        QCOMPARE(link.certificates.constLast().sha256, testTlsFingerprint());

        link.said.clear();
        link.profile.pinnedSha256 = testTlsFingerprint();
        QVERIFY(link.bringUp());

        link.said.clear();
        link.profile.pinnedSha256[0] = static_cast<char>(link.profile.pinnedSha256.at(0) + 1);
        link.connectLink();
        QVERIFY(link.until([&] { return link.saw<signal::Refused>(); }));
        QCOMPARE(link.last<signal::Refused>().why.reason, Reason::TlsChanged);
    }

    void disconnectingIsSilent()
    {
        Link link(subject(), loggedIn());
        QVERIFY(link.bringUp());
        link.gateway->disconnectLink();
        const auto said = link.said.size();
        link.pass(seconds(10));
        QCOMPARE(link.said.size(), said);
        QCOMPARE(link.finished(link.sendText(1, u"x"_s)).error().kind,
                 link.capabilities().actions ? ErrorKind::Offline : ErrorKind::Rejected);
    }

    void logIsShownMaskedAndClassified()
    {
        Link link(subject(), loggedIn());
        ROOKERY_NEEDS(link, logStream);
        QVERIFY(link.bringUp());
        QVERIFY(link.until([&] { return !link.lines.isEmpty() && link.connection(logName(link)).up; }));
        QVERIFY(link.lines.constFirst().replayed);
        QCOMPARE(link.lines.constFirst().gateway, link.profile.id);
        for (const LogLine &line : std::as_const(link.lines))
            QVERIFY2(link.token.isEmpty() || !line.text.contains(link.token), qPrintable(line.text));
        const auto before = link.lines.size();
        if (link.capabilities().actions)
            ROOKERY_VERIFY_RESULT(link.finished(link.sendText(1, u"for the log"_s)));
        else
            ROOKERY_VERIFY_RESULT(link.sim->setFault(u"config-dump"_s));
        QVERIFY(link.until([&] { return link.lines.size() > before; }));
        QVERIFY(!link.lines.constLast().replayed);
    }

    void liveTestNamesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<bool>("rightToken");
        QTest::addColumn<bool>("loggedIn");
        QTest::addColumn<TestStep>("failing"); // Actions and passed: nothing
        QTest::addColumn<ErrorReason>("reason");
        QTest::newRow("all well") << QString() << true << true << TestStep::Actions << Reason::None;
        QTest::newRow("waits for a login") << QString() << true << false << TestStep::Actions << Reason::None;
        QTest::newRow("wrong token") << QString() << false << true << TestStep::Token << Reason::TokenWrong;
        QTest::newRow("rate limit") << u"login-rate-limit"_s << true << true << TestStep::Token
                                    << Reason::LoginRateLimit;
        QTest::newRow("another server") << u"wrong-server"_s << true << true << TestStep::Kind << Reason::WrongServer;
    }
    void liveTestNamesWhatIsWrong()
    {
        QFETCH(const QString, fault);
        QFETCH(const bool, rightToken);
        QFETCH(const bool, loggedIn);
        QFETCH(const TestStep, failing);
        QFETCH(const ErrorReason, reason);
        sim::GatewayOptions options;
        options.loggedIn = loggedIn;
        Link link(subject(), options);
        if (!fault.isEmpty())
            ROOKERY_NEEDS_FAULT(link, fault);
        if ((link.oneBotAlone() || !link.capabilities().actions) && (!loggedIn || fault == u"login-rate-limit"_s))
            QSKIP("a state of panels");
        if (link.dialsUs() && failing != TestStep::Actions)
            QSKIP("there is no server");
        if (!fault.isEmpty())
            ROOKERY_VERIFY_RESULT(link.sim->setFault(fault));
        if (!rightToken && !link.takesToken())
            QSKIP("there is none to give");
        const Redacted<QString> token(rightToken ? link.token : u"no"_s);
        const auto report =
            link.finished(testGateway(link.profile, token, link.clock, Link::network(), &link, {}, &link.listener));
        ROOKERY_VERIFY_RESULT(report);
        QCOMPARE(report->steps.size(), int(TestStep::Actions) + 1);
        QCOMPARE(report->passed(), reason == Reason::None);
        if (reason != Reason::None) {
            QCOMPARE(report->steps.at(int(failing)).state, StepState::Failed);
            QCOMPARE(report->steps.at(int(failing)).why.reason, reason);
        }
        const bool asksWho = link.takesToken(); // a test binds nothing
        QCOMPARE(report->account.isNull(), !(asksWho && loggedIn && reason == Reason::None));
    }

    void liveTestShowsARefusedCertificate()
    {
        sim::GatewayOptions options;
        options.tls = testTlsConfiguration();
        Link link(subject(), options);
        if (link.dialsUs() || !QStringList({u"https"_s, u"wss"_s}).contains(link.address().scheme()))
            QSKIP("no TLS at this door");
        const auto report = link.finished(testGateway(link.profile, Redacted<QString>(link.token), link.clock,
                                                      Link::network(), &link, {}, &link.listener));
        ROOKERY_VERIFY_RESULT(report);
        QCOMPARE(report->steps.at(0).state, StepState::Failed);
        QCOMPARE(report->steps.at(0).why.kind, ErrorKind::Tls);
        QVERIFY(report->certificate.has_value());
        QCOMPARE(report->certificate->sha256, testTlsFingerprint());
    }

private:
    static Subject subject()
    {
        QFETCH_GLOBAL(Subject, subject);
        return subject;
    }
    //! By a notice, over OneBot.
    static bool tellsKicks() { return subject().simKind == u"napcat"_s || subject().simKind == u"lagrange"_s; }
    static QString logName(const Link &link) { return link.capabilities().actions ? u"logs"_s : u"log file"_s; }
    static sim::GatewayOptions loggedIn()
    {
        sim::GatewayOptions options;
        options.loggedIn = true;
        return options;
    }
};

ROOKERY_TEST(tst_gatewaylogin, TestGatewayLogin)
#include "tst_gatewaylogin.moc"
