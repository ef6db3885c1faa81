// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/wireprofile.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

namespace {

using onebot::Outcome;

constexpr auto kJson = "application/json";

int retcodeOf(Outcome::Kind kind)
{
    switch (kind) {
    case Outcome::Kind::Ok:
    case Outcome::Kind::Async:
    case Outcome::Kind::Silent:
        return 0;
    case Outcome::Kind::Unknown:
        return 404;
    case Outcome::Kind::Failed:
    case Outcome::Kind::BadParams:
        break;
    }
    return 200; // as for any exception
}

} // namespace

QJsonObject WireProfile::envelope(const Outcome &outcome, onebot::Transport /*transport*/, const QJsonValue &echo) const
{
    return {{u"status"_s, outcome.kind == Outcome::Kind::Ok ? u"ok"_s : u"failed"_s},
            {u"retcode"_s, outcome.retcode != 0 ? outcome.retcode : retcodeOf(outcome.kind)},
            {u"data"_s, outcome.data.isUndefined() ? QJsonValue() : outcome.data},
            {u"echo"_s, echo.isUndefined() ? QJsonValue() : echo}};
}

QByteArray WireProfile::encode(const QJsonObject &json) const
{
    const QString text = QString::fromUtf8(onebot::compact(json));
    QByteArray ascii;
    ascii.reserve(text.size());
    for (const QChar c : text) {
        if (c.unicode() < 0x80)
            ascii += c.toLatin1();
        else
            ascii += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toUpper();
    }
    return ascii;
}

QJsonObject WireProfile::heartbeatStatus() const
{
    return {{u"app_initialized"_s, true},
            {u"app_enabled"_s, true},
            {u"app_good"_s, true},
            {u"online"_s, true},
            {u"good"_s, true}};
}

std::optional<std::pair<int, QByteArray>> WireProfile::refuseUpgrade(onebot::TokenState token) const
{
    if (token == onebot::TokenState::Fits)
        return std::nullopt;
    return std::pair(403, QByteArray());
}

onebot::HttpCall WireProfile::readCall(const io::IncomingRequest &request, onebot::TokenState token) const
{
    if (token == onebot::TokenState::Missing) {
        onebot::HttpCall call = onebot::HttpCall::answered(401);
        call.answer.headers.emplaceBack("WWW-Authenticate", "Bearer");
        return call;
    }
    if (token == onebot::TokenState::Wrong)
        return onebot::HttpCall::answered(403);
    const QString action = request.path.mid(1);
    if (request.method == "GET")
        return {.action = action, .params = onebot::formOf(request.query)};
    if (request.method != "POST")
        return onebot::HttpCall::answered(405);
    const QByteArray type = request.header("content-type");
    if (type.startsWith("application/x-www-form-urlencoded"))
        return {.action = action, .params = onebot::formOf(request.body)};
    if (!type.startsWith(kJson))
        return onebot::HttpCall::answered(406);
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (!document.isObject()) // an empty body too: Lagrange fails to parse it and never answers
        return onebot::HttpCall::hang();
    return {.action = action, .params = document.object()};
}

onebot::HttpAnswer WireProfile::httpAnswer(const Outcome &outcome, const QJsonValue &echo) const
{
    return {.status = 200,
            .headers = {{"content-type", kJson}},
            .body = encode(envelope(outcome, onebot::Transport::Http, echo))};
}

io::HttpHeaders WireProfile::dialHeaders(const onebot::Endpoint &endpoint) const
{
    io::HttpHeaders headers{{"X-Client-Role", endpoint.role.toUtf8()},
                            {"X-Self-ID", m_state.options.account.toUtf8()},
                            {"User-Agent", "Lagrange.OneBot"}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("Authorization", "Bearer " + endpoint.token.toUtf8());
    return headers;
}

io::HttpHeaders WireProfile::postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const
{
    io::HttpHeaders headers{{"X-Self-ID", m_state.options.account.toUtf8()}, {"User-Agent", "Lagrange.OneBot"}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("X-Signature", onebot::signatureOf(body, endpoint.token));
    return headers;
}

} // namespace rookery::sim::lagrange
