// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialects.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "napcatdialect.h"

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

using K = ErrorKind;
namespace R = Reason;

constexpr int kDirectGeneration = 8; //!< the first LLBot generation that speaks to QQ directly

QStringList sends()
{
    return {u"send_msg"_s, u"send_group_msg"_s, u"send_private_msg"_s};
}

//! Lists the standard's codes: HTTP statuses, to which sockets add 1000 (docs/protocol/onebot11.md, "Answers").
QList<CodeRule> standardCodes()
{
    return {
        {1400, K::Rejected, R::BadInput},
        {1401, K::Auth, R::TokenMissing},
        {1403, K::Auth, R::TokenWrong},
        {1404, K::Rejected, R::UnknownAction},
        {400, K::Rejected, R::BadInput},
        {404, K::Rejected, R::UnknownAction},
        // from the programs that preceded the standard, and from QQ itself
        {100, K::Rejected, R::BadInput, true},
        {102, K::Rejected, R::BadInput, true},
        {120, K::Rejected, R::SendRefused, true},
    };
}

//! Lists texts that precede every refusal: if a time-out explains a failure, the outcome is unknown.
QList<TextRule> anyTimeout()
{
    return {{{u"timeout"_s}, K::Timeout, R::SendTimeout},
            {{u"timed out"_s}, K::Timeout, R::SendTimeout},
            {{u"超时"_s}, K::Timeout, R::SendTimeout}};
}

Dialect makeSpec()
{
    Dialect dialect;
    dialect.name = u"spec"_s;
    dialect.actionCodes = standardCodes();
    dialect.actionTexts = anyTimeout();
    dialect.actionTexts += QList<TextRule>{{{u"禁言"_s}, K::Rejected, R::Muted},
                                           {{u"移出该群"_s}, K::Rejected, R::NotInGroup},
                                           {{u"rich media transfer failed"_s}, K::Rejected, R::RichMediaFailed}};
    dialect.sendActions = sends();
    dialect.numberMarks = {u"(code="_s, u"retCode="_s, u"\"result\": "_s};
    dialect.staging = StagingWay::Inline;
    // no gateway states a limit: the longest that one of the known gateways takes
    dialect.sendBase = seconds(20);
    return dialect;
}

// Lists the texts of every generation (docs/protocol/onebot11.md, "LLBot: time-outs"), because a gateway may not have
// stated its version. A time-out does not prove that a message was not sent, and neither does a connection to QQ that
// was lost while the answer was awaited.
QList<TextRule> openTexts()
{
    return {
        {{u"ntqq api timeout"_s, u"/sendMsg"_s}, K::Timeout, R::SendTimeout},
        {{u"ntqq api timeout"_s}, K::Timeout, R::NoReply},
        {{u"invoke timeout"_s, u".sendMsg"_s}, K::Timeout, R::SendTimeout},
        {{u"invoke timeout"_s}, K::Timeout, R::NoReply},
        {{u"pmhq ws send"_s, u"timeout"_s}, K::Timeout, R::NoReply},
        {{u"PMHQ请求失败"_s}, K::Network, R::ConnectionLost},
        {{u"Command MessageSvc.PbSendMsg timed out"_s}, K::Timeout, R::SendTimeout},
        {{u"Command "_s, u" timed out after"_s}, K::Timeout, R::NoReply},
    };
}

//! Lists the refusals of every generation; none of these texts has another meaning in another generation.
QList<TextRule> refusalTexts()
{
    return {
        {{u"no ntqq api channel found"_s}, K::Rejected, R::SendRefused},
        // QQ's own answer to the call was a refusal
        {{u"ntqq api call failed"_s, u"/sendMsg"_s}, K::Rejected, R::SendRefused},
        {{u"invoke failed"_s, u".sendMsg"_s}, K::Rejected, R::SendRefused},
        // the gateway says that it has no connection to QQ; an echo may contradict it
        {{u"Direct client not logged in"_s}, K::Rejected, R::AccountOffline},
        {{u"PMHQ send failed"_s, u"code=-100"_s}, K::Rejected, R::AccountOffline},
        {{u"sign failed for"_s}, K::Rejected, R::SendRefused},
        {{u"Disconnected"_s}, K::Network, R::ConnectionLost},
        {{u"SSO "_s, u"failed: retCode="_s}, K::Rejected, R::SendRefused},
        {{u"token验证失败"_s}, K::Auth, R::TokenWrong},
        {{u"token verify failed"_s}, K::Auth, R::TokenWrong},
        {{u"rich media transfer failed"_s}, K::Rejected, R::RichMediaFailed},
        {{u"禁言"_s}, K::Rejected, R::Muted},
        {{u"移出该群"_s}, K::Rejected, R::NotInGroup},
        {{u"请指定 group_id 或 user_id"_s}, K::Rejected, R::TargetUnknown},
        {{u"发送消息失败"_s, u"sequence=0"_s}, K::Rejected, R::RiskControl},
        {{u"发送消息失败"_s}, K::Rejected, R::SendRefused},
        {{u"消息体无法解析"_s}, K::Rejected, R::BadInput},
        {{u"路径不存在"_s}, K::Rejected, R::FileMissing},
        {{u"未知文件类型或路径不存在"_s}, K::Rejected, R::FileMissing},
        {{u"API 不存在"_s}, K::Rejected, R::UnknownAction},
        {{u"不支持的api"_s}, K::Rejected, R::UnknownAction},
    };
}

