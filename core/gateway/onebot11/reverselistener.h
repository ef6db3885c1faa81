// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialincheck.h"

#include "io/httplistener.h"
#include "model/listener.h"
#include "model/settings.h"

#include "base/async.h"

#include <QObject>
#include <QSslConfiguration>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace rookery::gateway {

//! Our own port: gateways dial it (reverse WebSocket) or post events to it. One per engine; loopback unless told
//! otherwise, opened with the first claim and closed after the last. Judges token, signature and account before
//! anything else is read, and keeps a bounded list of who was turned away. Lives on the engine thread.
//! Facts: docs/protocol/onebot11.md, "Dialling in".
class ReverseListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReverseListener)

public:
    static constexpr int kMaxConnections = 1024;
    static constexpr int kMaxStrangers = 256; //!< of these, without a right token or signature yet
    static constexpr int kMaxStrangersPerAddress = 32;
    static constexpr int kMaxListed = 64;
    //! Refusals of one address within `kFailureWindow`; then it gets nothing but 429, its tokens unread, until the
    //! window has passed. An account that has been let in from there has a count of its own, so that its neighbours'
    //! guesses do not keep it out; guesses in its own name do, for that long.
    static constexpr int kFailuresAllowed = 100;
    static constexpr int kFailuresOfKnown = 20;
    static constexpr milliseconds kFailureWindow = seconds(10);
    //! So many connections without a slot within `kFailureWindow` make the port count as full, until none has been cut
    //! for `kFullFor`.
    static constexpr int kCutsForFull = 16;
    static constexpr milliseconds kFullFor = seconds(30);

    ReverseListener(Clock &clock, const ListenerSettings &settings, QObject *parent = nullptr);
    ~ReverseListener() override;

    //! Other settings close the port and, while there are claims, open the new one; sockets in use end.
    void setSettings(const ListenerSettings &settings);

    //! What would keep the port shut with these settings: PortUnavailable, or what is wrong with address or
    //! certificate. Nothing changes by it; the addresses that we hold just now at this port count as free.
    [[nodiscard]] FutureResult<> check(const ListenerSettings &settings);
    //! Whether what is dialled at this address arrives here. A name other than localhost is not looked up: it is
    //! somebody else's.
    [[nodiscard]] bool isReachedAt(const QUrl &dialled) const;

    //! From now on this may come in. Fails with PortUnavailable, or what is wrong with the address; the claim then
    //! does not stand. Ended by `release`, or by its onShut: a certificate is read before the port opens.
    [[nodiscard]] Result<quint64> claim(DialInClaim claim);
    void release(quint64 id);
    //! The owner of a claim turned a second connection of a living account away.
    void noteCollision(quint64 id);

    [[nodiscard]] ListenerState state() const;
    //! Forgets who was turned away so far; the count of them stays.
    void clearDialIns();

Q_SIGNALS:
    //! At most a few times a second.
    void stateChanged(const rookery::ListenerState &state);

private:
    //! How often something happened in the present window.
    struct Tally {
        SteadyTime since{};
        int count = 0;
    };
    struct Known {
        Tally failures;
        SteadyTime seen{};
    };

    //! At once, or once the certificate is read.
    [[nodiscard]] Result<> open();
    void readTls();
    void shut(const Error &why);
    void close();
    [[nodiscard]] Result<> tryPort(const ListenerSettings &settings) const;
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gate(const io::IncomingRequest &request);
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gatePost(const io::IncomingRequest &request);
    //! Before its token is read: nullopt when it may be.
    [[nodiscard]] std::optional<DialInTrouble> troubleOf(const io::IncomingRequest &request) const;
    void onSocket(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void onRequest(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder);
    //! Counts and lists; the status to answer.
    [[nodiscard]] int refuse(const io::IncomingRequest &request, DialInTrouble trouble);
    [[nodiscard]] bool isRefused(const io::IncomingRequest &request) const;
    void countFailure(const io::IncomingRequest &request);
    void know(const io::IncomingRequest &request);
    void onFull(const QHostAddress &peer);
    void count(Tally &tally) const;
    [[nodiscard]] int counted(const Tally &tally) const;
    void list(DialIn entry);
    void tell();

    Clock &m_clock;
    ListenerSettings m_settings;
    std::unique_ptr<io::HttpListener> m_listener;
    std::optional<QSslConfiguration> m_tls; //!< of m_settings, once it is read
    quint64 m_epoch = 0; //!< of the settings
    bool m_reading = false;
    HeldClaims m_claims;
    std::map<QString, Tally> m_failures; //!< by address; bounded
    std::map<std::pair<QString, QString>, Known> m_known; //!< by address and account; bounded
    Tally m_cuts; //!< connections that lost their slot, or got none
    quint64 m_lastClaim = 0;
    ListenerState m_state;
    Timer m_tell;
    Timer m_fullEnds;
};

} // namespace rookery::gateway
