// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rookery-sim/reservedport.h"
#include "config/secretstore.h"
#include "gateway/gatewaytest.h"
#include "gateway/lagrange/lagrangegateway.h"
#include "gateway/onebot11/reverselistener.h"
#include "io/httpclient.h"
#include "io/httplistener.h"
#include "io/processrunner.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! Starts the simulated gateway in the folder; its ready line goes to a file, and each start to another.
constexpr const char kWrapper[] = R"(#!/bin/bash
echo $$ >> starts
exec "%1" --kind lagrange --folder "$PWD" $([ -f scenario.json ] && echo --scenario scenario.json) \
    > >(exec sed -u -e '1{' -e 'w ready.json' -e 'd' -e '}')
)";

io::NetworkSettings direct()
{
    return {.systemProxy = false};
}

} // namespace

//! The driver over the real program in its working folder: what no wire shows.
class TestLagrangeGateway final : public TestCase
{
    Q_OBJECT

private:
    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_unique<ManualClock>();
        m_http = std::make_unique<io::HttpClient>(m_clock2, direct());
        m_secrets = config::makeMemorySecretStore();
        m_profile = {};
        m_profile.id = GatewayId(u"lag"_s);
        m_profile.kind = GatewayKind::Lagrange;
        m_profile.folder = m_folder->path();
        m_profile.program = u"Lagrange.OneBot"_s;
        writeProgram(QString::fromLatin1(kWrapper).arg(
            QDir(QCoreApplication::applicationDirPath()).absoluteFilePath(u"../bin/rookery-sim"_s)));
        m_said.clear();
        m_codes.clear();
        m_lives.clear();
        m_livingCodes.clear();
        m_lines.clear();
        m_connections.clear();
        keepWall();
    }
    void finish() override
    {
        const QList<qint64> pids = starts();
        m_gateway.reset();
        m_other.reset();
        for (const qint64 pid : pids)
            QVERIFY(becomesTrue([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
        m_http.reset();
    }

    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(bytes);
    }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void writeProgram(const QString &script)
    {
        write(u"Lagrange.OneBot"_s, script.toUtf8());
        QFile::setPermissions(m_folder->filePath(u"Lagrange.OneBot"_s),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    [[nodiscard]] QList<qint64> starts() const
    {
        QList<qint64> pids;
        const QList<QByteArray> lines = read(u"starts"_s).split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty())
                pids.append(line.toLongLong());
        }
        return pids;
    }

    //! Files carry the machine's time: so must the driver's clock.
    void keepWall()
    {
        const WallTime real = fromMSecs(QDateTime::currentMSecsSinceEpoch());
        m_clock->jumpWall(std::chrono::duration_cast<milliseconds>(real - m_clock->wallNow()));
    }
    //! Lets the driver's timers run ten times as fast as everything else.
    template <class Condition>
    bool until(Condition met)
    {
        QElapsedTimer elapsed;
        elapsed.start();
        while (!met()) {
            if (elapsed.elapsed() > kPatience)
                return false;
            QTest::qWait(2);
            m_clock->advance(milliseconds(20));
            keepWall();
        }
        return true;
    }
    void pass(milliseconds span)
    {
        m_clock->advance(span);
        keepWall();
    }

    void make(ReverseListener *listener = nullptr)
    {
        m_gateway = std::make_unique<LagrangeGateway>(m_profile, *m_clock, *m_secrets, direct(), Deadlines{}, listener,
                                                      nullptr);
        connect(m_gateway.get(), &Gateway::connectionChanged, this,
                [this](const ConnectionInfo &info) { m_connections.insert(info.label, info); });
        connect(m_gateway.get(), &Gateway::reported, this, [this](const GatewaySignal &one) { m_said.append(one); });
        connect(m_gateway.get(), &Gateway::qrChanged, this,
                [this](const Redacted<QString> &text) { m_codes.append(text.reveal()); });
        connect(m_gateway.get(), &Gateway::qrLifeStated, this, [this](milliseconds left) {
            m_lives.append(left);
            m_livingCodes.append(code());
        });
        connect(m_gateway.get(), &Gateway::logLine, this, [this](const LogLine &line) { m_lines.append(line); });
    }
    //! As the session does: a loss that the driver tells is answered by dropping the link.
    void connectLink()
    {
        m_said.clear();
        m_gateway->connectLink();
    }
    template <class Signal>
    [[nodiscard]] int count() const
    {
        return static_cast<int>(std::count_if(m_said.cbegin(), m_said.cend(), [](const GatewaySignal &one) {
            return std::holds_alternative<Signal>(one);
        }));
    }
    template <class Signal>
    [[nodiscard]] Signal last() const
    {
        for (auto it = m_said.crbegin(); it != m_said.crend(); ++it) {
            if (const auto *found = std::get_if<Signal>(&*it))
                return *found;
        }
        return {};
    }
    [[nodiscard]] QString code() const { return m_codes.isEmpty() ? QString() : m_codes.constLast(); }
    [[nodiscard]] bool sawRule(const QString &id) const
    {
        return std::any_of(m_lines.cbegin(), m_lines.cend(), [&id](const LogLine &line) { return line.ruleId == id; });
    }

    [[nodiscard]] QJsonObject ready() const { return QJsonDocument::fromJson(read(u"ready.json"_s)).object(); }
    Result<io::HttpResponse> control(const QString &path, const QByteArray &method = "POST")
    {
        const QUrl url(ready().value(u"control"_s).toString() + path);
        const auto future =
            m_http->send({.method = method, .url = url, .body = method == "POST" ? "{}" : QByteArray()});
        if (!until([&future] { return future.isFinished(); }))
            return fail(ErrorKind::Timeout, Reason::NoReply);
        return future.result();
    }
    void act(const QString &path)
    {
        const auto answer = control(path);
        ROOKERY_VERIFY_RESULT(answer);
        QVERIFY2(answer->status / 100 == 2, answer->body.constData());
    }

    bool bringToCode()
    {
        if (!m_gateway)
            make();
        connectLink();
        return until([this] { return !code().isEmpty() && count<gateway::signal::Waiting>() > 0; });
    }
    bool bringUp()
    {
        if (!bringToCode())
            return false;
        act(u"/qr/confirm"_s);
        return until([this] { return count<gateway::signal::ChannelUp>() > 0; });
    }
    //! The same program, started by somebody else.
    bool startElsewhere()
    {
        m_other = std::make_unique<io::ProcessRunner>(m_clock2);
        m_other->start({.program = m_folder->filePath(u"Lagrange.OneBot"_s), .folder = m_folder->path()});
        return until([this] { return !ready().isEmpty() && QFile::exists(m_folder->filePath(u"appsettings.json"_s)); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock2; // of what is not under test
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<io::HttpClient> m_http;
    std::unique_ptr<config::SecretStore> m_secrets;
    std::unique_ptr<io::ProcessRunner> m_other;
    GatewayProfile m_profile;
    std::unique_ptr<LagrangeGateway> m_gateway;
    QList<GatewaySignal> m_said;
    QStringList m_codes;
    QList<milliseconds> m_lives;
    QStringList m_livingCodes; //!< those of m_lives
    QList<LogLine> m_lines;
    QHash<QString, ConnectionInfo> m_connections;

private Q_SLOTS:
    void codeThenLoginThenChannel()
    {
        QVERIFY(bringToCode());
        QCOMPARE(last<gateway::signal::Waiting>().reason, LoginReason::Fresh);
        const auto state = control(u"/state"_s, "GET");
        ROOKERY_VERIFY_RESULT(state);
        QCOMPARE(code(), QJsonDocument::fromJson(state->body).object().value(u"qr"_s).toString());
        QVERIFY(until([this] { return !m_lives.isEmpty(); }));
        QVERIFY(m_lives.constLast() > seconds(100) && m_lives.constLast() <= seconds(120));
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(last<gateway::signal::LoggedIn>().account, AccountId(u"10001"_s));
        QVERIFY(code().isEmpty());
        QVERIFY(sawRule(u"login.bot"_s));
        QVERIFY(sawRule(u"port.started"_s));
        for (const LogLine &line : std::as_const(m_lines))
            QVERIFY2(!line.text.contains(u"▀▀▀"_s) && !line.text.contains(m_codes.constFirst()), qPrintable(line.text));
        const auto reply = m_gateway->call({u"get_rkey"_s, {}}, seconds(15));
        QVERIFY(until([&reply] { return reply.isFinished(); }));
        ROOKERY_VERIFY_RESULT(reply.result());
        QVERIFY(reply.result()->data.isArray());
    }

    void anExpiredCodeIsFollowedByADifferentOne()
    {
        QVERIFY(bringToCode());
        const QString first = code();
        act(u"/qr/expire"_s);
        QVERIFY(until([this] { return last<gateway::signal::Waiting>().reason == LoginReason::Expired; }));
        QVERIFY(
            until([&] { return code() != first && last<gateway::signal::Waiting>().reason == LoginReason::Fresh; }));
        QCOMPARE(starts().size(), 2);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
        QVERIFY(until([&] { return m_livingCodes.contains(code()); }));
        QCOMPARE(m_livingCodes.count(first), 1); // what is printed of the second is no life of the first
        QVERIFY(bringUp());
    }

    void codesThatNobodyScansAreNotMadeForEver()
    {
        QVERIFY(bringToCode());
        for (int i = 0; i <= LagrangeProcess::kUnattended; ++i) {
            const QString before = code();
            act(u"/qr/expire"_s);
            if (i < LagrangeProcess::kUnattended)
                QVERIFY(until([&] { return code() != before; }));
        }
        QVERIFY(until([this] { return last<gateway::signal::Waiting>().reason == LoginReason::Expired; }));
        const auto started = starts().size();
        pass(seconds(300));
        QTest::qWait(100);
        pass(seconds(300));
        QCOMPARE(starts().size(), started);
        QCOMPARE(last<gateway::signal::Waiting>().reason, LoginReason::Expired);
        // whoever asks for another gets one
        const QString before = code();
        const auto refreshed = m_gateway->refreshQr();
        QVERIFY(until([&refreshed] { return refreshed.isFinished(); }));
        ROOKERY_VERIFY_RESULT(refreshed.result());
        QVERIFY(code() != before && !code().isEmpty());
    }

    void refreshBringsADifferentCodeByARestart()
    {
        QVERIFY(bringToCode());
        const QString before = code();
        const auto refreshed = m_gateway->refreshQr();
        QVERIFY(until([&refreshed] { return refreshed.isFinished(); }));
        ROOKERY_VERIFY_RESULT(refreshed.result());
        QVERIFY(code() != before && !code().isEmpty());
        QCOMPARE(starts().size(), 2);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
    }

    void aRefreshThatNeedsNoCodeIsAnswered()
    {
        QVERIFY(bringToCode());
        write(u"keystore.json"_s, "{}"); // the next run logs in with it
        const auto refreshed = m_gateway->refreshQr();
        QVERIFY(until([&refreshed] { return refreshed.isFinished(); }));
        QCOMPARE(refreshed.result().error().reason, Reason::AlreadyLoggedIn);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
    }

    void aRefusedTokenDoesNotEndTheProgram()
    {
        const sim::ReservedPort port;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%1,"AccessToken":"right"}]})")
                  .arg(port.number())
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        m_profile.oneBot = QUrl(u"ws://127.0.0.1:%1"_s.arg(port.number()));
        m_profile.way = OneBotWay::Socket;
        const auto written =
            m_secrets->write(m_profile.id, config::SecretKind::OneBotToken, Redacted<QString>(u"wrong"_s));
        QVERIFY(until([&written] { return written.isFinished(); }));
        make();
        for (int i = 0; i < 2; ++i) {
            connectLink();
            QVERIFY(until([this] { return count<gateway::signal::Refused>() == 1; }));
            QCOMPARE(last<gateway::signal::Refused>().why.reason, Reason::TokenWrong);
            m_gateway->disconnectLink(); // the session's answer
        }
        const qint64 pid = starts().constFirst();
        QCOMPARE(starts().size(), 1);
        QVERIFY(::kill(static_cast<pid_t>(pid), 0) == 0);
        m_gateway->disconnectLink(); // the operator's stop
        QVERIFY(until([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
    }

    void aProgramThatKeepsEndingIsNotStartedForEver()
    {
        const sim::ReservedPort closed;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Implementations":[{"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%1}]})")
                  .arg(closed.number())
                  .toUtf8());
        writeProgram(u"#!/bin/sh\necho $$ >> starts\nexit 1\n"_s);
        make();
        const auto endsBy = [this] {
            for (int loss = 0; loss < 20; ++loss) {
                connectLink();
                if (!until([this] {
                        return !m_said.isEmpty()
                            && (count<gateway::signal::LinkLost>() > 0 || count<gateway::signal::Refused>() > 0);
                    }))
                    return;
                m_gateway->disconnectLink(); // the session's answer
                if (count<gateway::signal::Refused>() > 0)
                    return;
            }
        };
        const int budget = int(LagrangeProcess::kStarts);
        endsBy();
        QCOMPARE(count<gateway::signal::Refused>(), 1); // which waits for a hand
        QCOMPARE(last<gateway::signal::Refused>().why.reason, Reason::ProgramEnded);
        QCOMPARE(starts().size(), budget);
        endsBy(); // the operator's hand
        QCOMPARE(count<gateway::signal::Refused>(), 1);
        QCOMPARE(starts().size(), 2 * budget);
    }

    void aKickIsNamedAndAnotherLoginWorks()
    {
        QVERIFY(bringUp());
        act(u"/kick"_s);
        QVERIFY(until([this] { return count<gateway::signal::Waiting>() > 1; }));
        QCOMPARE(last<gateway::signal::Waiting>().reason, LoginReason::Kicked);
        QVERIFY(last<gateway::signal::Waiting>().text.contains(u"下线通知"_s));
        QVERIFY(until([this] { return sawRule(u"account.kicked"_s); }));
        const auto refreshed = m_gateway->refreshQr();
        QVERIFY(until([&refreshed] { return refreshed.isFinished(); }));
        ROOKERY_VERIFY_RESULT(refreshed.result());
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 1; }));
    }

    void aSavedSessionNeedsNoCode()
    {
        QVERIFY(bringUp());
        m_gateway->disconnectLink();
        const qint64 pid = starts().constFirst();
        QVERIFY(until([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
        m_codes.clear();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(code().isEmpty());
        QCOMPARE(starts().size(), 2);
    }

    void loggedInWithoutAPortIsNamedAndHealedByOneRestart()
    {
        write(u"scenario.json"_s, R"({"faults":{"port-not-open":{"on":true}}})");
        QVERIFY(bringToCode());
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return sawRule(u"login.registered"_s) && code().isEmpty(); }));
        QFile::remove(m_folder->filePath(u"scenario.json"_s));
        pass(LagrangeGateway::kPortsWithin);
        QCOMPARE(count<gateway::signal::LinkLost>(), 1);
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::PortsSilent);
        m_gateway->disconnectLink(); // the session's answer to the loss
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(starts().size(), 2);
    }

    void aPortThatStaysClosedIsNotRestartedForEver()
    {
        write(u"scenario.json"_s, R"({"loggedIn":true,"faults":{"port-not-open":{"on":true}}})");
        make();
        for (int loss = 0; loss < 4; ++loss) {
            connectLink();
            QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
            QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::PortsSilent);
            m_gateway->disconnectLink();
        }
        QCOMPARE(starts().size(), 2);
    }

    void aCrashIsALossAndTheNextAttemptStartsItAgain()
    {
        QVERIFY(bringUp());
        ::kill(static_cast<pid_t>(starts().constFirst()), SIGKILL);
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        // its socket may end before it does: the session then tries twice
        QVERIFY(until([this] {
            if (count<gateway::signal::LinkLost>() > 0) {
                m_gateway->disconnectLink();
                connectLink();
            }
            return count<gateway::signal::ChannelUp>() > 0;
        }));
        QCOMPARE(starts().size(), 2);
    }

    void restartIsALossWithAName()
    {
        QVERIFY(bringUp());
        const auto restarted = m_gateway->restart();
        ROOKERY_VERIFY_RESULT(restarted.result());
        QCOMPARE(count<gateway::signal::LinkLost>(), 1);
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::GatewayRestarting);
        m_gateway->disconnectLink();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(starts().size(), 2);
    }

    void stoppingEndsTheProgramEvenWhileItIsWaitedFor()
    {
        QVERIFY(bringToCode());
        const qint64 pid = starts().constFirst();
        m_gateway->disconnectLink();
        QVERIFY(until([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
        const auto said = m_said.size();
        pass(seconds(300));
        QCOMPARE(m_said.size(), said);
    }

    void aProgramThatIsMissingIsNamed()
    {
        m_profile.program = u"/nowhere/Lagrange.OneBot"_s;
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::ProgramNotStarted);
    }

    void aProgramThatEndsAtOnceSaysWhy()
    {
        writeProgram(u"#!/bin/sh\nprintf 'warn: Lagrange.Core.BotContext[0]\\n      [2025-10-10 03:04:05] "
                     "[BusinessContext] [WARNING]: Error when processing the event: A.TransEmpEvent\\n      "
                     "System.Exception: Signer server returned a 521\\n'\nexit 134\n"_s);
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::ProgramEnded);
        QCOMPARE(last<gateway::signal::LinkLost>().why.code, 134);
        QVERIFY(last<gateway::signal::LinkLost>().why.detail.contains(u"521"_s));
    }

    void aFirstStartThatWaitsForAKeyIsNamedAndNotWaitedFor()
    {
        writeProgram(u"#!/bin/sh\necho $$ >> starts\necho 'No exist config file, create it now...'\necho 'Please Edit "
                     "the appsettings.json to set configs and press any key to continue'\nexec sleep 1000\n"_s);
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::SetupUnfinished);
        QCOMPARE(starts().size(), 1);
        // with what it has written nobody can reach it: it is not started again before somebody has edited that
        write(u"appsettings.json"_s,
              R"({"Implementations":[{"Type":"ReverseWebSocket","Host":"127.0.0.1","Port":8080}]})");
        m_gateway->disconnectLink();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::NoOneBotServer);
        QCOMPARE(starts().size(), 1);
    }

    void withoutAProgramTheCodeComesFromTheFolder()
    {
        QVERIFY(startElsewhere());
        m_profile.program.clear();
        QVERIFY(bringToCode());
        QVERIFY(m_lives.isEmpty()); // nobody states it
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(code().isEmpty());
        QVERIFY(m_lines.isEmpty());
        QCOMPARE(m_gateway->restart().result().error().kind, ErrorKind::Rejected);
        QCOMPARE(m_gateway->refreshQr().result().error().kind, ErrorKind::Rejected);
        // a code that somebody has used is none for the next attempt
        m_gateway->disconnectLink();
        m_codes.clear();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(code().isEmpty());
    }

    void aStaleCodeInTheFolderIsNoCode()
    {
        QVERIFY(startElsewhere());
        QVERIFY(until([this] { return QFile::exists(m_folder->filePath(u"qr-10001.png"_s)); }));
        const qint64 pid = starts().constFirst();
        m_other->stop();
        QVERIFY(until([pid] { return ::kill(static_cast<pid_t>(pid), 0) != 0; }));
        QFile picture(m_folder->filePath(u"qr-10001.png"_s));
        QVERIFY(picture.open(QIODevice::ReadWrite));
        QVERIFY(picture.setFileTime(QDateTime::currentDateTime().addSecs(-121), QFileDevice::FileModificationTime));
        picture.close();
        m_profile.program.clear();
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        QCOMPARE(last<gateway::signal::LinkLost>().why.reason, Reason::ConnectionRefused);
        QVERIFY(code().isEmpty());
        // once somebody starts it, there is something to try
        const QSignalSpy arrivals(m_gateway.get(), &Gateway::peerArrived);
        m_gateway->disconnectLink(); // the session's answer to the loss
        QVERIFY(startElsewhere());
        QVERIFY(until([&arrivals] { return arrivals.count() == 1; }));
    }

    void oneThatRunsAlreadyIsNotStartedTwice()
    {
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        QVERIFY(startElsewhere());
        QVERIFY(until([this] { return control(u"/state"_s, "GET")->body.contains("\"oneBotOpen\":true"); }));
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(starts().size(), 1);
        QCOMPARE(m_gateway->restart().result().error().kind, ErrorKind::Rejected); // it is not ours
        m_gateway->disconnectLink();
        QTest::qWait(50);
        QVERIFY(::kill(static_cast<pid_t>(starts().constFirst()), 0) == 0);
        m_other.reset();
    }

    void theNextServiceIsTriedWhereTheFirstIsNotOurs()
    {
        QTcpServer squatter;
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        connect(&squatter, &QTcpServer::newConnection, this,
                [&squatter] { squatter.nextPendingConnection()->abort(); });
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%1,"AccessToken":""},)"
                             R"({"Type":"Http","Host":"127.0.0.1","Port":%2,"AccessToken":""}]})")
                  .arg(squatter.serverPort())
                  .arg(open.number())
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        QVERIFY(startElsewhere());
        QVERIFY(until([this] { return control(u"/state"_s, "GET")->body.contains("\"oneBotOpen\":true"); }));
        m_profile.program.clear();
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
        m_other.reset();
    }

    void oneThatOnlyDialsIsStartedAndTakenIn()
    {
        const sim::ReservedPort port;
        ReverseListener listener(*m_clock, {.host = {}, .port = port.number(), .certificate = {}, .key = {}});
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[{"Type":"ReverseWebSocket",)"
                             R"("Host":"127.0.0.1","Port":%1,"Suffix":"/onebot/v11/ws","ReconnectInterval":200,)"
                             R"("AccessToken":"only for this test"}]})")
                  .arg(port.number())
                  .toUtf8());
        make(&listener);
        QVERIFY(bringUp());
        m_gateway.reset(); // before its listener
    }

    void anotherPortThatStaysSilentIsShown()
    {
        QTcpServer squatter; // takes connections, and answers nothing
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"Http","Host":"127.0.0.1","Port":%1,"AccessToken":""},)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%2,"AccessToken":""}]})")
                  .arg(squatter.serverPort())
                  .arg(open.number())
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        QVERIFY(until([this] { return sawRule(u"port.failed"_s); }));
        const QString label = u":%1"_s.arg(squatter.serverPort());
        QVERIFY(until([&] { return m_connections.contains(label); }));
        QVERIFY(!m_connections.value(label).up);
        QCOMPARE(m_connections.value(label).lastError.kind, ErrorKind::Timeout);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
    }

    void aPortThatAnotherProgramHoldsIsNotShownAsOpen_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("token");
        QTest::addColumn<int>("status");
        QTest::newRow("a page") << u"Http"_s << QString() << 200;
        QTest::newRow("no such page") << u"Http"_s << u"only for this test"_s << 404;
        QTest::newRow("a page without the token") << u"Http"_s << u"only for this test"_s << 200;
        QTest::newRow("another's login") << u"Http"_s << u"only for this test"_s << 401;
        QTest::newRow("a page for a socket") << u"ForwardWebSocket"_s << QString() << 200;
    }
    void aPortThatAnotherProgramHoldsIsNotShownAsOpen()
    {
        QFETCH(const QString, type);
        QFETCH(const QString, token);
        QFETCH(const int, status);
        io::HttpListener squatter(m_clock2, {});
        QByteArray shown;
        squatter.setHandler(
            [status, &shown](const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder) {
                shown += request.header("authorization");
                responder->send(status, {}, "{}");
            });
        ROOKERY_VERIFY_RESULT(squatter.listen(QHostAddress::LocalHost, 0));
        const sim::ReservedPort open;
        write(u"appsettings.json"_s,
              QStringLiteral(R"({"Account":{"Uin":10001},"Implementations":[)"
                             R"({"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":%2,"AccessToken":""},)"
                             R"({"Type":"%3","Host":"127.0.0.1","Port":%1,"AccessToken":"%4"}]})")
                  .arg(squatter.port())
                  .arg(open.number())
                  .arg(type, token)
                  .toUtf8());
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        const QString label = u":%1"_s.arg(squatter.port());
        QVERIFY(until([&] { return m_connections.contains(label); }));
        QVERIFY(!m_connections.value(label).up);
        QCOMPARE(m_connections.value(label).lastError.reason, Reason::WrongServer);
        QVERIFY(shown.isEmpty()); // no token for strangers
    }

    void otherPortsThatAnswerAreShownToo()
    {
        write(u"scenario.json"_s, R"({"loggedIn":true})");
        make();
        connectLink();
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        const QUrl http(ready().value(u"onebotHttp"_s).toString());
        const QUrl socket(ready().value(u"onebotWs"_s).toString());
        const auto shown = [this](const QUrl &url) { return m_connections.value(u":%1"_s.arg(url.port())).up; };
        QVERIFY(until([&] { return shown(http) || shown(socket); }));
        m_gateway->disconnectLink();
        QVERIFY(!shown(http) && !shown(socket));
    }

    void anUnlockAddressIsReadOutOfThePacket()
    {
        QVERIFY(bringUp());
        act(u"/fault/account-restricted?on=1"_s);
        const QJsonObject text{{u"type"_s, u"text"_s}, {u"data"_s, QJsonObject{{u"text"_s, u"x"_s}}}};
        const auto sent = m_gateway->call(
            {u"send_group_msg"_s, {{u"group_id"_s, u"30001"_s}, {u"message"_s, QJsonArray{text}}}}, seconds(30));
        QVERIFY(until([&sent] { return sent.isFinished(); }));
        QCOMPARE(sent.result().error().reason, Reason::RiskControl);
        act(u"/kick"_s); // what it prints next completes the line
        QVERIFY(until([this] { return sawRule(u"risk.unlock"_s); }));
    }

    void theLiveTestNamesWhatIsMissing()
    {
        const auto test = [this]() -> GatewayTestReport {
            const auto future = testGateway(m_profile, {}, m_clock2, direct(), this);
            return until([&future] { return future.isFinished(); }) ? future.result().value_or(GatewayTestReport())
                                                                    : GatewayTestReport();
        };
        GatewayTestReport report = test();
        QCOMPARE(report.steps.constFirst().why.reason, Reason::FileMissing); // no appsettings.json
        QVERIFY(bringToCode());
        report = test();
        QVERIFY(report.passed());
        QCOMPARE(report.steps.at(int(TestStep::Kind)).state, StepState::Skipped); // nobody has said it
        QCOMPARE(report.steps.at(int(TestStep::Kind)).why.reason, Reason::NotLoggedIn);
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        report = test();
        QVERIFY(report.passed());
        QCOMPARE(report.account, AccountId(u"10001"_s));
        m_profile.program = u"/nowhere"_s;
        QCOMPARE(test().steps.constFirst().why.reason, Reason::ProgramNotStarted);
    }
};

QTEST_GUILESS_MAIN(TestLagrangeGateway)
#include "tst_lagrangegateway.moc"
