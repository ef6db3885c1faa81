// SPDX-License-Identifier: GPL-3.0-or-later
#include "link.h"

#include "base/reasons/gateway.h"
#include "support/driverevents.h"

#include "gateway/gatewaytest.h"
#include "gateway/monitored/logsource.h"
#include "gateway/monitored/servicestate.h"
#include "gateway/monitored/servicewatch.h"
#include "support/eventnames.h"
#include "support/testcase.h"

#include <QFile>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! A simulated GeekAI installation and the driver that watches it.
class Watched final
{
public:
    explicit Watched(sim::GatewayOptions options = {}, bool followStderr = true)
        : link({.simKind = u"geekai"_s, .kind = GatewayKind::MonitoredService},
               inFolder(std::move(options), folder.path()))
    {
        if (!followStderr)
            link.profile.logCommand.clear();
    }

    void connect()
    {
        link.connectLink();
        onDriverEvent<ServiceView>(*link.gateway, &link, [this](const ServiceView &changed) { view = changed; });
        onDriverEvent<gateway::driver::PeerArrived>(
            *link.gateway, &link, [this](const gateway::driver::PeerArrived & /*event*/) { ++wakeUps; });
    }
    bool becomes(ServiceState state, milliseconds limit = seconds(40))
    {
        if (link.until([&] { return view.state == state; }, limit))
            return true;
        qDebug("%s instead of %s; front %s, api %s, heartbeats %d, bot: %s", nameOf(view.state).data(),
               nameOf(state).data(), nameOf(view.front.reason).data(), nameOf(view.api.reason).data(),
               int(view.heartbeatsSeen), qPrintable(view.botText));
        return false;
    }
    bool sees(const QString &ruleId)
    {
        return link.until([&] {
            return std::any_of(link.lines.cbegin(), link.lines.cend(),
                               [&ruleId](const LogLine &line) { return line.ruleId == ruleId; });
        });
    }
    void fault(const QString &name, bool on = true)
    {
        const Result<> set = link.sim->setFault(name, {{u"on"_s, on}});
        QVERIFY(set.has_value());
    }

    QTemporaryDir folder;
    Link link;
    ServiceView view;
    int wakeUps = 0;

private:
    static sim::GatewayOptions inFolder(sim::GatewayOptions options, const QString &path)
    {
        options.folder = path;
        return options;
    }
};

sim::GatewayOptions loggedIn()
{
    sim::GatewayOptions options;
    options.loggedIn = true;
    return options;
}

} // namespace

