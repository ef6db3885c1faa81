// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "gateway/onebot11/dialects.h"
#include "gateway/onebot11/napcatdialect.h"
#include "logrules/ruleset.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

//! What becomes of a send that ends so.
enum class Fate {
    Open, //!< it may have been sent: never repeated by itself
    NotSent, //!< refused
    SaidOffline, //!< the gateway says that its account is offline
};

Fate fateOf(const Error &error)
{
    const bool open = error.kind == ErrorKind::Timeout || error.kind == ErrorKind::Network;
    if (open || error.reason == Reason::SendUnclear)
        return Fate::Open;
    return error.reason == Reason::AccountOffline ? Fate::SaidOffline : Fate::NotSent;
}

struct Row {
    const char *name;
    int generation; //!< 0: NapCat, to compare
    const char16_t *text;
    Fate fate;
    ErrorReason reason;
    const char *rule; //!< that recognises it in the log
};

//! Every text by which a generation says that a call came to nothing, as it is printed (docs/protocol/onebot11.md).
constexpr Row kRows[] = {
    {"3 send", 3,
     u"ntqq api timeout IPC_UP_2, ns-ntApi-2, nodeIKernelMsgService/sendMsg, "
     u"nodeIKernelMsgService/sendMsg,[object Object],",
     Fate::Open, Reason::SendTimeout, "timeout.ntqq-send"},
    {"4 send, with the message's own words", 4,
     u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg, "
     u"[\"0\",{\"chatType\":2},[{\"textElement\":{\"content\":\"发送消息失败 (sequence=0) 禁言 路径不存在\"}}]]",
     Fate::Open, Reason::SendTimeout, "timeout.ntqq-send"},
    {"4 another call", 4, u"ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelGroupService/getGroupList, [true]",
     Fate::Open, Reason::NoReply, "timeout.ntqq"},
    {"4 register", 4, u"ntqq api timeout IPC_UP_2, ns-ntApi-2-register, onRecvSysMsg, []", Fate::Open, Reason::NoReply,
     "timeout.ntqq-register"},
    {"3.27 send", 3, u"发送超时", Fate::Open, Reason::SendTimeout, "timeout.send-poll"},
    {"3 failed", 3, u"ntqq api call failed, nodeIKernelMsgService/sendMsg, ", Fate::NotSent, Reason::SendRefused,
     "failed.ntqq"},
    {"4 failed", 4, u"ntqq api call failed, nodeIKernelMsgService/sendMsg, {\"result\":-1}", Fate::NotSent,
     Reason::SendRefused, "failed.ntqq"},
    {"4 no channel", 4, u"no ntqq api channel found", Fate::NotSent, Reason::SendRefused, "failed.no-channel"},
    {"5 send", 5, u"invoke timeout, wrapperSession.getMsgService().sendMsg, [\"0\",{\"chatType\":2},[]]", Fate::Open,
     Reason::SendTimeout, "timeout.invoke-send"},
    {"7 another call", 7, u"invoke timeout, wrapperSession.getGroupService().getGroupList, [true]", Fate::Open,
     Reason::NoReply, "timeout.invoke"},
    {"7 failed", 7, u"invoke failed, wrapperSession.getMsgService().sendMsg, [], {\"result\":110}", Fate::NotSent,
     Reason::SendRefused, "failed.invoke"},
    {"5 pmhq", 5, u"pmhq ws send: wait result timeout", Fate::Open, Reason::NoReply, "timeout.pmhq"},
    {"8 pmhq", 8, u"pmhq ws send: wait result timeout", Fate::Open, Reason::NoReply, "timeout.pmhq"},
    {"7 pmhq request", 7, u"PMHQ请求失败，请检查发包器PMHQ设置 502 - Bad Gateway", Fate::Open, Reason::ConnectionLost,
     "failed.pmhq-request"},
    {"8 pmhq refused", 8, u"PMHQ send failed: cmd=MessageSvc.PbSendMsg code=3 no such thing pb=<empty>", Fate::Open,
     Reason::SendUnclear, "failed.pmhq-send"},
    {"8 pmhq gone", 8, u"PMHQ send failed: cmd=MessageSvc.PbSendMsg code=-100 not logged in pb=0a02", Fate::SaidOffline,
     Reason::AccountOffline, "failed.pmhq-not-logged-in"},
    {"8 send", 8, u"Command MessageSvc.PbSendMsg timed out after 15000ms", Fate::Open, Reason::SendTimeout,
     "timeout.direct-send"},
    {"8 another command", 8, u"Command OidbSvcTrpcTcp.0xfe5_2 timed out after 15000ms", Fate::Open, Reason::NoReply,
     "timeout.direct"},
    {"8 nobody", 8, u"Direct client not logged in", Fate::SaidOffline, Reason::AccountOffline, "failed.not-logged-in"},
    {"8 connection went", 8, u"Disconnected", Fate::Open, Reason::ConnectionLost, "failed.disconnected"},
    {"8 signing", 8, u"sign failed for MessageSvc.PbSendMsg; see [Sign] log above", Fate::NotSent, Reason::SendRefused,
     "failed.sign"},
    {"8 server", 8, u"SSO MessageSvc.PbSendMsg failed: retCode=-10106, extraMsg=login verify failed", Fate::NotSent,
     Reason::SendRefused, "failed.sso"},
    {"8 echo", 8, u"waitForSelfEcho timeout", Fate::Open, Reason::SendTimeout, "timeout.self-echo"},
    {"8 refused", 8, u"发送消息失败 (code=120): ", Fate::NotSent, Reason::SendRefused, "send.refused"},
    {"8 silently", 8, u"发送消息失败 (sequence=0)", Fate::NotSent, Reason::RiskControl, "send.silent-refusal"},
    {"7 muted", 7, u"当前处于被禁言状态", Fate::NotSent, Reason::Muted, "send.muted"},
    {"8 muted", 8, u"当前处于被禁言状态", Fate::NotSent, Reason::Muted, "send.muted"},
    {"8 unreadable", 8, u"消息体无法解析，请检查是否发送了不支持的消息类型", Fate::NotSent, Reason::BadInput,
     "send.unreadable"},
    {"napcat send", 0,
     u"Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
     u"ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{\"result\":0,\"errMsg\":\"\"}\n",
     Fate::Open, Reason::SendTimeout, "send.timeout"},
};

