// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "incomingcheck.h"

#include "io/httplistener.h"
#include "model/listener.h"
#include "model/settings.h"

#include "base/epoch.h"

#include <QObject>
#include <QSslConfiguration>

#include <functional>
#include <map>
#include <memory>
#include <optional>

namespace rookery::gateway {

//! Listens on our own port, which gateways dial (reverse WebSocket) or post events to. There is one per engine; it
//! binds to loopback unless configured otherwise, opens with the first claim and closes after the last. Checks token,
//! signature and account before it reads anything else, and keeps a bounded list of rejected senders. Lives on the
//! engine thread.
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
    //! Limits the refusals of one address within `kFailureWindow`; beyond that it only gets 429, its tokens unread,
    //! until the window has passed. An account that was accepted from that address has its own count, so that guesses
    //! of its neighbours do not lock it out; guesses in its own name do, for the same time.
    static constexpr int kFailuresAllowed = 100;
    static constexpr int kFailuresOfKnown = 20;
    static constexpr milliseconds kFailureWindow = seconds(10);
    //! Number of connections without a slot within `kFailureWindow` that makes the port count as full, until none has
    //! been cut for `kFullFor`.
    static constexpr int kCutsForFull = 16;
    static constexpr milliseconds kFullFor = seconds(30);

    ReverseListener(Clock &clock, const ListenerSettings &settings, QObject *parent = nullptr);
    ~ReverseListener() override;

    //! Applies the settings. Changed ones close the port and, while there are claims, open the new one; sockets in use
    //! end.
    void setSettings(const ListenerSettings &settings);

    //! Checks whether the port could open with these settings. Errors: PortUnavailable, or what is wrong with the
    //! address or certificate. Changes nothing; addresses that we now hold at this port count as free.
    [[nodiscard]] FutureResult<> check(const ListenerSettings &settings);
    //! Returns whether a connection to this address arrives here. Does not look up names other than localhost: they
    //! count as another machine's.
    [[nodiscard]] bool isReachedAt(const QUrl &dialled) const;

    //! Accepts the sockets or posts of this claim from now on. Fails with PortUnavailable, or what is wrong with the
    //! address; there is then no claim. The claim ends with `release` or with its onShut: the certificate is read
    //! later, before the port opens.
    [[nodiscard]] Result<quint64> claim(IncomingClaim claim);
    void release(quint64 id);
    //! Lists a second connection, which the owner of the claim rejected because the account's first one is alive.
    void observeCollision(quint64 id);

    [[nodiscard]] ListenerState state() const;
    //! Clears the list of rejected senders; their count stays.
    void clearIncoming();

Q_SIGNALS:
    //! Is emitted at most a few times a second.
    void stateChanged(const rookery::ListenerState &state);

private:
    //! Counts how often something happened in the current window.
    struct Tally {
        SteadyTime since{};
        int count = 0;
    };
    struct Known {
        Tally failures;
        SteadyTime seen{};
    };

    //! Opens the port now, or once the certificate is read.
    [[nodiscard]] Result<> open();
    void readTls();
    void shut(const Error &why);
    void close();
    [[nodiscard]] Result<> tryPort(const ListenerSettings &settings) const;
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gate(const io::IncomingRequest &request);
    [[nodiscard]] std::optional<std::pair<int, QByteArray>> gatePost(const io::IncomingRequest &request);
    //! Checks a request before its token is read; nullopt if the token may be read.
    [[nodiscard]] std::optional<RejectReason> troubleOf(const io::IncomingRequest &request) const;
    void onSocket(const io::IncomingRequest &request, std::unique_ptr<QWebSocket> socket);
    void onRequest(const io::IncomingRequest &request, const std::shared_ptr<io::Responder> &responder);
    //! Counts and lists a rejected request; returns the status to answer.
    [[nodiscard]] int refuse(const io::IncomingRequest &request, RejectReason trouble);
    [[nodiscard]] bool isRefused(const io::IncomingRequest &request) const;
    void countFailure(const io::IncomingRequest &request);
    void know(const io::IncomingRequest &request);
    void onFull(const QHostAddress &peer);
    void count(Tally &tally) const;
    [[nodiscard]] int counted(const Tally &tally) const;
    void list(IncomingConnection entry);
    void tell();

    Clock &m_clock;
    ListenerSettings m_settings;
    std::unique_ptr<io::HttpListener> m_listener;
    std::optional<QSslConfiguration> m_tls; //!< of m_settings, once it is read
    Epoch m_epoch; //!< of the settings
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
