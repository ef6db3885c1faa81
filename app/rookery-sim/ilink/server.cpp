// SPDX-License-Identifier: GPL-3.0-or-later
#include "ilink/server.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::ilink {

namespace {

constexpr qsizetype kNoted = 200;
constexpr qsizetype kLongest = 80;
constexpr qsizetype kSilent = 64;
constexpr qsizetype kGiant = 60 * 1024 * 1024;

io::HttpHeaders jsonType()
{
    return {{"content-type", "application/json; charset=utf-8"}};
}

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

//! Returns whether the header is the Base64 of a 32-bit number's decimal text.
bool isUin(const QByteArray &header)
{
    bool isNumber = false;
    const QByteArray plain = QByteArray::fromBase64(header);
    plain.toUInt(&isNumber);
    return isNumber && !header.isEmpty() && plain.toBase64() == header;
}

QJsonObject stale()
{
    return refusal(kTokenStale, u"session timeout"_s);
}

} // namespace

Server::Server(State &state, const Parts &parts)
    : m_state(state)
    , m_parts(parts)
    , m_scheduler(state.clock)
    , m_first(state.clock)
    , m_second(state.clock)
{
    m_first.setHandler([this](const io::IncomingRequest &request, const ResponderPtr &responder) {
        serve(request, responder, false);
    });
    m_second.setHandler(
        [this](const io::IncomingRequest &request, const ResponderPtr &responder) { serve(request, responder, true); });
    if (state.options.tls) {
        m_first.setTls(*state.options.tls);
        m_second.setTls(*state.options.tls);
    }
    connect(&state.faults, &Faults::changed, this, [this](const QString &name, bool on) {
        if (!on && (name == "half-open"_L1 || name == "no-reply"_L1 || name == "drop-reply"_L1))
            m_silent.clear();
    });
}

Result<quint16> Server::listen(quint16 port)
{
    const Result<quint16> second = m_second.listen(QHostAddress(QHostAddress::LocalHost), 0);
    if (!second)
        return second;
    m_state.secondHost = u"127.0.0.1:%1"_s.arg(*second);
    const Result<quint16> first = m_first.listen(QHostAddress(QHostAddress::LocalHost), port);
    if (first)
        m_state.base = u"%1://127.0.0.1:%2"_s.arg(m_state.options.tls ? u"https"_s : u"http"_s).arg(*first);
    return first;
}

void Server::close()
{
    m_scheduler.clear();
    m_silent.clear();
    m_first.close();
    m_second.close();
}

bool Server::intercept(const QString &name, const ResponderPtr &responder)
{
    if (m_state.faults.isOn(u"half-open"_s) || (name == "sendmessage"_L1 && m_state.faults.take(u"no-reply"_s))) {
        m_silent.append(responder);
        if (m_silent.size() > kSilent)
            m_silent.removeFirst();
        return true;
    }
    if (m_state.faults.isOn(u"wrong-server"_s)) {
        responder->send(200, {{"server", "nginx"}, {"content-type", "text/html"}},
                        "<!DOCTYPE html>\n<html><head><title>Welcome to nginx!</title></head></html>\n");
        return true;
    }
    for (const int status : {504, 524}) {
        if (m_state.faults.take(u"http-%1"_s.arg(status))) {
            responder->send(status, {{"content-type", "text/html"}}, "<html><title>gateway timeout</title></html>");
            return true;
        }
    }
    return false;
}

QByteArray Server::headFault(const io::IncomingRequest &request) const
{
    bool isNumber = false;
    request.header("ilink-app-clientversion").toUInt(&isNumber);
    if (request.header("ilink-app-id") != "bot" || !isNumber)
        return "iLink-App-Id or iLink-App-ClientVersion";
    if (request.method != "POST")
        return {};
    if (!request.header("content-type").startsWith("application/json"))
        return "Content-Type";
    if (request.header("authorizationtype") != "ilink_bot_token")
        return "AuthorizationType";
    return isUin(request.header("x-wechat-uin")) ? QByteArray() : QByteArray("X-WECHAT-UIN");
}

void Server::serve(const io::IncomingRequest &request, const ResponderPtr &responder, bool atSecondHost)
{
    static const QString folder = u"/ilink/bot/"_s;
    const QString name = request.path.startsWith(folder) ? request.path.sliced(folder.size()) : QString();
    if (intercept(name, responder))
        return;
    m_state.bytesIn += request.body.size();
    if (m_parts.files.serve(request, *responder))
        return;
    if (name.isEmpty()) {
        responder->send(404, {{"content-type", "text/plain"}}, "404 page not found");
        return;
    }
    if (const QByteArray fault = headFault(request); !fault.isEmpty()) {
        responder->send(400, {{"content-type", "text/plain"}}, "bad header: " + fault);
        return;
    }
    if (request.method == "GET")
        serveGet(request, name, callFor(responder, atSecondHost));
    else
        servePost(request, name, callFor(responder, atSecondHost));
}

Call Server::callFor(const ResponderPtr &responder, bool atSecondHost)
{
    const QPointer<Server> self(this);
    return {.atSecondHost = atSecondHost,
            .answer =
                [self, responder](const QJsonObject &body) {
                    if (self)
                        self->answer(responder, body);
                },
            .isAlive = [responder] { return responder->isAlive(); }};
}

