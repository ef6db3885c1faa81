// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcatanswers.h"

#include "gateway/onebot11/napcatdialect.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "gateway/answershape.h"
#include "protocol/json.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrlQuery>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Maps the only two statuses besides 200 that NapCat's panel itself gives for our calls.
Error statusError(int status)
{
    if (status == 403)
        return {ErrorKind::Auth, Reason::AccessDenied, status, {}, milliseconds(0)};
    return {ErrorKind::Rejected, Reason::OldVersion, status, {}, milliseconds(0)};
}

} // namespace

Result<QJsonValue> napcatData(const io::HttpResponse &response)
{
    if (speakerOf(Interface::NapCatPanel, response) != Speaker::Gateway)
        return fail(frontError(response.status));
    if (response.status != 200)
        return fail(statusError(response.status));
    const Result<QJsonObject> object = protocol::parseObject(response.body);
    if (!object)
        return fail(object.error());
    // every refusal is HTTP 200 (docs/protocol/napcat.md, "Panel: answers")
    const qint64 code = protocol::wholeNumber(object->value(u"code"_s), -1);
    if (code != 0)
        return fail(panelError(napcatDialect(), protocol::boundedInt(code), object->value(u"message"_s).toString()));
    return object->value(u"data"_s);
}

Result<Redacted<QString>> napcatCredential(const QJsonValue &data)
{
    const QJsonObject object = data.toObject();
    Redacted<QString> credential(object.value(u"Credential"_s).toString());
    if (!credential.isEmpty())
        return credential;
    if (object.value(u"require2FA"_s).toBool())
        return fail(ErrorKind::Auth, Reason::TotpNeeded);
    return fail(ErrorKind::Protocol, Reason::WrongServer);
}

Result<LoginStatus> loginStatusOf(const QJsonValue &data)
{
    if (!data.toObject().value(u"isLogin"_s).isBool())
        return fail(ErrorKind::Protocol, Reason::WrongServer);
    const QJsonObject object = data.toObject();
    LoginStatus status;
    status.loggedIn = object.value(u"isLogin"_s).toBool();
    status.offline = object.value(u"isOffline"_s).toBool();
    status.qrText = object.value(u"qrcodeurl"_s).toString();
    // a login by code leaves an old error in place (docs/protocol/napcat.md, "Login: states")
    if (!status.loggedIn)
        status.errorText = object.value(u"loginError"_s).toString();
    return status;
}

NapCatAccount napcatAccount(const QJsonValue &data)
{
    const QJsonObject object = data.toObject();
    return {AccountId(protocol::idText(object.value(u"uin"_s))), object.value(u"nick"_s).toString()};
}

QList<QuickLoginEntry> napcatQuickLogins(const QJsonValue &data)
{
    QList<QuickLoginEntry> entries;
    const QJsonArray array = data.toArray();
    for (const QJsonValue value : array) {
        const QJsonObject object = value.toObject();
        // the older list contains only numbers
        const QString uin = protocol::idText(value.isObject() ? object.value(u"uin"_s) : value);
        if (!uin.isEmpty() && object.value(u"isQuickLogin"_s).toBool(true))
            entries.append({AccountId(uin), object.value(u"nickName"_s).toString()});
    }
    return entries;
}

QUrl napcatDebugSocket(QUrl socket, const QJsonValue &data)
{
    const QJsonObject object = data.toObject();
    QUrlQuery query;
    for (const QString &name : {u"adapterName"_s, u"token"_s}) {
        const QByteArray word = QUrl::toPercentEncoding(object.value(name).toString());
        query.addQueryItem(name, QString::fromLatin1(word));
    }
    socket.setQuery(query);
    return socket;
}

Error napcatStreamRefusal(const Error &error, const QByteArray &body)
{
    const Result<QJsonObject> answer = protocol::parseObject(body);
    return answer ? panelError(napcatDialect(), -1, answer->value(u"message"_s).toString()) : error;
}

} // namespace rookery::gateway
