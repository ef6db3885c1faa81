// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QLocalSocket>
#include <QObject>

#include <memory>

namespace rookery::io {

//! Limits what the peer of a local socket may use.
struct LocalLimits {
    qsizetype maxLine = 64 * 1024; //!< bytes of one received line
    milliseconds stallDeadline = seconds(15); //!< for the peer to take some of what is sent
};

//! Exchanges lines of bytes with another process of the same user over a local socket. A line that is too long, and a
//! peer that does not read, close it. Lives on one thread.
class LocalChannel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalChannel)

public:
    //! Creates a channel that is not connected; see `connectTo`.
    LocalChannel(Clock &clock, const LocalLimits &limits, QObject *parent = nullptr);
    //! Takes over a connected socket, whose peer was accepted.
    LocalChannel(Clock &clock, const LocalLimits &limits, std::unique_ptr<QLocalSocket> socket,
                 QObject *parent = nullptr);
    ~LocalChannel() override;

    //! Connects to the listener with that name; `opened` or `closed` follows. Call once.
    void connectTo(const QString &name, milliseconds deadline);

    //! Sends a line, which must not contain a line feed. Does nothing unless the channel is open.
    void send(const QByteArray &line);
    //! Returns the number of bytes that the peer has not taken yet.
    [[nodiscard]] qint64 unsent() const;
    //! Sends what is still unsent and then closes. Nothing more is received.
    void finish();
    [[nodiscard]] bool isOpen() const { return m_state == State::Open; }

Q_SIGNALS:
    void opened();
    void received(const QByteArray &line); //!< without its line feed
    void sent(); //!< the peer took some bytes
    //! Reports once that the channel has ended, except by its destruction. Offline/ConnectionRefused: nothing listens.
    //! Auth/FileDenied: another user listens. Timeout/NoReply, Protocol/FrameTooLarge, Network/NotReading;
    //! Network/ConnectionLost: the peer closed it, or `finish` is done.
    void closed(const rookery::Error &error);

private:
    enum class State { Idle, Connecting, Open, Finishing, Closed };

    void watch();
    void onConnected();
    void onError(QLocalSocket::LocalSocketError error);
    void read();
    void onSent();
    void close(const Error &error);

    const LocalLimits m_limits;
    std::unique_ptr<QLocalSocket> m_socket;
    QByteArray m_received; //!< the beginning of a line
    State m_state = State::Idle;
    Timer m_connecting;
    Timer m_stalled;
};

} // namespace rookery::io
