// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <memory>

namespace rookery::io {

//! Receives one server-sent-events stream. Requests `text/event-stream` with identity encoding, and has no transfer
//! timeout (a silent stream is healthy); `idleLimit` of 0 means none. Lives on its thread. Slots may close it or open
//! it again, but may delete it only with deleteLater.
class SseStream final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SseStream)

public:
    explicit SseStream(Clock &clock, NetworkSettings settings, QObject *parent = nullptr);
    ~SseStream() override;

    //! Opens the stream; drops a running one silently first.
    void open(const QUrl &url, const HttpHeaders &headers, milliseconds idleLimit = milliseconds(0));
    //! Closes silently: no `closed` follows.
    void close();
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    //! Reports that the peer answered with an event stream. May come only with the first event.
    void opened();
    //! Reports the joined data lines of one event. At most 1 MiB; a larger event closes the stream.
    void message(const QByteArray &data);
    //! Reports that the stream ended on its own. For a 200 answer that is not an event stream, `body` holds its first
    //! 64 KiB (NapCat reports failures that way) and `error` is Protocol/WrongServer.
    void closed(const rookery::Error &error, const QByteArray &body);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
