// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/wireprofile.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

int retcodeOf(Outcome::Kind kind, onebot::Transport transport)
{
    const int base = transport == onebot::Transport::WebSocket ? 1000 : 0;
    switch (kind) {
    case Outcome::Kind::Ok:
    case Outcome::Kind::Async:
    case Outcome::Kind::Silent:
        return 0;
    case Outcome::Kind::Failed:
        return base + 200;
    case Outcome::Kind::BadParams:
        return base + 400;
    case Outcome::Kind::Unknown:
        return base + 404;
    }
    return 0;
}

//! Finds the echo in a text that is not JSON; Undefined: none found.
QJsonValue echoIn(const QString &text)
{
    static const QRegularExpression echo(u"\"echo\"\\s*:\\s*(\"[^\"\\\\]*\"|-?\\d+)"_s);
    const QRegularExpressionMatch match = echo.match(text);
    if (!match.hasMatch())
        return QJsonValue::Undefined;
    return QJsonDocument::fromJson(u"[%1]"_s.arg(match.captured(1)).toUtf8()).array().first();
}

} // namespace

QJsonObject WireProfile::envelope(const Outcome &outcome, onebot::Transport transport, const QJsonValue &echo) const
{
    QJsonObject reply{{u"status"_s, outcome.kind == Outcome::Kind::Ok ? u"ok"_s : u"failed"_s},
                      {u"retcode"_s, outcome.retcode != 0 ? outcome.retcode : retcodeOf(outcome.kind, transport)},
                      {u"data"_s, outcome.data.isUndefined() ? QJsonValue() : outcome.data},
                      {u"message"_s, outcome.message},
                      {u"wording"_s, outcome.message}};
    if (transport == onebot::Transport::WebSocket && !echo.isUndefined() && !echo.isNull())
        reply.insert(u"echo"_s, echo);
    return reply;
}

QJsonObject WireProfile::heartbeatStatus() const
{
    return {{u"online"_s, m_account.isOnline()}, {u"good"_s, true}};
}

onebot::TokenState WireProfile::tokenOf(const io::IncomingRequest &request, const QString &token) const
{
    if (token.isEmpty())
        return onebot::TokenState::Fits;
    const QByteArray header = request.header("authorization");
    QString given = QString::fromUtf8(header.startsWith("Bearer ") ? header.sliced(7) : header);
    const QString where = given.isEmpty() ? u"url"_s : u"header"_s;
    if (given.isEmpty())
        given = request.queryValue(u"access_token"_s);
    // LLBot logs tokens in clear: a program that shows that log has to mask them
    const QString way = request.header("upgrade").isEmpty() ? u"http"_s : u"ws"_s;
    if (!given.isEmpty())
        m_state.log.info(u"receive %1 %2 token %3"_s.arg(way, where, given));
    return given == token ? onebot::TokenState::Fits : onebot::TokenState::Wrong;
}

onebot::CloseNotice WireProfile::closeNotice() const
{
    return {.frame = envelope(Outcome::failed(u"token验证失败"_s, 1403), onebot::Transport::WebSocket, {}),
            .code = 1008,
            .reason = u"invalid access token"_s};
}

onebot::PathRights WireProfile::rightsOf(const QString &path) const
{
    const QString plain = path.endsWith(u'/') && path.size() > 1 ? path.chopped(1) : path;
    if (plain == "/"_L1 || plain.isEmpty())
        return {.events = true, .calls = true};
    return {.events = plain == "/event"_L1, .calls = plain == "/api"_L1}; // any other path opens and stays silent
}

std::optional<QJsonObject> WireProfile::answerToBadFrame(const QString &text) const
{
    QJsonParseError error;
    static_cast<void>(QJsonDocument::fromJson(text.toUtf8(), &error));
    const QString message = m_state.generation() < 5 ? u"json解析失败，请检查数据格式"_s
                                                     : QString(u"JSON 解析失败: "_s + error.errorString());
    return envelope(Outcome::badParams(message), onebot::Transport::WebSocket, echoIn(text));
}

onebot::HttpCall WireProfile::readCall(const io::IncomingRequest &request, onebot::TokenState token) const
{
    const bool plugin = m_state.generation() < 5;
    if (token != onebot::TokenState::Fits) {
        return onebot::HttpCall::answered(403, "application/json",
                                          plugin ? R"({"message":"token verify failed!"})"
                                                 : R"({"message":"token verify failed"})");
    }
    const QString action = request.path.mid(1);
    if (plugin && action.isEmpty())
        return onebot::HttpCall::answered(200, "text/html; charset=utf-8", "LLOneBot server 已启动");
    if (action.isEmpty() || action.contains(u'/'))
        return onebot::HttpCall::answered(404, "text/plain; charset=UTF-8", "404 Not Found");
    const std::optional<QJsonObject> params = onebot::paramsOf(request);
    if (!params && plugin)
        return onebot::HttpCall::answered(400, "text/html; charset=utf-8", "Invalid JSON");
    if (!params) {
        QJsonParseError error;
        static_cast<void>(QJsonDocument::fromJson(request.body, &error));
        onebot::HttpCall call{.kind = onebot::HttpCall::Kind::Answer};
        call.answer = httpAnswer(Outcome::badParams(u"请求体解析失败: "_s + error.errorString()), {});
        return call;
    }
    m_state.log.debug(u"收到 HTTP 请求 /%1"_s.arg(action));
    return {.action = action, .params = *params};
}

onebot::HttpAnswer WireProfile::httpAnswer(const Outcome &outcome, const QJsonValue &echo) const
{
    return {.status = outcome.kind == Outcome::Kind::Unknown ? 404 : 200,
            .headers = {{"content-type", "application/json"}, {"access-control-allow-origin", "*"}},
            .body = onebot::compact(envelope(outcome, onebot::Transport::Http, echo))};
}

io::HttpHeaders WireProfile::dialHeaders(const onebot::Endpoint &endpoint) const
{
    return {{"X-Self-ID", m_state.options.account.toUtf8()},
            {"Authorization", "Bearer " + endpoint.token.toUtf8()}, // even if the token is empty
            {"x-client-role", "Universal"},
            {"User-Agent", "LLOneBot/" + m_state.version().toUtf8()}};
}

io::HttpHeaders WireProfile::postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const
{
    io::HttpHeaders headers{{"x-self-id", m_state.options.account.toUtf8()}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("x-signature", onebot::signatureOf(body, endpoint.token));
    return headers;
}

} // namespace rookery::sim::llbot
