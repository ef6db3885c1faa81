// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/secretstore.h"
#include "gateway/badframes.h"
#include "gateway/dialect.h"
#include "gateway/gateway.h"
#include "io/network.h"
#include "model/gateway.h"
#include "onebotwire.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

class ReverseListener;

//! The OneBot 11 side of a gateway, whatever the way: opens it, finds out what and who is there, judges the
//! answers by the right dialect, and follows whether the account is online. What it may not believe (states
//! that are constants) does not leave it. One attempt per `open`; trying again is the session's business.
//! Lives on the engine thread; `clock`, `secrets` and `listener` outlive it.
class OneBotPeer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotPeer)

public:
    //! `dialect` counts until the gateway says what it is. `listener` may be null where `profile.way` needs none;
    //! a way that needs one then ends as Offline/Internal.
    OneBotPeer(const GatewayProfile &profile, const Dialect &dialect, Clock &clock, config::SecretStore &secrets,
               const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener = nullptr,
               QObject *parent = nullptr);
    ~OneBotPeer() override;

    //! One attempt, ended by `down` or `close`.
    void open();
    //! Ends silently.
    void close();
    //! Actions can be called: the gateway has shown that our token counts.
    [[nodiscard]] bool isUp() const;
    //! See Gateway::call for the errors.
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline);

    //! Asks now who is logged in, as after a login; `selfKnown` or `offline` follows while up.
    void identify();

    //! What is spoken as far as known. Immutable data, valid for ever.
    [[nodiscard]] const Dialect &dialect() const { return *m_dialect; }
    [[nodiscard]] const GatewayVersion &version() const { return m_version; }

Q_SIGNALS:
    void up();
    //! Exactly one per `open` that was not ended by `close`. `forGood`: no repetition changes it (a refused token or
    //! certificate, the third broken frame in ten minutes).
    void down(const rookery::Error &why, bool forGood);
    void versionKnown(const rookery::GatewayVersion &version);
    //! Somebody is logged in: after `up`, after every return, and when it is somebody else.
    void selfKnown(const rookery::AccountId &account, const QString &nickname);
    //! Nobody is (any more); `text` is the gateway's, may be empty. The connection stays.
    void offline(rookery::LoginReason reason, const QString &text);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< labels "events" and "onebot"
    void arrived(); //!< a gateway that dials us is there, and no attempt runs: `open` will find it
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    enum class Login { Unknown, Online, Offline };

    void onWireUp();
    void onWireDown(const Error &why);
    void onEvent(Event event);
    void onVersion(const Result<Reply> &reply);
    void onLoginInfo(const Result<Reply> &reply);
    void onStatus(const Result<Reply> &reply);
    void askStatus();
    void poll();
    void setOnline(const AccountId &account, const QString &nickname);
    void setOffline(LoginReason reason, const QString &text);
    //! Ends the attempt on our own account.
    void end(const Error &why);
    void useDialect(const Dialect &dialect);
    [[nodiscard]] milliseconds pollEvery() const;

    GatewayProfile m_profile;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    Deadlines m_deadlines;
    const Dialect *m_dialect;
    std::unique_ptr<OneBotWire> m_wire;
    bool m_listenerLacks; //!< the way needs our own port, and nobody gave us one
    Timer m_poll;
    quint64 m_epoch = 0; //!< of the attempt
    quint64 m_identity = 0; //!< of the question who is there
    bool m_open = false;
    Login m_login = Login::Unknown;
    AccountId m_account;
    GatewayVersion m_version;
    BadFrames m_badFrames;
};

//! What a peer says that its driver has nothing to add to goes out as the driver's: events, undecodable frames,
//! connections, arrivals, refused certificates.
void relay(const OneBotPeer &peer, Gateway &driver);

//! Ends a peer that another takes the place of, silently; it may be what calls.
void retire(std::unique_ptr<OneBotPeer> peer);

} // namespace rookery::gateway
