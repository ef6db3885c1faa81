// SPDX-License-Identifier: GPL-3.0-or-later
#include "milkyevents.h"

#include "base/reasons/access.h"
#include "base/reasons/transport.h"
#include "gateway/answershape.h"
#include "protocol/milky.h"

#include <utility>

namespace rookery::gateway {

namespace {

constexpr int kPolicyViolation = 1008;

io::WsLimits limitsOf(const Deadlines &deadlines)
{
    io::WsLimits limits;
    limits.handshake = deadlines.connect;
    return limits;
}

//! Returns true for an upgrade that was refused for a reason other than the token: the event stream may still be
//! available.
bool mayBeStreamOnly(const io::WsClose &close)
{
    return close.httpStatus != 0 && close.httpStatus != 401 && close.httpStatus != 403;
}

} // namespace

MilkyEvents::MilkyEvents(Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines, QObject *parent)
    : QObject(parent)
    , m_deadlines(deadlines)
    , m_socket(clock, network, limitsOf(deadlines))
    , m_stream(clock, network)
    , m_streamLimit(clock,
                    [this] {
                        m_stream.close();
                        ended({.error = {.kind = ErrorKind::Timeout, .reason = Reason::HandshakeSilent}});
                    })
    , m_quiet(clock, [this] { Q_EMIT quiet(); })
{
    connect(&m_socket, &io::WsChannel::opened, this, &MilkyEvents::opened);
    connect(&m_socket, &io::WsChannel::textReceived, this, &MilkyEvents::onBytes);
    connect(&m_socket, &io::WsChannel::closed, this, &MilkyEvents::onSocketClosed);
    connect(&m_socket, &io::WsChannel::certificateRefused, this, &MilkyEvents::certificateRefused);
    connect(&m_stream, &io::SseStream::opened, this, &MilkyEvents::opened);
    connect(&m_stream, &io::SseStream::message, this, &MilkyEvents::onBytes);
    connect(&m_stream, &io::SseStream::closed, this, &MilkyEvents::onStreamClosed);
}

void MilkyEvents::open(const QUrl &socket, const QUrl &stream, const io::HttpHeaders &headers)
{
    close();
    m_streamUrl = stream;
    m_headers = headers;
    m_socket.open(socket, headers);
}

void MilkyEvents::close()
{
    m_up = false;
    m_overStream = false;
    m_streamLimit.stop();
    m_quiet.stop();
    m_socket.close();
    m_stream.close();
}

milliseconds MilkyEvents::latency() const
{
    return m_overStream ? milliseconds(-1) : m_socket.latency();
}

void MilkyEvents::opened()
{
    m_streamLimit.stop();
    if (!m_overStream)
        m_socket.setTrusted(); // the HTTP interface has just accepted this token
    if (std::exchange(m_up, true))
        return; // a silent stream was dialled again
    m_quiet.start(kQuiet);
    Q_EMIT up();
}

void MilkyEvents::onSocketClosed(const io::WsClose &close)
{
    if (mayBeStreamOnly(close)) {
        m_overStream = true;
        openStream();
        return;
    }
    io::WsClose told = close;
    if (close.httpStatus != 0)
        told.error = frontError(close.httpStatus); // the HTTP interface has just accepted this token
    if (close.byPeer && close.code == kPolicyViolation) {
        told.error.kind = ErrorKind::Auth;
        told.error.reason = Reason::TokenWrong;
    }
    ended(told);
}

void MilkyEvents::openStream()
{
    m_streamLimit.start(m_deadlines.connect);
    m_stream.open(m_streamUrl, m_headers, kStreamSilence);
}

void MilkyEvents::onStreamClosed(const Error &error)
{
    if (m_up && error.reason == Reason::HalfOpen)
        openStream();
    else
        ended({.error = error.code >= 300 ? frontError(error.code) : error, .byPeer = true});
}

void MilkyEvents::onBytes(const QByteArray &utf8)
{
    m_quiet.start(kQuiet);
    const Result<Event> event = protocol::milky::decodeEvent(utf8);
    if (event)
        Q_EMIT eventReceived(*event);
    else
        Q_EMIT undecodable(event.error());
}

void MilkyEvents::ended(const io::WsClose &close)
{
    m_streamLimit.stop();
    m_quiet.stop();
    m_up = false;
    Q_EMIT down(close);
}

} // namespace rookery::gateway

#include "moc_milkyevents.cpp"
