// SPDX-License-Identifier: GPL-3.0-or-later
#include "server.h"

#include "contradictions.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr QWebSocketProtocol::CloseCode kPolicy = QWebSocketProtocol::CloseCodePolicyViolated;
const QByteArray &jsonType()
{
    static const QByteArray type = "application/json; charset=utf-8";
    return type;
}

QString reasonOf(int status)
{
    switch (status) {
    case 401:
        return u"Unauthorized"_s;
    case 415:
        return u"Unsupported Media Type"_s;
    default:
        return u"API not found"_s;
    }
}

QJsonObject failure(int retcode, const QString &message)
{
    return {{u"status"_s, u"failed"_s}, {u"retcode"_s, retcode}, {u"message"_s, message}};
}

constexpr qsizetype kNoted = 200;
constexpr qsizetype kLongest = 64;

//! Returns the value with long texts cut.
QJsonValue shortened(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().left(kLongest);
    if (value.isArray()) {
        QJsonArray array;
        const QJsonArray whole = value.toArray();
        for (const QJsonValue one : whole)
            array.append(shortened(one));
        return array;
    }
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = shortened(it.value());
    return value.isObject() ? QJsonValue(object) : value;
}

QByteArray bytesOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

Server::Server(State &state, Api &api, EventHub &events)
    : m_state(state)
    , m_api(api)
    , m_events(events)
    , m_scheduler(state.clock)
    , m_listener(state.clock)
{
    m_listener.setHandler(
        [this](const io::IncomingRequest &request, const ResponderPtr &responder) { serve(request, responder); });
    m_listener.setUpgrade([this](const io::IncomingRequest &request) { return gate(request); },
                          [this](const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket) {
                              accept(request, std::move(socket));
                          });
    if (state.options.tls)
        m_listener.setTls(*state.options.tls);
    connect(&state.faults, &Faults::changed, this, [this](const QString &name, bool on) {
        if (!on && (name == "half-open"_L1 || name == "no-reply"_L1 || name == "drop-reply"_L1))
            m_silent.clear();
    });
}

