// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotclient.h"
#include "gateway/onebot11/onebotdriver.h"
#include "llbotlink.h"
#include "llbotlogin.h"
#include "llbotlogs.h"
#include "llbotvitals.h"
#include "onebotentry.h"

#include <memory>

namespace rookery::gateway {

//! Drives LLOneBot and LLBot of every generation: the panel (if there is one) provides login and log, OneBot 11
//! provides events and actions. Uses the operator's OneBot server, or else the first one that is enabled in the panel's
//! configuration; changes nothing there. Once OneBot is up, the loss of the panel (which may move or close after a
//! login) does not end the link. Without a panel, this is a plain OneBot driver.
class LLBotGateway final : public OneBotDriver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotGateway)

public:
    LLBotGateway(const GatewayProfile &profile, const DriverContext &around);
    ~LLBotGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    void checkLogin() override;
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &) override {} // LLBot never asks for one
    [[nodiscard]] FutureResult<> submitSignToken(const Redacted<QString> &token) override;
    [[nodiscard]] FutureResult<> restart() override;

private:
    [[nodiscard]] const Dialect &dialect() const override;
    void wirePanel();
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const LLBotInput &input);
    void run(const LLBotEffect &effect);
    void dropAll();
    // the panel
    void probePanel();
    void authorisePanel();
    void followPanel();
    void onLoggedIn(const AccountId &account, const QString &nickname);
    void onLogLine(const LogLine &line);
    void fetchQqVersion();
    // OneBot
    void openOneBot();
    void onConfig(const Result<QJsonValue> &reply);
    void makePeer(const GatewayProfile &profile, config::SecretStore &secrets);
    void onVersion(const GatewayVersion &version);

    GatewayProfile m_profile;
    Clock &m_clock;
    io::NetworkSettings m_network;
    Deadlines m_deadlines;
    ReverseListener *m_listener;
    LLBotPanel m_panel;
    LLBotLogin m_login;
    LLBotLogs m_logs;
    LLBotVitals m_vitals;
    ConnectionTracker m_panelConnection;
    Timer m_panelRetry;
    Timer m_oneBotRetry;
    std::unique_ptr<config::SecretStore> m_foundSecrets; //!< holds the token from the panel's configuration
    OneBotEntry m_found;
    std::unique_ptr<OneBotClient> m_peer; //!< null: the server is not known yet

    LLBotLink m_link;
    WallTime m_loggedInAt{};
    GatewayVersion m_version;
    QString m_qqVersion;
};

//! Converts LLBot's answer to get_rkey to the form that every other gateway uses. LLBot states one expiry for both
//! keys, and the time of fetching only as local time without a zone, so the life of the keys counts from `now`. Returns
//! anything else unchanged. Pure.
[[nodiscard]] QJsonValue commonRkeys(const QJsonValue &data, WallTime now);

} // namespace rookery::gateway
