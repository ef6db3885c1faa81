// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include "io/ssestream.h"
#include "io/wschannel.h"

#include <QObject>

namespace rookery::gateway {

//! Milky's events: a WebSocket, or an event stream where the gateway refuses the upgrade. Nothing is ever sent.
//! Nobody greets, so the token has to be known as good before; "open, then closed with 1008" is a refused one all
//! the same. There is no heartbeat: an event stream on which nothing came, not even a comment, for kStreamSilence is
//! dialled anew, because it has no pings to tell quiet from dead. Lives on the engine thread.
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
    //! Ends silently.
    void close();
    [[nodiscard]] bool isUp() const { return m_up; }
    //! True while events come over the stream, which has no pings.
    [[nodiscard]] bool isStream() const { return m_overStream; }
    //! Round trip of the last ping, -1: none.
    [[nodiscard]] milliseconds latency() const;

Q_SIGNALS:
    void up();
    //! Up, but no event came for kQuiet: nobody can tell whether one would. Once, until the next event.
    void quiet();
    //! Exactly one per `open` that was not ended by `close`.
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
