// SPDX-License-Identifier: GPL-3.0-or-later
#include "onebot/wspeer.h"

#include "contradictions.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::onebot {

namespace {

constexpr quint64 kMaxFrame = 50ULL * 1024 * 1024;
constexpr qsizetype kGiant = 60 * 1024 * 1024;

} // namespace

WsPeer::WsPeer(const Parts &parts, std::unique_ptr<QWebSocket> socket, const QPointer<QTcpSocket> &transport,
               const PeerRights &rights)
    : m_parts(parts)
    , m_state(parts.state)
    , m_socket(std::move(socket))
    , m_transport(transport)
    , m_rights(rights)
    , m_scheduler(parts.state.clock)
{
    m_socket->setMaxAllowedIncomingFrameSize(kMaxFrame);
    m_socket->setMaxAllowedIncomingMessageSize(kMaxFrame);
    ++m_state.sockets;
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &WsPeer::onText);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &WsPeer::closed);
    connect(&m_state.faults, &Faults::changed, this, &WsPeer::onFault);
    start();
}

WsPeer::~WsPeer()
{
    m_socket->disconnect(this);
}

void WsPeer::start()
{
    if (m_rights.events) {
        write(lifecycleEvent(m_parts, u"connect"_s));
        if (m_rights.heartbeat.count() > 0)
            m_scheduler.after(m_parts.profile.firstBeatAtOnce() ? milliseconds(0) : m_rights.heartbeat,
                              [this] { beat(); });
    }
    if (m_state.faults.isOn(u"garbage"_s))
        spitGarbage();
}

void WsPeer::beat()
{
    write(heartbeatEvent(m_parts, m_rights.heartbeat));
    m_scheduler.after(m_rights.heartbeat, [this] { beat(); });
}

void WsPeer::sendEvent(const QJsonObject &event, bool own)
{
    if (m_rights.events && (!own || m_rights.ownMessages))
        write(event);
}

void WsPeer::onText(const QString &text)
{
    m_state.bytesIn += text.size(); // characters count as bytes: calls are mostly Base64
    ++m_state.frames;
    const QByteArray utf8 = text.toUtf8();
    if (isTooLarge(m_state.faults, utf8.size())) {
        m_socket->close(QWebSocketProtocol::CloseCodeTooMuchData);
        return;
    }
    if (m_state.faults.isOn(u"half-open"_s) || m_state.faults.take(u"no-reply"_s))
        return;
    if (!m_rights.calls)
        return;
    const QJsonDocument document = QJsonDocument::fromJson(utf8);
    if (!document.isObject()) {
        if (const std::optional<QJsonObject> answer = m_parts.profile.answerToBadFrame(text))
            reply(*answer);
        return;
    }
    const QJsonObject call = document.object();
    const QJsonValue echo = call.value("echo"_L1);
    if (!m_transport)
        m_parts.profile.onReverseCall(call);
    const QPointer<WsPeer> self(this);
    m_parts.actions.call(call.value("action"_L1).toString(), call.value("params"_L1).toObject(), Transport::WebSocket,
                         [self, echo](const Outcome &outcome) {
                             if (self && outcome.kind != Outcome::Kind::Silent)
                                 self->reply(self->m_parts.profile.envelope(outcome, Transport::WebSocket, echo));
                         });
}

void WsPeer::reply(const QJsonObject &reply)
{
    if (m_state.faults.take(u"drop-reply"_s))
        return;
    if (m_state.faults.isOn(u"delay-reply"_s)) {
        const milliseconds delay = m_state.faults.delayOf(u"delay-reply"_s, seconds(3));
        static_cast<void>(m_state.faults.take(u"delay-reply"_s));
        m_scheduler.after(delay, [this, reply] { write(reply); });
        return;
    }
    if (m_held) {
        write(reply);
        write(*std::exchange(m_held, std::nullopt));
        return;
    }
    if (m_state.faults.take(u"reorder-replies"_s)) {
        m_held = reply;
        m_scheduler.after(seconds(1), [this] { // no second reply came in time to overtake this one
            if (m_held)
                write(*std::exchange(m_held, std::nullopt));
        });
        return;
    }
    write(reply);
    if (m_state.faults.take(u"duplicate-reply"_s))
        write(reply);
}

void WsPeer::write(const QJsonObject &json)
{
    if (!m_state.faults.isOn(u"half-open"_s))
        m_socket->sendTextMessage(QString::fromUtf8(m_parts.profile.encode(json)));
}

void WsPeer::onFault(const QString &name, bool on)
{
    if (name == "half-open"_L1) {
        // Stops reading too, so that pings of the other side get no pong. Disconnects only readyRead: a socket that
        // does not learn of a close would later write into a closed connection.
        if (on && m_transport)
            disconnect(m_transport, &QIODevice::readyRead, m_socket.get(), nullptr);
        if (!on)
            m_socket->abort(); // a half-open connection never recovers
    } else if (name == "garbage"_L1 && on) {
        spitGarbage();
    } else if (name == "giant-frame"_L1 && on && m_rights.events) {
        m_socket->sendTextMessage(QString(kGiant, u'x'));
    }
}

void WsPeer::spitGarbage()
{
    if (!m_state.faults.isOn(u"garbage"_s))
        return;
    m_socket->sendTextMessage(u"{\"post_type\":\"mess"_s);
    m_socket->sendTextMessage(u"[1,2,{}]"_s);
    m_socket->sendTextMessage(u"{\"post_type\":42,\"self_id\":{},\"time\":\"yesterday\",\"message\":[null,7]}"_s);
    m_socket->sendBinaryMessage(QByteArray::fromHex("00ff17fe"));
    m_scheduler.after(seconds(1), [this] { spitGarbage(); });
}

QJsonObject lifecycleEvent(const WsPeer::Parts &parts, const QString &subType)
{
    return {{u"time"_s, parts.state.nowSeconds()},
            {u"self_id"_s, parts.state.self()},
            {u"post_type"_s, u"meta_event"_s},
            {u"meta_event_type"_s, u"lifecycle"_s},
            {u"sub_type"_s, subType}};
}

QJsonObject heartbeatEvent(const WsPeer::Parts &parts, milliseconds interval)
{
    return {{u"time"_s, parts.state.nowSeconds()},
            {u"self_id"_s, parts.state.self()},
            {u"post_type"_s, u"meta_event"_s},
            {u"meta_event_type"_s, u"heartbeat"_s},
            {u"status"_s, parts.profile.heartbeatStatus()},
            {u"interval"_s, qint64(interval.count())}};
}

} // namespace rookery::sim::onebot

#include "moc_wspeer.cpp"
