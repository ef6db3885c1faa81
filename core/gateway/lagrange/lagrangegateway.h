// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotclient.h"
#include "gateway/onebot11/onebotdriver.h"
#include "lagrangefolder.h"
#include "lagrangeports.h"
#include "lagrangeprocess.h"

#include <functional>
#include <memory>
#include <optional>

namespace rookery::gateway {

//! Drives Lagrange.OneBot (v1). It has no panel. With a working folder on this machine, the driver reads its
//! configuration and the picture of its login code there; with a program, Rookery runs it and reads its output; with
//! neither there is only OneBot. A login does not guarantee that a port opens: the driver watches for it, and
//! restarts its own program once for it. Facts: docs/protocol/lagrange.md.
class LagrangeGateway final : public OneBotDriver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeGateway)

public:
    //! A port has to answer this long after a login.
    static constexpr seconds kPortsWithin{30};
    //! A code or a login has to appear this long after the start.
    static constexpr seconds kStartWithin{120};
    static constexpr seconds kNewCodeWithin{90};
    //! Assumed lifetime of a code found in the folder; Lagrange prints the real one only to its console.
    static constexpr seconds kCodeLife{120};
    //! Pause between two tries of a service with events, while the one in use has none.
    static constexpr seconds kBetterEvery{5};
    //! A replaced service is kept open this long, which is longer than any call's deadline.
    static constexpr seconds kLeaving{120};

    LagrangeGateway(const GatewayProfile &profile, const DriverContext &around);
    ~LagrangeGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // Lagrange never asks for one
    [[nodiscard]] FutureResult<> restart() override;
    void retryRefused() override;

private:
    [[nodiscard]] const Dialect &dialect() const override;
    void wireProcess();
    void dropLink();
    void end(Error why, bool forGood = false);

    [[nodiscard]] bool findsOneBot() const { return m_folder && m_profile.oneBot.isEmpty(); }
    void readSettings();
    void onSettings(const Result<LagrangeSettings> &settings);
    void tryPeer();
    void openService(const LagrangeService &service);
    //! Makes a peer for one service of the folder, not opened, after its token is stored where the peer reads it.
    //! `done` is not called if the link has ended.
    void prepareService(const LagrangeService &service, const std::function<void(std::unique_ptr<OneBotClient>)> &done);
    [[nodiscard]] std::unique_ptr<OneBotClient> newPeer(const GatewayProfile &profile, config::SecretStore &secrets);
    void usePeer(std::unique_ptr<OneBotClient> peer);
    //! Tries a service with events beside the one in use, which has none.
    void tryBetter();
    void moveToBetter();
    void onPeerUp();
    void onPeerDown(const Error &why, bool forGood);
    void watchOtherPorts();
    void onSelf(const AccountId &account, const QString &nickname);

    bool startProcess(); //!< false: it has ended too often, and the link was ended
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
    void refuseNewCode(ErrorKind kind, ErrorReason why); //!< fails a pending request for a new code
    void tellWaiting(LoginReason reason, const QString &text);

    GatewayProfile m_profile;
    Clock &m_clock;
    config::SecretStore &m_secrets;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    ReverseListener *m_listener;

    std::unique_ptr<LagrangeFolder> m_folder; //!< null: Lagrange runs elsewhere
    std::unique_ptr<LagrangeProcess> m_process; //!< null: not started by us
    QList<LagrangeService> m_services;
    qsizetype m_tries = 0; //!< with m_services, or with the one configured address
    LagrangeService m_service; //!< the service of m_peer
    std::unique_ptr<config::SecretStore> m_foundSecrets; //!< the token found in the folder; in memory only
    std::unique_ptr<OneBotClient> m_peer;
    std::unique_ptr<OneBotClient> m_better; //!< for m_betterService; replaces m_peer once it is up
    LagrangeService m_betterService;
    qsizetype m_betterTries = 0;
    std::unique_ptr<OneBotClient> m_leaving; //!< replaced; calls in flight may still be answered
    LagrangePorts m_ports; //!< the ports that m_peer does not use

    bool m_linked = false;
    bool m_peerUp = false;
    bool m_waiting = false; //!< for a login, as reported
    bool m_lossTold = false; //!< the session disconnects because of it; the program stays
    bool m_unconfigured = false; // the program was started without settings
    bool m_portsRestarted = false; //!< a restart for silent ports has been tried
    Redacted<QString> m_code; //!< shown
    Redacted<QString> m_deadCode; //!< from an earlier run: must not pass for a new one
    std::optional<Promise<void>> m_newCode; //!< pending request for a new code
    std::optional<WallTime> m_codeUntil; //!< as stated by the program
    Timer m_peerRetry;
    Timer m_startLimit;
    Timer m_portsLimit;
    Timer m_newCodeLimit;
    Timer m_pictureLimit;
    Timer m_betterRetry;
    Timer m_leavingEnd;
};

} // namespace rookery::gateway
