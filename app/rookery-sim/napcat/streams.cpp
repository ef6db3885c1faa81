// SPDX-License-Identifier: GPL-3.0-or-later
#include "streams.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace rookery::sim::napcat {

namespace {

const io::HttpHeaders &streamHeaders()
{
    static const io::HttpHeaders headers{{"content-type", "text/event-stream"}, {"cache-control", "no-cache"}};
    return headers;
}

QByteArray frame(const QJsonObject &json)
{
    return "data: " + QJsonDocument(json).toJson(QJsonDocument::Compact) + "\n\n";
}

//! Imitates a flaw of NapCat's server: it compresses any stream that was not requested as exactly an event stream, and
//! then never flushes. Returns whether that applies.
bool fallsIntoGzip(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (request.header("accept") == "text/event-stream" || !request.header("accept-encoding").contains("gzip"))
        return false;
    io::HttpHeaders headers = streamHeaders();
    headers.emplaceBack("content-encoding", "gzip");
    responder->begin(200, headers);
    responder->write(QByteArray::fromHex("1f8b0800000000000003"));
    return true;
}

} // namespace

Streams::Streams(State &state) : m_state(state), m_tick(state.clock, [this] { onTick(); })
{
    connect(&state.log, &LogWriter::added, this, &Streams::onLine);
}

void Streams::close()
{
    m_log.clear();
    m_status.clear();
    m_tick.stop();
}

void Streams::openLog(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    if (fallsIntoGzip(request, responder)) {
        m_status.append({.responder = responder, .begun = true}); // kept open, not served
        return;
    }
    responder->begin(200, streamHeaders());
    for (const QJsonObject &line : m_state.log.remembered())
        responder->write(frame(line));
    m_log.append(responder);
}

void Streams::openStatus(const io::IncomingRequest &request, const ResponderPtr &responder)
{
    const bool mute = fallsIntoGzip(request, responder);
    m_status.append({.responder = responder, .begun = mute});
    if (!m_tick.isActive())
        m_tick.start(seconds(3));
}

void Streams::onLine(const QJsonObject &line)
{
    m_log.removeIf([](const ResponderPtr &reader) { return !reader->isAlive(); });
    if (m_state.faults.isOn(u"half-open"_s))
        return;
    const QByteArray bytes = frame(line);
    for (const ResponderPtr &reader : std::as_const(m_log))
        reader->write(bytes);
}

void Streams::onTick()
{
    m_status.removeIf([](const StatusReader &reader) { return !reader.responder->isAlive(); });
    if (m_status.isEmpty())
        return;
    const QJsonObject status{
        {u"cpu"_s,
         QJsonObject{{u"core"_s, 2},
                     {u"model"_s, u"Simulated CPU"_s},
                     {u"speed"_s, u"0.00"_s},
                     {u"usage"_s, QJsonObject{{u"system"_s, u"23.77"_s}, {u"qq"_s, u"0.30"_s}}}}},
        {u"memory"_s,
         QJsonObject{{u"total"_s, u"24105.55"_s},
                     {u"usage"_s, QJsonObject{{u"system"_s, u"487.52"_s}, {u"qq"_s, u"36.03"_s}}}}},
        {u"arch"_s, u"linux x64 6.1"_s}};
    for (StatusReader &reader : m_status) {
        if (m_state.faults.isOn(u"half-open"_s))
            continue;
        if (!std::exchange(reader.begun, true)) // the head comes with the first event
            reader.responder->begin(200, streamHeaders());
        reader.responder->write(frame(status));
    }
    m_tick.start(seconds(3));
}

} // namespace rookery::sim::napcat

#include "moc_streams.cpp"