//! Every row of docs/protocol/geekai.md's table of states, over the simulated service.
class TestMonitoredService final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aHeldUpStartShowsTheCodeAndNamesTheCause()
    {
        Watched service;
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        QVERIFY(service.link.until([&] { return !service.link.codes.isEmpty(); }));
        QCOMPARE(service.link.codes.constLast(), service.link.sim->qrUrl());
        QVERIFY(service.link.saw<signal::Waiting>());
        QVERIFY(!service.link.saw<signal::LoggedIn>());
        QVERIFY(service.view.hasFront);
        QCOMPARE(service.view.front.reason, Reason::None); // the page is still 200
        QVERIFY(service.view.api.reason != Reason::None);
        QVERIFY(service.view.codeSince != WallTime{});
        QCOMPARE(service.view.since, service.view.codeSince);
    }

    void whoeverLooksLaterKnowsSinceWhenItIsHeldUp()
    {
        Watched service;
        service.link.pass(seconds(20));
        const WallTime began = service.link.clock.wallNow();
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        QVERIFY(began - service.view.since >= seconds(19));
    }

    void theCodeIsNowhereInTheLog()
    {
        Watched service;
        service.connect();
        QVERIFY(service.sees(u"login.code-follows"_s));
        QVERIFY(service.link.until([&] { return !service.link.codes.isEmpty(); }));
        ROOKERY_VERIFY_RESULT(service.link.sim->confirmQr());
        QVERIFY(service.sees(u"login.code"_s));
        const QString uuid = service.link.codes.constFirst().section(u'/', -1);
        for (const LogLine &line : std::as_const(service.link.lines)) {
            QVERIFY(!line.text.contains(uuid));
            QVERIFY(!line.text.contains(u"██"_s));
        }
    }

    void aScanOpensTheServiceAndDropsTheCode()
    {
        Watched service;
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        ROOKERY_VERIFY_RESULT(service.link.sim->confirmQr());
        QVERIFY(service.becomes(ServiceState::Online));
        QVERIFY(service.link.saw<signal::ChannelUp>());
        QVERIFY(service.view.lastHeartbeatAt != WallTime{});
        QVERIFY(service.sees(u"login.ok"_s));
        QVERIFY(service.sees(u"session.heartbeat"_s));
    }

    void whatChatsAndRequestsHoldIsNoCode()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        const auto codes = service.link.codes.size();
        QFile log(service.link.profile.logFile);
        QVERIFY(log.open(QIODevice::Append));
        log.write(
            "2024-03-15T10:20:30.000+0800\tinfo\twechat/bot.go:80\t解析到收款信息：{Remark:"
            "https://login.weixin.qq.com/l/AAAABBBB==}\n"
            "[GIN] 2024/03/15 - 10:20:30 | 200 | 1ms | 10.0.0.9 | GET \"/?x=https://login.weixin.qq.com/l/AA==\"\n"
            "https://login.weixin.qq.com/l/AAAABBBB==\n"
            "2024-03-15T10:20:31.000+0800\tinfo\tmain.go:1\tthe last line\n");
        log.close();
        QVERIFY(service.link.until([&] {
            return std::any_of(service.link.lines.cbegin(), service.link.lines.cend(),
                               [](const LogLine &line) { return line.text.contains(u"the last line"_s); });
        }));
        QCOMPARE(service.link.codes.size(), codes);
        QCOMPARE(service.view.state, ServiceState::Online);
    }

    void withoutStandardErrorTheSessionStaysUnproven()
    {
        Watched service(loggedIn(), false);
        service.connect();
        QVERIFY(service.becomes(ServiceState::BotUnproven));
        service.link.pass(seconds(120));
        QCOMPARE(service.view.state, ServiceState::BotUnproven);
        QVERIFY(!service.view.heartbeatsSeen);
    }

    void anExpiredCodeLeavesTheServiceUpWithPaymentsOff()
    {
        Watched service;
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        ROOKERY_VERIFY_RESULT(service.link.sim->expireQr());
        QVERIFY(service.becomes(ServiceState::PaymentsOff));
        QVERIFY(service.view.botText.contains(u"login timeout"_s));
        QVERIFY(service.link.saw<signal::ChannelUp>());
    }

    void aRefusedLoginLeavesTheServiceUpWithPaymentsOff()
    {
        Watched service;
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        service.fault(u"login-failed"_s);
        QVERIFY(service.becomes(ServiceState::PaymentsOff));
        QVERIFY(service.sees(u"login.forbidden"_s));
    }

    void aLostSessionIsSaidAlthoughTheServiceIsSilent()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        ROOKERY_VERIFY_RESULT(service.link.sim->kick());
        QVERIFY(service.becomes(ServiceState::SessionLost));
        QVERIFY(!service.link.saw<signal::LinkLost>());
        QVERIFY(service.sees(u"session.lost"_s));
    }

    //! Not every service says that a code follows: after a lost session one needs no announcement.
    void theCodeAfterALostSessionIsShown()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"session-lost"_s);
        QVERIFY(service.sees(u"session.lost"_s));
        const auto codes = service.link.codes.size();
        QFile log(service.link.profile.logFile);
        QVERIFY(log.open(QIODevice::Append));
        log.write("https://login.weixin.qq.com/l/AAAABBBB==\n");
        log.close();
        QVERIFY(service.link.until([&] { return service.link.codes.size() > codes; }));
        QCOMPARE(service.link.codes.constLast(), u"https://login.weixin.qq.com/l/AAAABBBB=="_s);
    }

    void heartbeatsThatStopMeanThatTheSessionIsLost()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"heartbeats-stop"_s);
        QVERIFY(!service.becomes(ServiceState::SessionLost, seconds(60)));
        QVERIFY(service.becomes(ServiceState::SessionLost, seconds(60)));
        service.fault(u"heartbeats-stop"_s, false);
        QVERIFY(service.becomes(ServiceState::Online));
    }

    void aServiceWithoutABotIsOnline()
    {
        Watched service;
        service.fault(u"no-bot"_s);
        service.connect();
        QVERIFY(service.becomes(ServiceState::NoBot));
    }

    void aClosedInterfaceWithoutACodeIsADownBackend()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"backend-down"_s);
        QVERIFY(service.becomes(ServiceState::BackendDown));
        QVERIFY(service.link.until([&] { return service.link.saw<signal::LinkLost>(); }));
        QCOMPARE(service.link.last<signal::LinkLost>().why.reason, Reason::BackendDown);
    }

    void throughTheFrontItIsTheWebServersOwn502()
    {
        Watched service;
        service.fault(u"no-bot"_s);
        service.fault(u"backend-down"_s);
        service.link.profile.webUi = service.link.profile.front;
        service.connect();
        QVERIFY(service.becomes(ServiceState::BackendDown));
        QCOMPARE(service.view.api.code, 502);
    }

    void anEmptyReplyIsAClosedInterface()
    {
        Watched service(loggedIn());
        service.fault(u"empty-reply"_s);
        service.connect();
        QVERIFY(service.becomes(ServiceState::BackendDown));
    }

    void droppedPacketsAreAStateOfTheirOwn()
    {
        Watched service(loggedIn());
        service.fault(u"packets-dropped"_s);
        service.connect();
        QVERIFY(service.becomes(ServiceState::TimedOut));
        QCOMPARE(service.view.api.kind, ErrorKind::Timeout);
        QVERIFY(service.link.until([&] { return service.link.saw<signal::LinkLost>(); }));
    }

    void aFrontThatIsGoneIsNoReasonToCallTheServiceDown()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"front-down"_s);
        QVERIFY(service.becomes(ServiceState::FrontDown));
        QVERIFY(!service.link.saw<signal::LinkLost>());
        service.fault(u"front-down"_s, false);
        QVERIFY(service.becomes(ServiceState::Online));
    }

    void aHostThatIsGoneEndsTheLink()
    {
        Watched service;
        service.fault(u"no-bot"_s);
        service.fault(u"backend-down"_s);
        service.fault(u"front-down"_s);
        service.connect();
        QVERIFY(service.becomes(ServiceState::FrontDown));
        QVERIFY(service.link.until([&] { return service.link.saw<signal::LinkLost>(); }));
    }

    void theEnvelopeIsReadWhateverTheStatus_data()
    {
        QTest::addColumn<QString>("version");
        for (const QString &version : {u"3.2.7"_s, u"4.0.9"_s, u"4.1.1"_s})
            QTest::newRow(qPrintable(version)) << version;
    }
    void theEnvelopeIsReadWhateverTheStatus()
    {
        QFETCH(const QString, version);
        sim::GatewayOptions options = loggedIn();
        options.dialect = version;
        Watched service(options);
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"api-failing"_s);
        QVERIFY(service.becomes(ServiceState::Failing));
        QCOMPARE(service.view.api.code, 1);
        QVERIFY(!service.link.saw<signal::LinkLost>());
        const QJsonObject asked = service.link.sim->state().value("asked"_L1).toObject();
        for (auto it = asked.constBegin(); it != asked.constEnd(); ++it)
            QVERIFY2(it.key().endsWith(u"/config/get"_s), qPrintable(it.key())); // nothing that costs or counts
    }

    void theLogIsFollowedThroughRotation()
    {
        Watched service;
        service.connect();
        QVERIFY(service.becomes(ServiceState::WaitingForScan));
        service.fault(u"rotate-log"_s);
        ROOKERY_VERIFY_RESULT(service.link.sim->confirmQr());
        QVERIFY(service.becomes(ServiceState::Online));
        QVERIFY(service.sees(u"service.listening"_s));
    }

    void aDumpOfTheSettingsIsMasked()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"config-dump"_s);
        QVERIFY(service.sees(u"config.changed"_s));
        for (const LogLine &line : std::as_const(service.link.lines))
            QVERIFY(!line.text.contains(u"sk-"_s));
    }

    void aRestartThatWaitsForAScanWakesTheOneWhoWaits()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.fault(u"backend-down"_s);
        QVERIFY(service.link.until([&] { return service.link.saw<signal::LinkLost>(); }));
        service.link.gateway->disconnectLink(); // as the session does
        service.wakeUps = 0;
        service.fault(u"backend-down"_s, false);
        QVERIFY(service.link.until([&] { return service.wakeUps > 0; }));
        service.link.gateway->connectLink();
        QVERIFY(service.becomes(ServiceState::Online)); // the simulator logs in by itself
    }

    void anOperatorsStopEndsTheFollowing()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        service.link.gateway->disconnectLink();
        const auto lines = service.link.lines.size();
        const auto said = service.link.said.size();
        service.link.pass(seconds(60));
        QCOMPARE(service.link.lines.size(), lines);
        QCOMPARE(service.link.said.size(), said);
    }

    void aListenerThatDisconnectsHearsNothingMore_data()
    {
        QTest::addColumn<bool>("scanned");
        QTest::addColumn<QString>("report");
        for (const char *report : {"view", "reached", "logged-in", "channel"})
            QTest::addRow("%s of a bot that works", report) << true << QString::fromLatin1(report);
        for (const char *report : {"view", "reached", "waiting", "code"})
            QTest::addRow("%s of a held up start", report) << false << QString::fromLatin1(report);
    }
    void aListenerThatDisconnectsHearsNothingMore()
    {
        QFETCH(const bool, scanned);
        QFETCH(const QString, report);
        Watched service(scanned ? loggedIn() : sim::GatewayOptions());
        service.connect();
        DisconnectsAt listener(*service.link.gateway, report);
        QVERIFY(service.link.until([&listener] { return listener.done; }));
        service.link.pass(seconds(30));
        QVERIFY2(listener.late.isEmpty(), qPrintable(listener.late.join(u' ')));
        QVERIFY(!service.link.connection(u"api"_s).up);
    }

    void nothingIsEverSent()
    {
        Watched service(loggedIn());
        service.connect();
        QVERIFY(service.becomes(ServiceState::Online));
        QVERIFY(!service.link.capabilities().actions);
        const auto reply = service.link.finished(service.link.sendText(1, u"hello"_s));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, ErrorKind::Rejected);
        QCOMPARE(service.link.finished(service.link.gateway->restart()).error().kind, ErrorKind::Rejected);
        QCOMPARE(service.link.finished(service.link.gateway->refreshQr()).error().kind, ErrorKind::Rejected);
        QVERIFY(service.link.sim->ledger().isEmpty());
    }

    void aLogThatIsMissingIsSaidAndChangesNothingElse()
    {
        Watched service(loggedIn(), false);
        service.link.profile.logFile = service.folder.filePath(u"nowhere.log"_s);
        service.connect();
        QVERIFY(service.becomes(ServiceState::BotUnwatched));
        QCOMPARE(service.view.log.reason, Reason::LogUnreadable);
        QVERIFY(!service.link.connection(u"log file"_s).up);
    }

    void aCommandThatEndsIsStartedAgain()
    {
        Watched service(loggedIn(), false);
        service.link.profile.logFile.clear();
        service.link.profile.logCommand = u"echo '2024/03/15 10:20:30 RetCode:0  Selector:0' >&2; exit 3"_s;
        service.connect();
        QVERIFY(service.sees(u"session.heartbeat"_s));
        QVERIFY(service.link.until([&] { return service.link.connection(u"log command"_s).reconnects > 0; }));
        // a repeated line is told once
        QCOMPARE(std::count_if(service.link.lines.cbegin(), service.link.lines.cend(),
                               [](const LogLine &line) { return line.ruleId == "session.heartbeat"_L1; }),
                 1);
    }

    void whatACommandRepeatsLateIsNotTakenForNew()
    {
        Watched service(loggedIn(), false);
        service.link.profile.logFile.clear();
        const QString go = service.folder.filePath(u"go"_s);
        service.link.profile.logCommand =
            u"while [ ! -e '%1' ]; do sleep 0.05; done; echo '2024/03/15 10:20:30 RetCode:0  Selector:0' >&2; sleep 60"_s
                .arg(go);
        service.connect();
        QVERIFY(service.link.until([&] { return service.link.connection(u"log command"_s).up; }));
        service.link.pass(CommandSource::kQuiet * 3);
        QFile begin(go);
        QVERIFY(begin.open(QIODevice::WriteOnly));
        QVERIFY(service.sees(u"session.heartbeat"_s));
        QVERIFY(service.link.lines.constLast().replayed);
        service.link.pass(CommandSource::kQuiet * 2);
        QVERIFY(service.view.heartbeatsSeen);
        QCOMPARE(service.view.lastHeartbeatAt, WallTime{});
        QVERIFY(service.view.state != ServiceState::Online);
    }

    void aCommandThatIsStillEndingIsStartedAgainWithoutAWait()
    {
        Watched service(loggedIn(), false);
        service.link.profile.logFile.clear();
        const QString runs = service.folder.filePath(u"runs"_s);
        service.link.profile.logCommand =
            u"trap 'sleep 0.3; exit 0' TERM; echo run >> '%1'; while :; do sleep 0.05; done"_s.arg(runs);
        service.connect();
        const auto count = [&runs] {
            QFile file(runs);
            return file.open(QIODevice::ReadOnly) ? file.readAll().count("run") : 0;
        };
        QVERIFY(service.link.until([&] { return count() == 1; }));
        service.link.gateway->disconnectLink();
        service.link.gateway->connectLink();
        QVERIFY(service.link.until([&] { return count() == 2; }));
        QVERIFY(service.link.until([&] { return service.link.connection(u"log command"_s).up; }));
        QCOMPARE(service.link.connection(u"log command"_s).lastError.reason, Reason::None);
    }

    void theLiveTestNamesWhatIsWrong_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("state");
        QTest::newRow("all well") << QString() << int(TestStep::Login) << int(StepState::Passed);
        QTest::newRow("front down") << u"front-down"_s << int(TestStep::Connect) << int(StepState::Failed);
        QTest::newRow("timed out") << u"packets-dropped"_s << int(TestStep::Connect) << int(StepState::Failed);
        QTest::newRow("closed") << u"backend-down"_s << int(TestStep::Kind) << int(StepState::Failed);
        QTest::newRow("failing") << u"api-failing"_s << int(TestStep::Kind) << int(StepState::Passed);
        QTest::newRow("log missing") << u"log"_s << int(TestStep::Login) << int(StepState::Failed);
    }
    void theLiveTestNamesWhatIsWrong()
    {
        QFETCH(const QString, fault);
        QFETCH(const int, step);
        QFETCH(const int, state);
        Watched service(loggedIn());
        if (fault == "log"_L1)
            service.link.profile.logFile += u".not"_s;
        else if (!fault.isEmpty())
            service.fault(fault);
        const auto report = service.link.finished(
            testGateway(service.link.profile, {}, service.link.clock, Link::network(), &service.link));
        ROOKERY_VERIFY_RESULT(report);
        QCOMPARE(report->steps.at(step).state, StepState(state));
        QCOMPARE(report->passed(), state != int(StepState::Failed));
    }

    void theLiveTestTellsAnotherServer()
    {
        Watched service(loggedIn());
        // a page where the interface was expected
        service.link.profile.webUi = service.link.profile.front;
        service.link.profile.webUi.setPath(u"/x/config/get"_s);
        const auto report = service.link.finished(
            testGateway(service.link.profile, {}, service.link.clock, Link::network(), &service.link));
        ROOKERY_VERIFY_RESULT(report);
        QCOMPARE(report->steps.at(int(TestStep::Kind)).state, StepState::Failed);
        QCOMPARE(report->steps.at(int(TestStep::Kind)).why.reason, Reason::WrongServer);
    }
};

ROOKERY_TEST(tst_monitoredservice, TestMonitoredService)
#include "tst_monitoredservice.moc"