Dialect makeLlbot()
{
    Dialect dialect = makeSpec();
    dialect.name = u"llbot8"_s;
    dialect.actionTexts = openTexts() + anyTimeout() + refusalTexts();
    dialect.pictureKeys = true;
    dialect.heartbeats = true;
    // 15 s for the command, then 10 s for the echo
    dialect.sendBase = seconds(25);
    return dialect;
}

Dialect makeLlonebot()
{
    Dialect dialect = makeSpec();
    dialect.name = u"llonebot"_s;
    dialect.actionTexts = openTexts() + anyTimeout() + refusalTexts();
    dialect.pictureKeys = true;
    dialect.heartbeats = true;
    // 15 s for one packet in generations that ignore the size; the slowest one grants 1 s per 100 KiB
    dialect.sendBase = seconds(15);
    dialect.sendKiBPerSecond = 100;
    return dialect;
}

Dialect makeLagrange()
{
    Dialect dialect = makeSpec();
    dialect.name = u"lagrange"_s;
    dialect.actionTexts.clear();
    // there is never a wording, only the number; any number but these is QQ's own
    dialect.actionCodes = {
        {404, K::Rejected, R::UnknownAction},
        {1403, K::Auth, R::TokenWrong},
        {9000, K::Rejected, R::RiskControl},
        // muted, restricted, or not allowed there: QQ gives no detail
        {120, K::Rejected, R::SendRefused},
        // any exception during the call, including a time-out after the send
        {200, K::Timeout, R::SendTimeout, true},
    };
    dialect.pictureKeys = true;
    dialect.heartbeats = true;
    dialect.onlineIsConstant = true;
    dialect.sendBase = seconds(30);
    return dialect;
}

int generationOf(const GatewayVersion &version)
{
    return version.version.section(u'.', 0, 0).toInt();
}

} // namespace

const Dialect &specDialect()
{
    static const Dialect dialect = makeSpec();
    return dialect;
}

const Dialect &llbotDialect()
{
    static const Dialect dialect = makeLlbot();
    return dialect;
}

const Dialect &llonebotDialect()
{
    static const Dialect dialect = makeLlonebot();
    return dialect;
}

const Dialect &lagrangeDialect()
{
    static const Dialect dialect = makeLagrange();
    return dialect;
}

std::optional<GatewayKind> kindOf(const GatewayVersion &version)
{
    if (version.app.startsWith(u"NapCat"_s, Qt::CaseInsensitive))
        return GatewayKind::NapCat;
    if (version.app.startsWith(u"LLOneBot"_s, Qt::CaseInsensitive)
        || version.app.startsWith(u"LLBot"_s, Qt::CaseInsensitive))
        return GatewayKind::LLBot;
    if (version.app.startsWith(u"Lagrange"_s, Qt::CaseInsensitive))
        return GatewayKind::Lagrange;
    return std::nullopt;
}

const Dialect *dialectOf(const GatewayVersion &version)
{
    const std::optional<GatewayKind> kind = kindOf(version);
    if (!kind)
        return nullptr;
    if (kind == GatewayKind::LLBot && generationOf(version) < kDirectGeneration && generationOf(version) > 0)
        return &llonebotDialect();
    return &dialectOf(*kind);
}

const Dialect &dialectOf(GatewayKind kind)
{
    switch (kind) {
    case GatewayKind::NapCat:
        return napcatDialect();
    case GatewayKind::LLBot:
        return llbotDialect();
    case GatewayKind::Lagrange:
        return lagrangeDialect();
    default: // what differs from the standard is known of these three alone
        return specDialect();
    }
}

} // namespace rookery::gateway
