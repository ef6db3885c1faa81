// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/wireprofile.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

HttpCall HttpCall::answered(int status, const QByteArray &type, const QByteArray &body)
{
    HttpCall call{.kind = Kind::Answer};
    call.answer = {.status = status, .headers = {}, .body = body};
    if (!type.isEmpty())
        call.answer.headers.emplaceBack("content-type", type);
    return call;
}

TokenState WireProfile::tokenOf(const io::IncomingRequest &request, const QString &token) const
{
    if (token.isEmpty())
        return TokenState::Fits;
    const QByteArray header = request.header("authorization");
    const QString query = request.queryValue(u"access_token"_s);
    if (header.isEmpty() && query.isEmpty())
        return TokenState::Missing;
    const QString given = header.startsWith("Bearer ") ? QString::fromUtf8(header.sliced(7)) : query;
    return given == token ? TokenState::Fits : TokenState::Wrong;
}

std::optional<std::pair<int, QByteArray>> WireProfile::refuseUpgrade(TokenState token) const
{
    switch (token) {
    case TokenState::Fits:
        break;
    case TokenState::Missing:
        return std::pair(401, QByteArray());
    case TokenState::Wrong:
        return std::pair(403, QByteArray());
    }
    return std::nullopt;
}

PathRights WireProfile::rightsOf(const QString &path) const
{
    if (path == "/api"_L1 || path == "/api/"_L1)
        return {.events = false, .calls = true};
    if (path == "/event"_L1 || path == "/event/"_L1)
        return {.events = true, .calls = false};
    return {};
}

QByteArray WireProfile::encode(const QJsonObject &json) const
{
    return compact(json);
}

HttpAnswer WireProfile::httpAnswer(const Outcome &outcome, const QJsonValue &echo) const
{
    return {.status = 200,
            .headers = {{"content-type", "application/json; charset=utf-8"}},
            .body = encode(envelope(outcome, Transport::Http, echo))};
}

HttpAnswer WireProfile::notAnUpgrade() const
{
    return {.status = 426, .headers = {{"content-type", "text/plain"}}, .body = "Upgrade Required"};
}

QJsonObject formOf(const QByteArray &encoded)
{
    QByteArray plain = encoded;
    plain.replace('+', "%20");
    QJsonObject params;
    const QList<std::pair<QString, QString>> items = QUrlQuery(QString::fromUtf8(plain)).queryItems(QUrl::FullyDecoded);
    for (const auto &[key, value] : items) {
        if (key != "access_token"_L1)
            params.insert(key, value);
    }
    return params;
}

std::optional<QJsonObject> paramsOf(const io::IncomingRequest &request)
{
    QJsonObject params;
    if (!request.body.isEmpty()) {
        if (request.header("content-type").startsWith("application/x-www-form-urlencoded")) {
            params = formOf(request.body);
        } else {
            const QJsonDocument document = QJsonDocument::fromJson(request.body);
            if (!document.isObject())
                return std::nullopt;
            params = document.object();
        }
    }
    const QJsonObject query = formOf(request.query);
    for (auto it = query.constBegin(); it != query.constEnd(); ++it)
        params.insert(it.key(), it.value());
    return params;
}

QByteArray signatureOf(const QByteArray &body, const QString &secret)
{
    return "sha1=" + QMessageAuthenticationCode::hash(body, secret.toUtf8(), QCryptographicHash::Sha1).toHex();
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace rookery::sim::onebot
