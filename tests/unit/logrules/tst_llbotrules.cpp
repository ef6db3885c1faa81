// SPDX-License-Identifier: GPL-3.0-or-later
#include "rulesamples.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Lines as generations 3 to 8 print them (docs/protocol/llbot.md).
constexpr test::RuleSample kSamples[] = {
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
    {LogLevel::Info, u"[发-群] g(30001)：rich media transfer failed", "chat.sent"},
    {LogLevel::Info, u"收到 HTTP 请求 /send_group_msg", "chat.request"},
    {LogLevel::Error, u"Error: rich media transfer failed", "media.rich"},
    {LogLevel::Error, u"获取 rkey 失败 Error: fetch failed", "rkey.failed"},
    {LogLevel::Error, u"OneBot V11 正向 WS 错误 Error: Invalid WebSocket frame", "port.ws-error"},
    {LogLevel::Info, u"Connected to the websocket server: ws://h/x", "reverse.connected"},
    {LogLevel::Info, u"Trying to connect to the websocket server: ws://h/x?access_token=S3", "reverse.dialling"},
    {LogLevel::Error, u"发生错误 TypeError: x is undefined", "event.undecoded"},
    {LogLevel::Error, u"[unhandledRejection] Error: x", "event.unhandled"},
    {LogLevel::Info, u"QQ 登录成功", "login.ok-zh"},
    {LogLevel::Info, u"[QQ Server] Online registered!", "login.online"},
    {LogLevel::Info, u"[QQ Server] Connected to 10.0.0.1:8080", "login.connected"},
    {LogLevel::Info, u"QQ 未登录，等待登录中...", "login.waiting"},
    {LogLevel::Info, u"========== 请使用手机QQ扫描二维码登录 ==========", "login.qr"},
    {LogLevel::Info,
     u"或浏览器打开二维码网址: https://api.2dcode.biz/v1/create-qr-code?data=https%3A%2F%2Ftxz.qq.com%2Fp%3Fk%3DS3",
     "login.qr-link"},
    {LogLevel::Warn, u"二维码已过期", "login.qr-expired"},
    {LogLevel::Info, u"[Sign] auth_token 校验通过, 开始登录流程", "sign.ok"},
    {LogLevel::Info, u"PMHQ WebSocket 连接成功", "pmhq.connected"},
    {LogLevel::Info, u"配置文件位于 data/config_10001.json", "config.loaded"},
    {LogLevel::Info, u"配置加载成功", "config.loaded"},
    {LogLevel::Info, u"配置重載", "config.loaded"},
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
        test::everySampleIsRecognised(*rules, kSamples);
    }

    void everyRuleHasASampleAndSpeaksBothLanguages()
    {
        const Result<RuleSet> rules = RuleSet::builtIn(GatewayKind::LLBot);
        ROOKERY_VERIFY_RESULT(rules);
        test::everyRuleHasASampleAndSpeaksBothLanguages(*rules, kSamples);
    }
};

} // namespace rookery::logrules

QTEST_GUILESS_MAIN(rookery::logrules::TestLLBotRules)
#include "tst_llbotrules.moc"
