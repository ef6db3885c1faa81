// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatdialect.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr milliseconds kNone(0);

// Lists the texts of docs/protocol/napcat.md, "Refusals of actions". Specific texts precede general ones.
QList<TextRule> actionTexts()
{
    using K = ErrorKind;
    namespace R = Reason;
    return {
        // accepted by QQ without a confirmation: it may have been delivered. Precedes every refusal, in any wording
        {{u"Timeout: NTEvent"_s, u"/sendMsg"_s}, K::Timeout, R::SendTimeout, kNone},
        {{u"Timeout: NTEvent"_s}, K::Timeout, R::NoReply, kNone},
        {{u"PromiseTimer: Operation timed out"_s}, K::Timeout, R::NoReply, kNone},
        {{u"超时"_s}, K::Timeout, R::SendTimeout, kNone}, // 1.x: 发送超时
        {{u"timeout"_s}, K::Timeout, R::SendTimeout, kNone},
        {{u"timed out"_s}, K::Timeout, R::SendTimeout, kNone},
        // the gateway did not try an action that sends its own packets
        {{u"packetBackend"_s}, K::Rejected, R::PacketBackendOff, kNone},
        {{u"rich media transfer failed"_s}, K::Rejected, R::RichMediaFailed, kNone},
        // only for the file that we staged: 1.3 also says it when it cleans up after a send that arrived
        {{u"识别URL失败"_s}, K::Expired, R::StagedFileGone, kNone, true},
        {{u"ENOENT: no such file or directory, open"_s}, K::Expired, R::StagedFileGone, kNone, true},
        {{u"识别URL失败"_s}, K::Rejected, R::FileMissing, kNone},
        {{u"禁言"_s}, K::Rejected, R::Muted, kNone},
        {{u"不在群"_s}, K::Rejected, R::NotInGroup, kNone},
        {{u"不在该群"_s}, K::Rejected, R::NotInGroup, kNone},
        {{u"移出该群"_s}, K::Rejected, R::NotInGroup, kNone},
        {{u"非群成员"_s}, K::Rejected, R::NotInGroup, kNone},
        // the gateway says it, not the link: the gateway had received the message
        {{u"账号已离线"_s}, K::Rejected, R::AccountOffline, kNone},
        {{u"无法获取用户信息"_s}, K::Rejected, R::TargetUnknown, kNone},
        {{u"请指定正确的 group_id 或 user_id"_s}, K::Rejected, R::TargetUnknown, kNone},
        {{u"EventChecker Failed"_s, u"/sendMsg"_s}, K::Rejected, R::SendRefused, kNone},
        {{u"不支持的API"_s}, K::Rejected, R::UnknownAction, kNone},
        {{u"重启功能未初始化"_s}, K::Rejected, R::RestartByHand, kNone},
        {{u"文件异常，大小为0"_s}, K::Rejected, R::PictureEmpty, kNone},
        {{u"消息体无法解析"_s}, K::Rejected, R::BadInput, kNone},
        {{u"SHA256 mismatch"_s}, K::Rejected, R::UploadMismatch, kNone},
        {{u"Missing memory chunk"_s}, K::Rejected, R::UploadMismatch, kNone},
        {{u"Missing chunk file"_s}, K::Rejected, R::UploadMismatch, kNone},
        {{u"Stream not found"_s}, K::Expired, R::UploadMismatch, kNone},
        {{u"token验证失败"_s}, K::Auth, R::TokenWrong, kNone},
    };
}

// Lists the texts of docs/protocol/napcat.md, "Panel: refusals".
QList<TextRule> panelTexts()
{
    using K = ErrorKind;
    namespace R = Reason;
    return {
        {{u"login rate limit"_s}, K::RateLimited, R::LoginRateLimit, seconds(60)},
        {{u"token is invalid"_s}, K::Auth, R::TokenWrong, kNone},
        // versions without the hash expect another field and do not find it
        {{u"token is empty"_s}, K::Rejected, R::OldVersion, kNone},
        {{u"Invalid or expired code"_s}, K::Auth, R::TotpWrong, kNone},
        {{u"Unauthorized"_s}, K::Expired, R::CredentialExpired, kNone},
        {{u"QQ Is Logined"_s}, K::Rejected, R::AlreadyLoggedIn, kNone},
        {{u"Not Login"_s}, K::Rejected, R::NotLoggedIn, kNone},
        {{u"OneBot 未初始化"_s}, K::Rejected, R::NotLoggedIn, kNone},
        {{u"不支持的 API"_s}, K::Rejected, R::UnknownAction, kNone},
        {{u"重启功能未初始化"_s}, K::Rejected, R::RestartByHand, kNone},
        {{u"无法与主进程通信"_s}, K::Rejected, R::RestartByHand, kNone},
        {{u"快速登录"_s}, K::Rejected, R::QuickLoginFailed, kNone},
    };
}

// Lists the texts of docs/protocol/napcat.md, "Login: texts".
QList<LoginTextRule> loginTexts()
{
    return {
        {{u"[KickedOffLine]"_s}, LoginReason::Kicked},
        {{u"二维码已过期"_s}, LoginReason::Expired},
        {{u"需要验证码"_s}, LoginReason::Captcha},
        {{u"新设备验证"_s}, LoginReason::NewDevice},
        {{u"已登录"_s, u"无法重复登录"_s}, LoginReason::Elsewhere},
    };
}

Dialect makeDialect()
{
    Dialect dialect;
    dialect.name = u"napcat"_s;
    dialect.pictureKeys = true;
    dialect.keysCheck = u"nc_get_packet_status"_s;
    dialect.actionTexts = actionTexts();
    // docs/protocol/napcat.md, "Answers": HTTP codes start at 0, those of the socket at 1000
    dialect.actionCodes = {
        {1404, ErrorKind::Rejected, Reason::UnknownAction},
        {1403, ErrorKind::Auth, Reason::TokenWrong},
        {1400, ErrorKind::Rejected, Reason::BadInput},
        {400, ErrorKind::Rejected, Reason::BadInput},
    };
    dialect.panelTexts = panelTexts();
    dialect.loginTexts = loginTexts();
    dialect.sendActions = {u"send_msg"_s, u"send_group_msg"_s, u"send_private_msg"_s};
    dialect.numberMarks = {u"\"result\": "_s};
    dialect.staging = StagingWay::StreamUpload;
    return dialect;
}

} // namespace

const Dialect &napcatDialect()
{
    static const Dialect dialect = makeDialect();
    return dialect;
}

} // namespace rookery::gateway
