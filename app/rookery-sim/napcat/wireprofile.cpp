// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcat/wireprofile.h"

#include "napcat/debuglines.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

int retcodeOf(Outcome::Kind kind, onebot::Transport transport)
{
    const bool socket = transport == onebot::Transport::WebSocket;
    switch (kind) {
    case Outcome::Kind::Ok:
    case Outcome::Kind::Async:
    case Outcome::Kind::Silent:
        return 0;
    case Outcome::Kind::Failed:
        return socket ? 1200 : 200;
    case Outcome::Kind::BadParams:
        return socket ? 1400 : 400;
    case Outcome::Kind::Unknown:
        return socket ? 1404 : 200;
    }
    return 0;
}

} // namespace

QJsonObject WireProfile::envelope(const Outcome &outcome, onebot::Transport transport, const QJsonValue &echo) const
{
    QJsonValue shown = echo.isUndefined() ? QJsonValue(QString()) : echo;
    if (transport == onebot::Transport::Http && outcome.kind == Outcome::Kind::BadParams)
        shown = QJsonValue(); // the schema's refusal comes before the echo is read
    QJsonObject reply{{u"status"_s, outcome.kind == Outcome::Kind::Ok ? u"ok"_s : u"failed"_s},
                      {u"retcode"_s, outcome.retcode != 0 ? outcome.retcode : retcodeOf(outcome.kind, transport)},
                      {u"message"_s, outcome.message},
                      {u"wording"_s, outcome.message},
                      {u"echo"_s, shown},
                      {u"stream"_s, outcome.stream ? u"stream-action"_s : u"normal-action"_s}};
    if (!outcome.data.isUndefined())
        reply.insert(u"data"_s, outcome.data);
    return reply;
}

QJsonObject WireProfile::heartbeatStatus() const
{
    return {{u"online"_s, m_login.isOnline()}, {u"good"_s, true}};
}

onebot::TokenState WireProfile::tokenOf(const io::IncomingRequest &request, const QString &token) const
{
    if (token.isEmpty())
        return onebot::TokenState::Fits;
    QString given = request.queryValue(u"access_token"_s); // the query wins over the header
    if (given.isEmpty()) {
        const QByteArray header = request.header("authorization");
        given = QString::fromUtf8(header.startsWith("Bearer ") ? header.sliced(7) : header);
    }
    return given == token ? onebot::TokenState::Fits : onebot::TokenState::Wrong;
}

onebot::CloseNotice WireProfile::closeNotice() const
{
    const Outcome outcome = Outcome::failed(u"token验证失败"_s, 1403);
    return {.frame = envelope(outcome, onebot::Transport::WebSocket, QJsonValue())};
}

onebot::PathRights WireProfile::rightsOf(const QString &path) const
{
    return {.events = path != "/api"_L1 && path != "/api/"_L1, .calls = true};
}

std::optional<QJsonObject> WireProfile::answerToBadFrame(const QString &text) const
{
    bool isNumber = false;
    static_cast<void>(text.trimmed().toDouble(&isNumber));
    if (isNumber) {
        m_state.log.error(u"发生错误 TypeError: Cannot read properties of undefined (reading 'get')"_s);
        return std::nullopt; // NapCat never answers these
    }
    return envelope(Outcome::badParams(u"json解析失败,请检查数据格式"_s), onebot::Transport::WebSocket, QJsonValue());
}

onebot::HttpCall WireProfile::readCall(const io::IncomingRequest &request, onebot::TokenState token) const
{
    const std::optional<QJsonObject> params = onebot::paramsOf(request);
    if (!params)
        return onebot::HttpCall::answered(400, "text/html; charset=utf-8", "Invalid JSON");
    if (token != onebot::TokenState::Fits) {
        return onebot::HttpCall::answered(403, "text/html; charset=utf-8", R"({"message":"token verify failed!"})");
    }
    onebot::HttpCall call{.action = request.path.section(u'/', 1, 1), .params = *params};
    if (call.action.isEmpty()) {
        Outcome hello = Outcome::ok(QJsonObject());
        hello.message = u"NapCat4 Is Running"_s;
        call.kind = onebot::HttpCall::Kind::Answer;
        call.answer = httpAnswer(hello, QJsonValue());
        return call;
    }
    call.echo = params->contains("echo"_L1) ? params->value("echo"_L1)
                                            : QJsonValue(QUuid::createUuid().toString(QUuid::WithoutBraces));
    return call;
}

void WireProfile::onReverseCall(const QJsonObject &call) const
{
    if (m_state.options.debugLines)
        logRequest(call, m_state.log);
}

io::HttpHeaders WireProfile::dialHeaders(const onebot::Endpoint &endpoint) const
{
    return {{"X-Self-ID", m_state.options.account.toUtf8()},
            {"Authorization", "Bearer " + endpoint.token.toUtf8()},
            {"x-client-role", endpoint.role.toUtf8()},
            {"User-Agent", "OneBot/11"}};
}

io::HttpHeaders WireProfile::postHeaders(const onebot::Endpoint &endpoint, const QByteArray &body) const
{
    io::HttpHeaders headers{{"x-self-id", m_state.options.account.toUtf8()}};
    if (!endpoint.token.isEmpty())
        headers.emplaceBack("x-signature", onebot::signatureOf(body, endpoint.token));
    return headers;
}

} // namespace rookery::sim::napcat