Result<quint16> Server::listen(quint16 port)
{
    return m_listener.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void Server::close()
{
    m_scheduler.clear();
    m_silent.clear();
    m_listener.close();
}

bool Server::tokenFits(const io::IncomingRequest &request, bool queryCounts) const
{
    const QString &token = m_state.options.token;
    const QByteArray header = request.header("authorization");
    if (header.startsWith("Bearer "))
        return QString::fromUtf8(header.sliced(7)) == token;
    return queryCounts && request.queryValue(u"access_token"_s) == token;
}

bool Server::intercept(const ResponderPtr &responder)
{
    if (m_state.faults.isOn(u"half-open"_s)) {
        m_silent.append(responder);
        return true;
    }
    if (m_state.faults.isOn(u"wrong-server"_s)) {
        responder->send(200, {{"server", "nginx"}, {"content-type", "text/html"}},
                        "<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head></html>\n");
        return true;
    }
    return false;
}

void Server::serve(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (intercept(responder))
        return;
    m_state.bytesIn += request.body.size();
    if (isTooLarge(m_state.faults, request.body.size())) {
        send(responder, 413, "text/plain", "Payload Too Large");
        return;
    }
    const QString &prefix = m_state.options.prefix;
    if (request.path == prefix + "/event"_L1)
        serveEvents(request, responder);
    else if (request.path.startsWith(prefix + "/api/"_L1))
        serveCall(request, responder);
    else
        send(responder, 404, "text/plain", m_state.behaviour.refusalsHaveBodies ? "404 Not Found" : "");
}

int Server::refusalOf(const io::IncomingRequest &request) const
{
    const bool typeFits = request.header("content-type").contains("application/json");
    const bool isAllowed = tokenFits(request, m_state.behaviour.queryTokenOnApi);
    if (m_state.behaviour.typeBeforeToken && !typeFits)
        return 415;
    if (!isAllowed)
        return 401;
    return typeFits ? 0 : 415;
}

void Server::refuse(const ResponderPtr &responder, int status)
{
    if (m_state.behaviour.refusalsHaveBodies)
        send(responder, status, jsonType(), bytesOf(failure(status, reasonOf(status))));
    else
        send(responder, status, "text/plain", {});
}

void Server::note(const QString &api, const QJsonObject &params)
{
    m_state.requests.append(QJsonObject{{u"api"_s, api}, {u"params"_s, shortened(params)}});
    if (m_state.requests.size() > kNoted)
        m_state.requests.removeFirst();
}

void Server::serveCall(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (request.method != "POST") {
        send(responder, m_state.behaviour.refusalsHaveBodies ? 404 : 405, "text/plain",
             m_state.behaviour.refusalsHaveBodies ? "404 Not Found" : "");
        return;
    }
    if (const int status = refusalOf(request); status != 0) {
        refuse(responder, status);
        return;
    }
    if (m_state.faults.isOn(u"server-error"_s)) {
        static_cast<void>(m_state.faults.take(u"server-error"_s));
        send(responder, 500, "text/plain", m_state.behaviour.failureBody);
        return;
    }
    const QString name = request.path.mid(m_state.options.prefix.size() + 5);
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    if (!body.isObject()) {
        send(responder, 500, "text/plain", m_state.behaviour.failureBody);
        return;
    }
    note(name, body.object());
    if (m_state.faults.take(u"no-reply"_s)) {
        m_silent.append(responder);
        return;
    }
    const QPointer<Server> self(this);
    m_api.call(name, body.object(), [self, responder](const Outcome &outcome) {
        if (self)
            self->answer(responder, outcome);
    });
}

void Server::answer(const ResponderPtr &responder, const Outcome &outcome)
{
    if (outcome.kind == Outcome::Kind::NoSuchApi) {
        refuse(responder, 404);
        return;
    }
    for (const auto &[fault, reset] :
         {std::pair(u"accept-then-close"_s, false), std::pair(u"accept-then-reset"_s, true)}) {
        if (m_state.faults.take(fault)) {
            responder->drop(reset);
            return;
        }
    }
    if (m_state.faults.take(u"drop-reply"_s)) {
        m_silent.append(responder);
        return;
    }
    milliseconds delay{0};
    if (m_state.faults.isOn(u"delay-reply"_s)) {
        delay = m_state.faults.delayOf(u"delay-reply"_s, seconds(3));
        static_cast<void>(m_state.faults.take(u"delay-reply"_s));
    }
    QJsonObject reply = failure(outcome.retcode, outcome.message);
    if (outcome.kind == Outcome::Kind::Ok) {
        reply = {{u"status"_s, u"ok"_s}, {u"retcode"_s, 0}, {u"data"_s, outcome.data}};
        if (m_state.behaviour.nullMessage)
            reply.insert(u"message"_s, QJsonValue());
    }
    const bool isBroken = outcome.kind == Outcome::Kind::Broken;
    const QByteArray body = isBroken ? m_state.behaviour.failureBody : bytesOf(reply);
    m_scheduler.after(delay, [this, responder, isBroken, body] {
        send(responder, isBroken ? 500 : 200, isBroken ? QByteArray("text/plain") : jsonType(), body);
    });
}

void Server::send(const ResponderPtr &responder, int status, const QByteArray &type, const QByteArray &body)
{
    if (m_state.faults.isOn(u"garbage"_s)) {
        responder->send(status, {{"content-type", type}}, QByteArray::fromHex("00ff7b22") + body.left(5));
    } else if (m_state.faults.isOn(u"slow-loris"_s)) {
        responder->begin(status, {{"content-type", type}});
        drip(responder, body);
    } else {
        responder->send(status, {{"content-type", type}}, body);
    }
}

void Server::drip(const ResponderPtr &responder, const QByteArray &rest)
{
    if (!responder->isAlive())
        return;
    if (rest.isEmpty()) {
        responder->end();
        return;
    }
    responder->write(rest.first(1));
    m_scheduler.after(m_state.faults.delayOf(u"slow-loris"_s, seconds(1)),
                      [this, responder, rest] { drip(responder, rest.sliced(1)); });
}

// --- events ---------------------------------------------------------------------------------------

void Server::serveEvents(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (!tokenFits(request, true))
        refuse(responder, 401);
    else if (m_state.faults.isOn(u"no-stream"_s))
        refuse(responder, 404);
    else
        m_events.add(responder);
}

Server::Refusal Server::gate(const io::IncomingRequest &request)
{
    if (m_state.faults.take(u"mute-handshake"_s))
        return std::pair(0, QByteArray());
    if (m_state.faults.isOn(u"wrong-server"_s) || m_state.faults.isOn(u"no-socket"_s)
        || request.path != m_state.options.prefix + "/event"_L1)
        return std::pair(404, QByteArray());
    if (!m_state.behaviour.socketOpensFirst && !tokenFits(request, true))
        return std::pair(401, QByteArray());
    return std::nullopt;
}

void Server::accept(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    if (tokenFits(request, true)) {
        m_events.add(request, std::move(socket));
        return;
    }
    QWebSocket *raw = socket.release();
    raw->setParent(this);
    connect(raw, &QWebSocket::disconnected, raw, &QObject::deleteLater);
    raw->close(kPolicy, u"Unauthorized"_s);
}

} // namespace rookery::sim::milky

#include "milky/moc_server.cpp"
