// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot11/wireprofile.h"

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot11 {

namespace {

using onebot::Outcome;

//! Returns the retcode. The standard fixes 0, 1 and the 14xx; the others are from the software it grew out of.
int retcodeOf(Outcome::Kind kind, onebot::Transport transport)
{
    switch (kind) {
    case Outcome::Kind::Ok:
    case Outcome::Kind::Silent:
        return 0;
    case Outcome::Kind::Async:
        return 1;
    case Outcome::Kind::BadParams:
        return 100;
    case Outcome::Kind::Failed:
        return 103;
    case Outcome::Kind::Unknown:
        return transport == onebot::Transport::WebSocket ? 1404 : 404;
    }
    return 0;
}

QString statusOf(Outcome::Kind kind)
{
    if (kind == Outcome::Kind::Ok)
        return u"ok"_s;
    return kind == Outcome::Kind::Async ? u"async"_s : u"failed"_s;
}

} // namespace

QJsonObject WireProfile::envelope(const Outcome &outcome, onebot::Transport transport, const QJsonValue &echo) const
{
    QJsonObject reply{{u"status"_s, statusOf(outcome.kind)},
                      {u"retcode"_s, outcome.retcode != 0 ? outcome.retcode : retcodeOf(outcome.kind, transport)},
                      {u"data"_s, outcome.data.isUndefined() ? QJsonValue() : outcome.data}};
    if (!echo.isUndefined())
        reply.insert(u"echo"_s, echo);
    return reply;
}

QJsonObject WireProfile::heartbeatStatus() const
{
    return {{u"online"_s, m_account.isOnline()}, {u"good"_s, m_account.isOnline()}};
}

std::optional<QJsonObject> WireProfile::answerToBadFrame(const QString & /*text*/) const
{
    return envelope(Outcome::failed({}, 1400), onebot::Transport::WebSocket, QJsonValue::Undefined);
}

onebot::HttpCall WireProfile::readCall(const io::IncomingRequest &request, onebot::TokenState token) const
{
    if (token != onebot::TokenState::Fits)
        return onebot::HttpCall::answered(token == onebot::TokenState::Missing ? 401 : 403);
    const QString path = request.path.endsWith(u'/') ? request.path.chopped(1) : request.path;
    if (path.size() < 2 || path.indexOf(u'/', 1) >= 0)
        return onebot::HttpCall::answered(404);
    if (request.method != "GET" && request.method != "POST")
        return onebot::HttpCall::answered(405);
    const QByteArray type = request.header("content-type").toLower();
    const bool json = type.startsWith("application/json") && !m_state.faults.isOn(u"forms-only"_s);
    if (request.method == "POST" && !json && !type.startsWith("application/x-www-form-urlencoded"))
        return onebot::HttpCall::answered(406);
    const std::optional<QJsonObject> params = onebot::paramsOf(request);
    if (!params)
        return onebot::HttpCall::answered(400);
    return {.action = path.mid(1), .params = *params};
}

onebot::HttpAnswer WireProfile::httpAnswer(const Outcome &outcome, const QJsonValue &echo) const
{
    if (outcome.kind == Outcome::Kind::Unknown)
        return {.status = 404};
    return onebot::WireProfile::httpAnswer(outcome, echo);
}

io::HttpHeaders WireProfile::dialHeaders(const onebot::Endpoint &endpoint) const
{
    io::HttpHeaders headers{{"X-Self-ID", m_state.options.account.toUtf8()},
                            {"X-Client-Role", endpoint.role.toUtf8()},
                            {"User-Agent", "OneBot/11"}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("Authorization", "Bearer " + endpoint.token.toUtf8());
    return headers;
}

io::HttpHeaders WireProfile::postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const
{
    io::HttpHeaders headers{{"X-Self-ID", m_state.options.account.toUtf8()}, {"User-Agent", "OneBot/11"}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("X-Signature", onebot::signatureOf(body, endpoint.token));
    return headers;
}

} // namespace rookery::sim::onebot11
