// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/epoch.h"
#include "config/secretstore.h"
#include "gateway/badframes.h"
#include "gateway/dialect.h"
#include "gateway/gateway.h"
#include "io/network.h"
#include "model/gateway.h"
#include "onebottransport.h"

#include <QObject>

#include <memory>

namespace rookery::gateway {

class ReverseListener;

//! Handles the OneBot 11 side of a gateway over any transport: opens it, finds out which program and account are there,
//! judges the answers by the right dialect, and follows whether the account is online. Does not pass on states that the
//! gateway reports as constants. Makes one attempt per `open`; the session decides about the next one. Lives on the
//! engine thread; `clock`, `secrets` and `listener` outlive it.
class OneBotClient final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBotClient)

public:
    //! `dialect` applies until the gateway identifies itself. `listener` may be null if `profile.way` needs none; a way
    //! that needs one then ends as Offline/Internal.
    OneBotClient(const GatewayProfile &profile, const Dialect &dialect, Clock &clock, config::SecretStore &secrets,
                 const io::NetworkSettings &network, const Deadlines &deadlines, ReverseListener *listener = nullptr,
                 QObject *parent = nullptr);
    ~OneBotClient() override;

    //! Starts one attempt, which `down` or `close` ends.
    void open();
    //! Ends the attempt without a signal.
    void close();
    //! Returns true if actions can be called: the gateway has accepted our token.
    [[nodiscard]] bool isUp() const;
    //! Calls an action. See Gateway::call for the errors.
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline);

    //! Asks now which account is logged in; `selfKnown` or `offline` follows while up.
    void identify();

    //! Returns the dialect as far as it is known. The data is immutable and valid forever.
    [[nodiscard]] const Dialect &dialect() const { return *m_dialect; }
    [[nodiscard]] const GatewayVersion &version() const { return m_version; }

Q_SIGNALS:
    void up();
    //! Is emitted exactly once per `open` that `close` did not end. `forGood`: a retry would not help (a refused token
    //! or certificate, the third broken frame in ten minutes).
    void down(const rookery::Error &why, bool forGood);
    void versionKnown(const rookery::GatewayVersion &version);
    //! Reports the account that is logged in: after `up`, after every return online, and when the account changes.
    void selfKnown(const rookery::AccountId &account, const QString &nickname);
    //! Reports that no account is logged in (any more); `text` is the gateway's wording and may be empty. The
    //! connection stays.
    void offline(rookery::LoginReason reason, const QString &text);
    void eventReceived(const rookery::Event &event);
    void undecodable(const rookery::Error &what);
    void connectionChanged(const rookery::ConnectionInfo &info); //!< labels "events" and "onebot"
    void arrived(); //!< a gateway dialled in while no attempt runs: `open` will use it
    void certificateRefused(const rookery::CertificateInfo &certificate);

private:
    enum class Login { Unknown, Online, Offline };

    void onTransportUp();
    void onTransportDown(const Error &why);
    void onEvent(Event event);
    void onVersion(const Result<protocol::Reply> &reply);
    void onLoginInfo(const Result<protocol::Reply> &reply);
    void onStatus(const Result<protocol::Reply> &reply);
    void askStatus();
    void poll();
    void setOnline(const AccountId &account, const QString &nickname);
    void setOffline(LoginReason reason, const QString &text);
    //! Ends the attempt and reports why.
    void end(const Error &why);
    void useDialect(const Dialect &dialect);
    [[nodiscard]] milliseconds pollEvery() const;

    GatewayProfile m_profile;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    Deadlines m_deadlines;
    const Dialect *m_dialect;
    std::unique_ptr<OneBotTransport> m_transport;
    bool m_listenerLacks; //!< the way needs our own port, but no listener was given
    Timer m_poll;
    Epoch m_epoch; //!< of the current attempt
    quint64 m_identity = 0; //!< of the latest `identify`
    bool m_open = false;
    Login m_login = Login::Unknown;
    AccountId m_account;
    GatewayVersion m_version;
    BadFrames m_badFrames;
};

//! Forwards the peer's signals to which the driver adds nothing: events, undecodable frames, connections, arrivals,
//! refused certificates.
void forwardSignals(const OneBotClient &peer, Gateway &driver);

//! Closes a peer that is being replaced, without signals. Deletes it later, because it may be the caller.
void disposeLater(std::unique_ptr<OneBotClient> peer);

} // namespace rookery::gateway
