// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbotanswers.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "gateway/answershape.h"
#include "gateway/dialect.h"
#include "logrules/masking.h"
#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr seconds kLongestCodeLife = std::chrono::hours(1); // QQ's codes live for minutes

Error panelRefusal(int status, const QJsonObject &body)
{
    const QString words = logrules::maskedWords(body.value(u"message"_s).toString(), kLongestWording);
    Error error{ErrorKind::Rejected, Reason::None, status, words, milliseconds(0)};
    if (status == 401) {
        error.kind = ErrorKind::Auth;
        error.reason = Reason::PanelPasswordUnset;
    } else if (status == 403 && body.value(u"locked"_s).toBool()) {
        error.kind = ErrorKind::RateLimited;
        error.reason = Reason::PanelLocked;
        const int minutes = body.value(u"remainingMinutes"_s).toInt(60);
        error.retryAfter = std::chrono::minutes(std::clamp(minutes, 1, 60));
    } else if (status == 403 && body.contains(u"remainingAttempts"_s)) {
        error.kind = ErrorKind::Auth;
        error.reason = Reason::TokenWrong;
    } else if (status == 403) {
        error.kind = ErrorKind::Auth;
        error.reason = error.detail.contains(u"请输入密码"_s) ? Reason::TokenMissing : Reason::AccessDenied;
    }
    return error;
}

} // namespace

Result<QJsonValue> llbotData(const io::HttpResponse &response)
{
    const Result<QJsonObject> object = protocol::parseObject(response.body);
    if (object && object->value(u"success"_s).isBool()) {
        if (response.status == 200 && object->value(u"success"_s).toBool())
            return object->value(u"data"_s);
        return fail(panelRefusal(response.status, *object));
    }
    if (speakerOf(Interface::LLBotPanel, response) == Speaker::Gateway)
        return fail(ErrorKind::Rejected, Reason::OldVersion, {}, response.status);
    return fail(frontError(response.status));
}

Error llbotRefusal(const io::HttpResponse &response)
{
    const Result<QJsonValue> data = llbotData(response);
    Error error = data ? frontError(response.status) : data.error();
    // the wording after the fourth wrong password in a row: the last one was ours
    if (error.reason == Reason::PanelLocked && error.detail.contains(u"密码连续错误"_s)) {
        error.kind = ErrorKind::Auth;
        error.retryAfter = {}; // the password is not sent again automatically
    }
    return error;
}

LLBotLoginInfo llbotLoginInfo(const QJsonValue &data)
{
    const QJsonObject object = data.toObject();
    LLBotLoginInfo info;
    info.throughPmhq = object.value(u"mode"_s) != u"direct"_s; // versions that state no mode only support PMHQ
    info.account = AccountId(protocol::idText(object.value(u"uin"_s)));
    info.online = object.value(u"online"_s).toBool() && !info.account.isNull();
    info.nickname = object.value(u"nick"_s).toString();
    const int port = object.value(u"webui"_s).toObject().value(u"port"_s).toInt();
    if (port > 0 && port <= 65535)
        info.panelPort = static_cast<quint16>(port);
    return info;
}

LLBotCode llbotCode(const QJsonValue &data)
{
    const QJsonObject object = data.toObject();
    LLBotCode code{.text = Redacted<QString>(object.value(u"qrcodeUrl"_s).toString())};
    if (!code.text.isEmpty())
        code.life = std::clamp(seconds(object.value(u"expireTime"_s).toInt()), seconds(0), kLongestCodeLife);
    return code;
}

LLBotSignToken llbotSignToken(const QJsonValue &data)
{
    const QJsonObject status = data.toObject();
    const QString validation = status.value(u"validation"_s).toString();
    const bool applicable = status.value(u"applicable"_s).toBool();
    const bool fine = !applicable || validation == u"valid"_s;
    LLBotSignToken token;
    // "error" and "validating" decide nothing
    token.needed = applicable && (!status.value(u"hasToken"_s).toBool() || validation == u"invalid"_s);
    token.trouble = logrules::maskedWords(status.value(fine ? u"loginError"_s : u"message"_s).toString());
    return token;
}

QList<QuickLoginEntry> llbotQuickLogins(const QJsonValue &data)
{
    QList<QuickLoginEntry> entries;
    const QJsonArray accounts = data.toObject().value(u"LocalLoginInfoList"_s).toArray();
    for (const QJsonValue value : accounts) {
        const QJsonObject object = value.toObject();
        const QString uin = protocol::idText(object.value(u"uin"_s));
        if (!uin.isEmpty() && object.value(u"isQuickLogin"_s).toBool(true))
            entries.append({AccountId(uin), object.value(u"nickName"_s).toString()});
    }
    return entries;
}

GatewayVitals llbotVitals(const QJsonValue &data, WallTime now)
{
    const QJsonObject stats = data.toObject();
    GatewayVitals vitals;
    vitals.mode = stats.value(u"mode"_s).toString();
    vitals.received = std::max<qint64>(0, protocol::wholeNumber(stats.value(u"messageReceived"_s)));
    vitals.sent = std::max<qint64>(0, protocol::wholeNumber(stats.value(u"messageSent"_s)));
    vitals.startedAt = protocol::timeOfSecs(protocol::wholeNumber(stats.value(u"startupTime"_s)));
    vitals.asOf = now;
    return vitals;
}

} // namespace rookery::gateway
