// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <QWebSocket>

#include <memory>

namespace rookery::io {

//! Limits what a channel accepts and how long it waits.
struct WsLimits {
    milliseconds handshake = seconds(5);
    qint64 maxFrame = 50LL * 1024 * 1024;
    qint64 maxFrameBeforeTrusted = 1024 * 1024; //!< until `setTrusted`
    qint64 maxUnread = 8LL * 1024 * 1024; //!< buffered for a peer that does not read, without our messages
    milliseconds pingEvery = seconds(20); //!< 0: no pings. No pong for 2 intervals = HalfOpen
};

//! Describes why a channel ended: exactly one per `open`.
struct WsClose {
    Error error;
    int code = 0; //!< close code of the peer; 0: none
    int httpStatus = 0; //!< of a refused upgrade; 0: not refused
    bool byPeer = false;
};

//! Wraps one end of a WebSocket with the deadlines and limits that QWebSocket lacks. Lives on its thread. Late
//! callbacks of an earlier `open` are dropped (epochs).
class WsChannel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WsChannel)

public:
    explicit WsChannel(Clock &clock, NetworkSettings settings, WsLimits limits = {}, QObject *parent = nullptr);
    ~WsChannel() override;

    void open(const QUrl &url, const HttpHeaders &headers = {});
    //! Continues with a socket that a peer has opened to us; `opened` is emitted within this call.
    void adopt(std::unique_ptr<QWebSocket> socket);
    //! Closes silently: no `closed` follows.
    void close();
    [[nodiscard]] bool isOpen() const;
    //! Allows frames up to `maxFrame`; call after authentication.
    void setTrusted();
    //! Sends a text frame. False: not open, and no byte was written.
    [[nodiscard]] bool sendText(const QByteArray &utf8);
    //! Returns the bytes passed to the socket but not yet to the system; chunked uploads wait on it.
    [[nodiscard]] qint64 bytesToWrite() const;
    //! Returns the bytes written since construction, framing included; for measuring.
    [[nodiscard]] qint64 bytesWritten() const;
    //! Returns the last ping's round trip; -1: none yet.
    [[nodiscard]] milliseconds latency() const;

Q_SIGNALS:
    void opened();
    void textReceived(const QByteArray &utf8);
    void closed(const rookery::io::WsClose &close);
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    class Attempt;
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
