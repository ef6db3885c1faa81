// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "httpclient.h"

#include <QWebSocket>

#include <memory>

namespace rookery::io {

struct WsLimits {
    milliseconds handshake = seconds(5);
    qint64 maxFrame = 50LL * 1024 * 1024;
    qint64 maxFrameBeforeTrusted = 1024 * 1024; //!< until `setTrusted`
    qint64 maxUnread = 8LL * 1024 * 1024; //!< what a peer that does not read may leave with us, our messages apart
    milliseconds pingEvery = seconds(20); //!< 0: no pings. No pong for 2 intervals = HalfOpen
};

//! Why a channel ended: exactly one per `open`.
struct WsClose {
    Error error;
    int code = 0; //!< close code of the peer, 0: none
    int httpStatus = 0; //!< of a refused upgrade, 0: not refused
    bool byPeer = false;
};

//! One end of a WebSocket with the deadlines and limits that QWebSocket lacks. Lives on its thread.
//! Late callbacks of an earlier `open` are dropped (epochs).
class WsChannel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WsChannel)

public:
    explicit WsChannel(Clock &clock, NetworkSettings settings, WsLimits limits = {}, QObject *parent = nullptr);
    ~WsChannel() override;

    void open(const QUrl &url, const HttpHeaders &headers = {});
    //! Goes on with a socket that a peer has opened to us; `opened` comes within this call.
    void adopt(std::unique_ptr<QWebSocket> socket);
    //! Ends silently: no `closed` follows.
    void close();
    [[nodiscard]] bool isOpen() const;
    //! After authentication: allows frames up to `maxFrame`.
    void setTrusted();
    //! False: not open, and no byte was written.
    [[nodiscard]] bool sendText(const QByteArray &utf8);
    //! Handed to the socket and not yet to the system; for chunked uploads to wait on.
    [[nodiscard]] qint64 bytesToWrite() const;
    //! Bytes written since construction, framing included; for measuring.
    [[nodiscard]] qint64 bytesWritten() const;
    //! Last ping's round trip, -1: none yet.
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
