// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <memory>

namespace rookery::io {

//! One server-sent-events stream. Asks for `text/event-stream` and identity encoding, and has no
//! transfer timeout (a silent stream is healthy); `idleLimit` of 0 means none. Lives on its thread. Its slots may
//! close it or open it anew, but delete it only later.
class SseStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SseStream)

public:
    explicit SseStream(Clock &clock, NetworkSettings settings, QObject *parent = nullptr);
    ~SseStream() override;

    //! Starts (again); a running stream is dropped silently first.
    void open(const QUrl &url, const HttpHeaders &headers, milliseconds idleLimit = milliseconds(0));
    //! Ends silently: no `closed` follows.
    void close();
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    //! The peer has answered with an event stream. May come only with the first event.
    void opened();
    //! The joined data lines of one event. At most 1 MiB; larger ones close the stream.
    void message(const QByteArray &data);
    //! The stream ended by itself. A 200 answer that is not an event stream carries its first 64 KiB
    //! in `body` (NapCat tells failures that way), `error` is then Protocol/WrongServer.
    void closed(const rookery::Error &error, const QByteArray &body);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
