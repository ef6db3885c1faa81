// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include "io/ssestream.h"
#include "io/wschannel.h"

#include <QObject>

namespace rookery::gateway {

//! Receives Milky's events over a WebSocket, or over an event stream where the gateway refuses the upgrade. Sends
//! nothing. The server sends no greeting, so the token must have been accepted elsewhere before; a connection that
//! opens and is then closed with 1008 still means a refused token. Milky has no heartbeat: an event stream that
//! delivers nothing, not even a comment, for kStreamSilence is dialled again, because it has no pings to tell quiet
//! from dead. Lives on the engine thread.
class MilkyEvents final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MilkyEvents)

public:
    static constexpr milliseconds kStreamSilence = seconds(120); //!< Lagrange sends a comment each minute, LLBot none
    static constexpr milliseconds kQuiet = seconds(300);

    MilkyEvents(Clock &clock, const io::NetworkSettings &network, const Deadlines &deadlines,
                QObject *parent = nullptr);

    void open(const QUrl &socket, const QUrl &stream, const io::HttpHeaders &headers);
    //! Closes without a signal.
    void close();
    //! Returns true while events come over the stream, which has no pings.
    [[nodiscard]] bool isStream() const { return m_overStream; }
    //! Gives the round trip of the last ping; -1: none.
    [[nodiscard]] milliseconds latency() const;

Q_SIGNALS:
    void up();
    //! Reports that the channel is up but no event came for kQuiet: it is unknown whether one would. Emitted once,
    //! until the next event.
    void quiet();
    //! Reports the end; emitted exactly once per `open` that was not ended by `close`.
    void down(const rookery::io::WsClose &close);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    void onSocketClosed(const io::WsClose &close);
    void onStreamClosed(const Error &error);
    void openStream();
    void onBytes(const QByteArray &utf8);
    void opened();
    void ended(const io::WsClose &close);

    Deadlines m_deadlines;
    io::WsChannel m_socket;
    io::SseStream m_stream;
    Timer m_streamLimit; //!< for the head of the stream
    Timer m_quiet; //!< since the last event
    QUrl m_streamUrl;
    io::HttpHeaders m_headers;
    bool m_overStream = false;
    bool m_up = false;
};

} // namespace rookery::gateway
