// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/ruleset.h"

#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

struct Sample {
    LogLevel level;
    const char16_t *text;
    const char *ruleId;
};

//! Lines as generations 3 to 8 print them (docs/protocol/llbot.md).
constexpr Sample kSamples[] = {
    {LogLevel::Info,
     u"ntqq api timeout IPC_UP_2, ns-ntApi-2, nodeIKernelMsgService/sendMsg, nodeIKernelMsgService/sendMsg,[object "
     u"Object],",
     "timeout.ntqq-send"},
    {LogLevel::Info,
     u"nick(10001): ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelGroupService/getGroupList, [true]",
     "timeout.ntqq"},
    {LogLevel::Info, u"ntqq api timeout IPC_UP_2, ns-ntApi-2-register, onRecvSysMsg", "timeout.ntqq-register"},
    {LogLevel::Info, u"ntqq api call failed, nodeIKernelMsgService/sendMsg, ", "failed.ntqq"},
    {LogLevel::Error, u"no ntqq api channel found", "failed.no-channel"},
    {LogLevel::Error, u"发送超时", "timeout.send-poll"},
    {LogLevel::Error, u"invoke timeout, wrapperSession.getMsgService().sendMsg, []", "timeout.invoke-send"},
    {LogLevel::Error, u"invoke timeout, wrapperSession.getGroupService().getGroupList, []", "timeout.invoke"},
    {LogLevel::Error, u"invoke failed, getMsg, [], null", "failed.invoke"},
    {LogLevel::Error, u"pmhq ws send: wait result timeout", "timeout.pmhq"},
    {LogLevel::Error, u"PMHQ请求失败，请检查发包器PMHQ设置 500 - x", "failed.pmhq-request"},
    {LogLevel::Error, u"PMHQ send failed: cmd=A.b code=-100 gone pb=<empty>", "failed.pmhq-not-logged-in"},
    {LogLevel::Error, u"PMHQ send failed: cmd=A.b code=3 x pb=00", "failed.pmhq-send"},
    {LogLevel::Error, u"Command MessageSvc.PbSendMsg timed out after 15000ms", "timeout.direct-send"},
    {LogLevel::Error, u"Command OidbSvc.1 timed out after 15000ms", "timeout.direct"},
    {LogLevel::Error, u"Direct client not logged in", "failed.not-logged-in"},
    {LogLevel::Error, u"发生错误 Error: Disconnected", "failed.disconnected"},
    {LogLevel::Error, u"sign failed for MessageSvc.PbSendMsg; see [Sign] log above", "failed.sign"},
    {LogLevel::Error, u"SSO A.b failed: retCode=-10, extraMsg=x", "failed.sso"},
    {LogLevel::Error, u"waitForSelfEcho timeout", "timeout.self-echo"},
    {LogLevel::Error, u"发送消息失败 (code=120): x", "send.refused"},
    {LogLevel::Error, u"发送消息失败 (sequence=0)", "send.silent-refusal"},
    {LogLevel::Error, u"当前处于被禁言状态", "send.muted"},
    {LogLevel::Error, u"消息体无法解析，请检查是否发送了不支持的消息类型", "send.unreadable"},
    {LogLevel::Error, u"http://h/x.png 下载失败, 404", "media.download"},
    {LogLevel::Error, u"OneBot V11 正向 WS 错误 Error: listen EADDRINUSE: address already in use 127.0.0.1:3001",
     "port.busy"},
    {LogLevel::Info, u"OneBot V11 WebSocket server started 127.0.0.1:3001", "port.started"},
    {LogLevel::Info, u"Webui 服务器已启动 127.0.0.1:3081", "webui.started"},
    {LogLevel::Warn, u"The websocket connection: ws://h/x closed, code 1006, trying reconnecting...", "reverse.lost"},
    {LogLevel::Error, u"HTTP 事件上报失败: http://h/ refused", "post.failed"},
    {LogLevel::Warn, u"Saved session expired, will need QR login: kicked", "login.session-expired"},
    {LogLevel::Error, u"协议层断开，等待重连…", "login.lost"},
    {LogLevel::Error, u"Login failed: state=1 tag text", "login.failed"},
    {LogLevel::Info, u"Login successful! UID: u_1, nick: \"n\"", "login.ok"},
    {LogLevel::Warn, u"[Sign] auth_token 未配置: x", "sign.missing"},
    {LogLevel::Error, u"[Sign] auth_token 无效/失效/无权限, 等待重新录入", "sign.invalid"},
    {LogLevel::Error, u"PMHQ WebSocket 连接错误，可能 QQ 未启动，正在等待 QQ 启动进行重连...", "pmhq.lost"},
    {LogLevel::Info, u"LLBot 8.1.7", "start.version"},
    {LogLevel::Info, u"receive http header token S3", "token.in-log"},
    {LogLevel::Info, u"[收-群] g(30001) n(10002)：ntqq api timeout IPC_UP_2, a, b/sendMsg", "chat.received"},
    {LogLevel::Debug, u"收到正向 Websocket 消息 {\"x\":\"waitForSelfEcho timeout\"}", "chat.frame"},
    {LogLevel::Info, u"something else", ""},
};

} // namespace

//! The rules for LLBot's log.
class TestLLBotRules final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreRecognised()
    {
        const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        for (const Sample &sample : kSamples) {
            const QString text = QString::fromUtf16(sample.text);
            const LogLine line = rules->makeLine(sample.level, text);
            QVERIFY2(line.ruleId == QLatin1StringView(sample.ruleId), qPrintable(text + u" -> "_s + line.ruleId));
            QVERIFY2(!line.text.contains(u"S3"_s), qPrintable(line.text));
        }
    }

    void everyRuleSpeaksBothLanguages()
    {
        const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        const auto english = rules->explanations(u"en"_s);
        const auto chinese = rules->explanations(u"zh_CN"_s);
        QCOMPARE(english.size(), chinese.size());
        for (qsizetype i = 0; i < english.size(); ++i)
            QVERIFY2(english.at(i).advice != chinese.at(i).advice, qPrintable(english.at(i).ruleId));
    }
};

} // namespace rookery::logrules

QTEST_GUILESS_MAIN(rookery::logrules::TestLLBotRules)
#include "tst_llbotrules.moc"
