// SPDX-License-Identifier: GPL-3.0-or-later
#include "eventhub.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace rookery::sim::milky {

namespace {

constexpr qsizetype kGiant = 60 * 1024 * 1024;

} // namespace

EventHub::EventHub(State &state) : m_state(state), m_scheduler(state.clock)
{
    connect(&state.faults, &Faults::changed, this, &EventHub::onFault);
}

EventHub::~EventHub()
{
    close();
}

void EventHub::add(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket)
{
    QWebSocket *raw = socket.get();
    connect(raw, &QWebSocket::disconnected, this, [this, raw] { drop(raw); });
    m_sockets.push_back({std::move(socket), request.transport});
    if (m_state.faults.isOn(u"garbage"_s))
        spitGarbage();
}

void EventHub::add(const ResponderPtr &stream)
{
    stream->begin(200, {{"content-type", "text/event-stream"}, {"cache-control", "no-cache"}});
    m_streams.append(stream);
}

void EventHub::drop(const QWebSocket *socket)
{
    const auto it = std::find_if(m_sockets.begin(), m_sockets.end(),
                                 [socket](const Listener &one) { return one.socket.get() == socket; });
    if (it == m_sockets.end())
        return;
    it->socket.release()->deleteLater(); // this runs inside the socket's signal
    m_sockets.erase(it);
}

int EventHub::streams() const
{
    return static_cast<int>(std::count_if(m_streams.cbegin(), m_streams.cend(),
                                          [](const ResponderPtr &stream) { return stream->isAlive(); }));
}

void EventHub::close()
{
    m_scheduler.clear();
    for (const Listener &one : m_sockets)
        one.socket->disconnect(this);
    m_sockets.clear();
    m_streams.clear();
    m_stalledSockets.clear();
    m_stalledStreams.clear();
}

void EventHub::send(const QString &type, const QJsonObject &data)
{
    const QJsonObject event{
        {u"time"_s, m_state.nowSeconds()}, {u"self_id"_s, m_state.self()}, {u"event_type"_s, type}, {u"data"_s, data}};
    write(QJsonDocument(event).toJson(QJsonDocument::Compact));
}

void EventHub::write(const QByteArray &utf8)
{
    if (m_state.faults.isOn(u"half-open"_s))
        return;
    for (const Listener &one : m_sockets)
        one.socket->sendTextMessage(QString::fromUtf8(utf8));
    m_streams.removeIf([](const ResponderPtr &stream) { return !stream->isAlive(); });
    for (const ResponderPtr &stream : std::as_const(m_streams))
        stream->write("event: milky_event\ndata: " + utf8 + "\n\n");
}

void EventHub::onFault(const QString &name, bool on)
{
    if (name == "half-open"_L1 && on)
        goDeaf();
    else if (name == "half-open"_L1)
        close(); // a half-open connection never recovers
    else if (name == "events-stall"_L1 && on)
        stall();
    else if (name == "garbage"_L1 && on)
        spitGarbage();
    else if (name == "giant-frame"_L1 && on)
        write(QByteArray(kGiant, 'x'));
}

//! Stops reading too, so that pings of the other side get no pong.
void EventHub::goDeaf()
{
    for (const Listener &one : m_sockets) {
        if (one.transport)
            disconnect(one.transport, &QIODevice::readyRead, one.socket.get(), nullptr);
    }
}

//! Stalls all connections, as when a router forgets them: neither side is notified.
void EventHub::stall()
{
    goDeaf();
    for (Listener &one : m_sockets) {
        one.socket->disconnect(this);
        m_stalledSockets.push_back(std::move(one));
    }
    m_sockets.clear();
    m_stalledStreams += std::exchange(m_streams, {});
}

void EventHub::spitGarbage()
{
    if (!m_state.faults.isOn(u"garbage"_s))
        return;
    write(R"({"event_type":"message_receive","data":[]})");
    write("[1,2,{}]");
    write(R"({"event_type":42,"self_id":{},"time":"yesterday"})");
    write(R"({"event_type":"message_receive","self_id":1,"data":{"message_scene":"group","segments":[7]}})");
    m_scheduler.after(seconds(1), [this] { spitGarbage(); });
}

} // namespace rookery::sim::milky

#include "moc_eventhub.cpp"