const CallWords kSend{.action = u"send_group_msg"_s, .texts = {}, .files = {}};

const Dialect &dialectFor(int generation)
{
    if (generation == 0)
        return napcatDialect();
    const Dialect *dialect = dialectOf(
        GatewayVersion{.app = u"LLOneBot"_s, .version = QString::number(generation) + u".1.0"_s, .qqVersion = {}});
    return dialect ? *dialect : specDialect();
}

} // namespace

//! `ntqq api timeout` and everything that came after it: as an answer, and as a line of the log.
class TestLLBotTimeouts final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsUnderstoodTwice_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kRows)); ++i)
            QTest::newRow(kRows[i].name) << i;
    }
    void everyTextIsUnderstoodTwice()
    {
        QFETCH(const int, index);
        const Row &row = kRows[index];
        const QString text = QString::fromUtf16(row.text);
        for (const int retcode : {200, 1200}) {
            const Error error = actionError(dialectFor(row.generation), kSend, retcode, text);
            QCOMPARE(fateOf(error), row.fate);
            QCOMPARE(error.reason, row.reason);
        }
        // before it has said its version, it is taken for the newest: never for a refusal where the outcome is open
        if (row.generation > 0)
            QCOMPARE(fateOf(actionError(dialectOf(GatewayKind::LLBot), kSend, 1200, text)), row.fate);
        // and a gateway of no known name never has an open outcome called a refusal, where it says "timeout"
        if (row.fate == Fate::Open && row.reason == Reason::SendTimeout)
            QCOMPARE(fateOf(actionError(specDialect(), kSend, 1200, text)), Fate::Open);

        const auto rules = logrules::RuleSet::builtIn(row.generation == 0 ? GatewayKind::NapCat : GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        const LogLine line = rules->makeLine(LogLevel::Error, text);
        QCOMPARE(line.ruleId, QString::fromLatin1(row.rule));
    }
};

ROOKERY_TEST(tst_llbottimeouts, TestLLBotTimeouts)
#include "tst_llbottimeouts.moc"