void Server::serveGet(const io::IncomingRequest &request, const QString &name, Call call)
{
    note(request, name, {});
    call.key = request.queryValue(u"qrcode"_s);
    call.verifyCode = request.queryValue(u"verify_code"_s);
    if (name == "get_qrcode_status"_L1)
        m_parts.login.status(call);
    else if (name == "get_bot_qrcode"_L1) // older clients use GET
        m_parts.login.newCode(call);
    else
        call.answer(refusal(kRefused, u"no such call"_s));
}

void Server::servePost(const io::IncomingRequest &request, const QString &name, Call call)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    call.body = document.object();
    note(request, name, call.body);
    if (!document.isObject())
        return call.answer(refusal(kRefused, u"the body is no JSON object"_s));
    echoTokens(request, call);
    if (name == "get_bot_qrcode"_L1) {
        const bool fits = request.queryValue(u"bot_type"_s) == u"3"_s
            && call.body.value(u"local_token_list"_s).isArray()
            && call.body.value(u"local_token_list"_s).toArray().size() <= 10;
        return fits ? m_parts.login.newCode(call) : call.answer(refusal(kRefused, u"bot_type or token list"_s));
    }
    const QByteArray bearer = request.header("authorization");
    if (m_state.token.isEmpty() || bearer != "Bearer " + m_state.token.toUtf8())
        return call.answer(stale());
    const QJsonObject base = call.body.value(u"base_info"_s).toObject();
    if (base.value(u"channel_version"_s).toString().isEmpty() || base.value(u"bot_agent"_s).toString().isEmpty())
        return call.answer(refusal(kRefused, u"base_info is missing"_s));
    if (name == "getupdates"_L1)
        m_parts.mailbox.updates(call);
    else if (name == "sendmessage"_L1)
        m_parts.sender.send(call);
    else if (name == "getuploadurl"_L1)
        m_parts.files.place(call);
    else if (name == "msg/notifystart"_L1 || name == "msg/notifystop"_L1)
        call.answer({{u"ret"_s, 0}});
    else
        call.answer(refusal(kRefused, u"no such call"_s));
}

//! Makes a refusal repeat the call's tokens under fault echo-tokens. The fault is checked when the call is answered, so
//! it also affects calls that are held now.
void Server::echoTokens(const io::IncomingRequest &request, Call &call)
{
    const QString bearer = QString::fromUtf8(request.header("authorization")).section(u' ', 1);
    const QString context = call.body.value(u"msg"_s).toObject().value(u"context_token"_s).toString();
    call.answer = [this, answer = call.answer, bearer, context](QJsonObject body) {
        const QString said = body.value(u"errmsg"_s).toString();
        if (!said.isEmpty() && m_state.faults.isOn(u"echo-tokens"_s))
            body.insert(u"errmsg"_s, QString(said + u": "_s + bearer + u' ' + context));
        answer(body);
    };
}

//! Records the call for checks by tests; never the token.
void Server::note(const io::IncomingRequest &request, const QString &name, const QJsonObject &body)
{
    QJsonObject headers;
    for (const char *header : {"ilink-app-id", "ilink-app-clientversion", "authorizationtype", "content-type"})
        headers.insert(QString::fromLatin1(header), QString::fromLatin1(request.header(header)));
    m_state.requests.append(
        QJsonObject{{u"api"_s, name}, {u"headers"_s, headers}, {u"body"_s, shortened(body).toObject()}});
    if (m_state.requests.size() > kNoted)
        m_state.requests.removeFirst();
}

void Server::answer(const ResponderPtr &responder, const QJsonObject &body)
{
    for (const auto &[fault, reset] :
         {std::pair(u"accept-then-close"_s, false), std::pair(u"accept-then-reset"_s, true)}) {
        if (m_state.faults.take(fault)) {
            responder->drop(reset);
            return;
        }
    }
    if (m_state.faults.isOn(u"half-open"_s) || m_state.faults.take(u"drop-reply"_s)) {
        m_silent.append(responder);
        return;
    }
    milliseconds delay{0};
    if (m_state.faults.isOn(u"delay-reply"_s)) {
        delay = m_state.faults.delayOf(u"delay-reply"_s, seconds(3));
        static_cast<void>(m_state.faults.take(u"delay-reply"_s));
    }
    m_scheduler.after(delay, [this, responder, bytes = QJsonDocument(body).toJson(QJsonDocument::Compact)] {
        send(responder, bytes);
    });
}

void Server::send(const ResponderPtr &responder, const QByteArray &body)
{
    if (m_state.faults.take(u"garbage"_s)) {
        responder->send(200, jsonType(), QByteArray::fromHex("00ff7b22") + body.left(5));
    } else if (m_state.faults.take(u"giant-frame"_s)) {
        m_state.faults.switchOff(u"giant-frame"_s);
        responder->send(200, jsonType(), QByteArray(kGiant, ' '));
    } else {
        responder->send(200, jsonType(), body);
    }
}

} // namespace rookery::sim::ilink

#include "ilink/moc_server.cpp"
