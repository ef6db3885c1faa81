// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/onebot11/onebotpeer.h"
#include "gateway/surroundings.h"
#include "lagrangefolder.h"
#include "lagrangeports.h"
#include "lagrangeprocess.h"

#include <functional>
#include <memory>
#include <optional>

namespace rookery::gateway {

//! The driver for Lagrange.OneBot (v1). It has no panel: with a working folder on this machine its configuration and
//! the picture of its login code are read there, and with a program Rookery runs it and reads what it prints; without
//! either there is OneBot alone. Logged in does not mean that a port opens: that is watched, and a program of ours is
//! restarted for it once. Facts: docs/protocol/lagrange.md.
class LagrangeGateway final : public Gateway
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeGateway)

public:
    //! After a login, until a port has to answer.
    static constexpr seconds kPortsWithin{30};
    //! After its start, until there has to be a code or a login.
    static constexpr seconds kStartWithin{120};
    static constexpr seconds kNewCodeWithin{90};
    //! What a code lives that is found in the folder; its writer says it to its console alone.
    static constexpr seconds kCodeLife{120};
    //! Between two tries of a service with events, while the one in use has none.
    static constexpr seconds kBetterEvery{5};
    //! A service that another takes the place of is left alone for so long: longer than any call's deadline.
    static constexpr seconds kLeaving{120};

    LagrangeGateway(const GatewayProfile &profile, const Surroundings &around);
    ~LagrangeGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<Reply> call(const Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stage(const QByteArray &bytes, const QByteArray &sha256,
                                                 const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // nobody asks for one
    [[nodiscard]] FutureResult<> restart() override;
    void retryRefused() override;

private:
    void wireProcess();
    void dropLink();
    void end(Error why, bool forGood = false);

    [[nodiscard]] bool findsOneBot() const { return m_folder && m_profile.oneBot.isEmpty(); }
    void readSettings();
    void onSettings(const Result<LagrangeSettings> &settings);
    void tryPeer();
    void openService(const LagrangeService &service);
    //! A peer for one service of the folder, once its token is where the peer reads it; not opened. Null in a new
    //! epoch.
    void prepareService(const LagrangeService &service, const std::function<void(std::unique_ptr<OneBotPeer>)> &done);
    [[nodiscard]] std::unique_ptr<OneBotPeer> newPeer(const GatewayProfile &profile, config::SecretStore &secrets);
    void usePeer(std::unique_ptr<OneBotPeer> peer);
    //! While a service without events is in use: tries one that has them, beside it.
    void tryBetter();
    void moveToBetter();
    void onPeerUp();
    void onPeerDown(const Error &why, bool forGood);
    void watchOtherPorts();
    void onSelf(const AccountId &account, const QString &nickname);

    bool startProcess(); //!< false: it has ended too often, and so has the link
    void onProcessStarted();
    void onWaitingForSettings();
    void onProcessEnded(const Error &why);
    void onLoggedIn();
    void onPortsSilent();

    void onSession();
    void onPicture(const Redacted<QString> &text, WallTime writtenAt);
    void showCode(const Redacted<QString> &text);
    void onCodeLife(milliseconds life);
    void onCodeEnded(const QString &text);
    void hideCode();
    void onPictureOld();
    void refuseNewCode(ErrorKind kind, Reason why); //!< whoever asked for one gets none
    void tellWaiting(LoginReason reason, const QString &text);

    GatewayProfile m_profile;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    ReverseListener *m_listener;

    std::unique_ptr<LagrangeFolder> m_folder; //!< null: it runs elsewhere
    std::unique_ptr<LagrangeProcess> m_process; //!< null: somebody else starts it
    QList<LagrangeService> m_services;
    qsizetype m_tries = 0; //!< with them, or with the one address
    LagrangeService m_service; //!< that m_peer is for
    std::unique_ptr<config::SecretStore> m_foundSecrets; //!< the token of the folder, in memory alone
    std::unique_ptr<OneBotPeer> m_peer;
    std::unique_ptr<OneBotPeer> m_better; //!< for m_betterService; takes the place of m_peer once it is up
    LagrangeService m_betterService;
    qsizetype m_betterTries = 0;
    std::unique_ptr<OneBotPeer> m_leaving; //!< what is in flight on it may still be answered
    LagrangePorts m_ports; //!< those that m_peer does not use

    quint64 m_epoch = 0;
    bool m_linked = false;
    bool m_peerUp = false;
    bool m_waiting = false; //!< for a login, as told
    bool m_lossTold = false; //!< the session drops the link over it; the program stays
    bool m_unconfigured = false; // the program was started without settings
    bool m_portsRestarted = false; //!< a restart for silent ports has been tried
    Redacted<QString> m_code; //!< on show
    Redacted<QString> m_deadCode; //!< of an earlier run: must not pass for a new one
    std::optional<Answer<void>> m_newCode; //!< somebody asked for one
    std::optional<WallTime> m_codeUntil; //!< as the program has said
    Timer m_peerRetry;
    Timer m_startLimit;
    Timer m_portsLimit;
    Timer m_newCodeLimit;
    Timer m_pictureLimit;
    Timer m_betterRetry;
    Timer m_leavingEnd;
};

} // namespace rookery::gateway
