// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkydialect.h"

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

// docs/protocol/milky.md, "Refusals". Specific texts stand before general ones.
QList<TextRule> actionTexts()
{
    using K = ErrorKind;
    namespace R = Reason;
    return {
        // LLBot: QQ took the message, but its own copy did not come back
        {{u"waitForSelfEcho timeout"_s}, K::Timeout, R::SendTimeout, kNone},
        {{u"PbSendMsg"_s, u"timed out"_s}, K::Timeout, R::SendTimeout, kNone},
        {{u"invoke timeout"_s, u"sendMsg"_s}, K::Timeout, R::SendTimeout, kNone},
        {{u"wait result timeout"_s}, K::Timeout, R::NoReply, kNone},
        {{u"invoke timeout"_s}, K::Timeout, R::NoReply, kNone},
        {{u"Command "_s, u"timed out after"_s}, K::Timeout, R::NoReply, kNone},
        // the gateway's claim, which an echo may contradict
        {{u"not logged in"_s}, K::Rejected, R::AccountOffline, kNone},
        // a call in flight to QQ when the connection broke may have arrived
        {{u"Internal error: Disconnected"_s}, K::Network, R::ConnectionLost, kNone},
        {{u"禁言"_s}, K::Rejected, R::Muted, kNone},
        {{u"移出该群"_s}, K::Rejected, R::NotInGroup, kNone},
        {{u"rich media transfer failed"_s}, K::Rejected, R::RichMediaFailed, kNone},
        // no segment of the message could be used; text always can, so the pictures were at fault
        {{u"消息体无法解析"_s}, K::Rejected, R::PictureUnreadable, kNone},
        {{u"sequence=0"_s}, K::Rejected, R::RiskControl, kNone},
        {{u"发送消息失败"_s}, K::Rejected, R::SendRefused, kNone},
        {{u"User not found"_s}, K::Rejected, R::TargetUnknown, kNone},
        {{u"Message not found"_s}, K::Rejected, R::NotFound, kNone},
        {{u"API not found"_s}, K::Rejected, R::UnknownAction, kNone},
        {{u"Invalid payload"_s}, K::Rejected, R::BadInput, kNone},
    };
}

Dialect makeDialect()
{
    Dialect dialect;
    dialect.name = u"milky"_s;
    dialect.actionTexts = actionTexts();
    // docs/protocol/milky.md, "Answers"
    dialect.actionCodes = {
        {-403, ErrorKind::Rejected, Reason::NotLoggedIn},
        {-400, ErrorKind::Rejected, Reason::BadInput},
        {-404, ErrorKind::Rejected, Reason::NotFound},
        {9000, ErrorKind::Rejected, Reason::RiskControl},
        // Lagrange passes on QQ's own number
        {120, ErrorKind::Rejected, Reason::SendRefused, true},
    };
    dialect.numberMarks = {u"(code="_s, u"retCode="_s};
    dialect.sendActions = {u"send_group_message"_s, u"send_private_message"_s};
    return dialect;
}

} // namespace

const Dialect &milkyDialect()
{
    static const Dialect dialect = makeDialect();
    return dialect;
}

} // namespace rookery::gateway
