// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangetestcase.h"

#include "app/rookery-sim/reservedport.h"
#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/qrdrawings.h"

#include <QSignalSpy>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

//! Login and life of the program: what no wire shows.
class TestLagrangeGateway final : public LagrangeTestCase
{
    Q_OBJECT

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
        for (int i = 0; i <= LagrangeProcess::kUnwatched; ++i) {
            const QString before = code();
            act(u"/qr/expire"_s);
            if (i < LagrangeProcess::kUnwatched)
                QVERIFY(until([&] { return code() != before; }));
        }
        QVERIFY(until([this] { return last<gateway::signal::Waiting>().reason == LoginReason::Expired; }));
        const auto started = starts().size();
        QVERIFY(until([this] { return !m_children.anyRuns(); }));
        for (int i = 0; i < 2; ++i) {
            pass(seconds(300));
            QVERIFY(!m_children.anyRuns()); // what a timer starts runs by now
            QVERIFY(!control(u"/state"_s, "GET")); // refused, as the driver's own try of the program's port before it
            QVERIFY(!m_children.anyRuns());
        }
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
        m_profile.way = OneBotTransportKind::Socket;
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

    void restartWithoutALinkStartsItAgain()
    {
        QVERIFY(bringUp());
        ::kill(static_cast<pid_t>(starts().constFirst()), SIGKILL);
        QVERIFY(until([this] { return count<gateway::signal::LinkLost>() == 1; }));
        m_gateway->disconnectLink(); // the session waits now
        const auto restarted = m_gateway->restart();
        ROOKERY_VERIFY_RESULT(restarted.result());
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

    void aLateLineOfAChatIsNobodysOrder()
    {
        const Result<logrules::RuleSet> rules = logrules::RuleSet::builtIn(GatewayKind::Lagrange);
        ROOKERY_VERIFY_RESULT(rules);
        LagrangeConsole console(*rules, *m_clock);
        QStringList found;
        connect(&console, &LagrangeConsole::line, this, [&found](const LogLine &line) { found.append(line.ruleId); });
        console.feed("info: Lagrange.Core.BotContext[0]");
        console.feed("      [2025-10-10 03:04:05] [MessagingLogic] [VERBOSE]: [MessageChain(30001)(20001)] [Text]: a");
        m_clock->advance(LagrangeConsole::kSettled);
        console.feed("      KickNTEvent: b");
        console.finish();
        QCOMPARE(found, (QStringList{u"chat.received"_s, QString()}));
    }

    void whatAChatDrawsAfterTheLoginIsNoCode()
    {
        QByteArray chat;
        const QStringList drawn = test::draw(u"https://txz.qq.com/p?k=somebody"_s, test::Drawing::Half, true, 2);
        for (const QString &row : drawn)
            chat += "      " + row.toUtf8() + '\n';
        write(u"chat"_s, chat);
        writeProgram(u"#!/bin/sh\necho $$ >> starts\n"
                     "printf 'info: Lagrange.OneBot.Core.Login.LoginService[0]\\n      Bot Uin: 10001\\n'\n"
                     "printf 'info: Lagrange.Core.BotContext[0]\\n      [2025-10-10 03:04:05] [MessagingLogic] "
                     "[VERBOSE]: [MessageChain(30001)(20001)] [Text]: look\\n'\ncat chat\n"
                     "printf 'info: x[0]\\n      end\\n'\nwhile :; do sleep 0.1; done\n"_s);
        write(u"appsettings.json"_s,
              R"({"Implementations":[{"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":1}]})");
        make();
        connectLink();
        QVERIFY(until([this] {
            return std::any_of(m_lines.cbegin(), m_lines.cend(),
                               [](const LogLine &line) { return line.text.endsWith(u"end"_s); });
        }));
        QCOMPARE(m_codes, QStringList());
        QCOMPARE(count<gateway::signal::Waiting>(), 0);
    }

    void whatStandsAtTheMarginAfterTheLoginIsHearsay()
    {
        writeProgram(u"#!/bin/sh\necho $$ >> starts\n"
                     "echo 'Unhandled exception. before'\n"
                     "printf 'info: Lagrange.OneBot.Core.Login.LoginService[0]\\n      Bot Uin: 10001\\n'\n"
                     "echo 'Unhandled exception. after'\n"
                     "printf 'info: x[0]\\n      end\\n'\nwhile :; do sleep 0.1; done\n"_s);
        make();
        connectLink();
        const auto crash = [this](QStringView word) {
            return std::find_if(m_lines.cbegin(), m_lines.cend(), [word](const LogLine &line) {
                return line.ruleId == u"process.crashed"_s && line.text.contains(word);
            });
        };
        QVERIFY(until([&] { return crash(u"after") != m_lines.cend(); }));
        QVERIFY(!crash(u"before")->hearsay);
        QVERIFY(crash(u"after")->hearsay);
    }

    void noLineOfTheProgramEndsIt()
    {
        // on Windows the second line of a chat text stands at the margin, as the program's own bare lines do
        writeProgram(
            u"#!/bin/sh\necho $$ >> starts\ntrap 'echo ended >> ends; exit 0' TERM INT\n"
            "printf 'info: Lagrange.OneBot.Core.Login.LoginService[0]\\n      Bot Uin: 10001\\n'\n"
            "printf 'No exist config file, create it now...\\nPlease Edit the appsettings.json to set configs "
            "and press any key to continue\\n'\n"
            "printf 'fail: Lagrange.Core.BotContext[0]\\n      [2025-10-10 03:04:05] [WtExchangeLogic] [FATAL]: "
            "KickNTEvent: a: b\\ninfo: Lagrange.Core.BotContext[0]\\n      [2025-10-10 03:04:05] "
            "[WtExchangeLogic] [INFORMATION]: QrCode State Queried: CodeExpired Uin: 0\\ninfo: x[0]\\n'\n"
            "while :; do sleep 0.1; done\n"_s);
        write(u"appsettings.json"_s,
              R"({"Implementations":[{"Type":"ForwardWebSocket","Host":"127.0.0.1","Port":1}]})");
        make();
        connectLink();
        QVERIFY(until([this] { return sawRule(u"account.kicked"_s) && sawRule(u"qr.expired"_s); }));
        QVERIFY(sawRule(u"setup.first-run"_s));
        m_clock->advance(seconds(3));
        QCOMPARE(count<gateway::signal::Waiting>(), 0);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
        QCOMPARE(starts().size(), 1);
        QVERIFY(!QFile::exists(m_folder->filePath(u"ends"_s)));
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

    void anAccountThatWorksOutlivesItsCode()
    {
        QVERIFY(startElsewhere());
        m_profile.program.clear();
        QVERIFY(bringToCode());
        // it cannot save its session: its port alone shows the login
        QVERIFY(QFile::link(u"/nowhere/keystore.json"_s, m_folder->filePath(u"keystore.json"_s)));
        act(u"/qr/confirm"_s);
        QVERIFY(until([this] { return count<gateway::signal::ChannelUp>() > 0; }));
        const int waited = count<gateway::signal::Waiting>();
        for (int i = 0; i < 36; ++i) {
            for (int k = 0; k < 10; ++k) {
                pass(milliseconds(500));
                QTest::qWait(1); // its heartbeats and pongs arrive
            }
            // it has had its turn: our clock runs away from no program that is waiting for a processor
            ROOKERY_VERIFY_RESULT(control(u"/state"_s, "GET"));
        }
        QCOMPARE(count<gateway::signal::Waiting>(), waited);
        QCOMPARE(count<gateway::signal::LinkLost>(), 0);
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
        int arrivals = 0;
        onDriverEvent<gateway::driver::PeerArrived>(*m_gateway, this, [&arrivals](const auto &) { ++arrivals; });
        m_gateway->disconnectLink(); // the session's answer to the loss
        QVERIFY(startElsewhere());
        QVERIFY(until([&arrivals] { return arrivals == 1; }));
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
        m_gateway.reset();
        ROOKERY_VERIFY_RESULT(control(u"/state"_s, "GET")); // no signal was on its way to it
        m_other.reset();
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
};

ROOKERY_TEST(tst_lagrangegateway, TestLagrangeGateway)
#include "tst_lagrangegateway.moc"
