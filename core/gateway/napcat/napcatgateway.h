// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotdriver.h"
#include "gateway/onebotlink.h"
#include "gateway/onebotsocket.h"
#include "loginpoller.h"
#include "napcatlogs.h"
#include "uploader.h"
#include "webuiclient.h"

#include <QList>

#include <memory>

namespace rookery::gateway {

//! Drives NapCat with just the panel's address and token. The panel provides login, log and version; its debug socket
//! provides events (own messages included) and actions, so no OneBot port needs to be open. A link is one epoch:
//! anything that ends it drops everything and is reported once, and `connectLink` starts the next one.
class NapCatGateway final : public OneBotDriver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NapCatGateway)

public:
    NapCatGateway(const GatewayProfile &profile, const DriverContext &around);
    ~NapCatGateway() override;

    [[nodiscard]] Capabilities capabilities() const override;
    void connectLink() override;
    void disconnectLink() override;
    void retryRefused() override;
    void checkLogin() override { m_login.check(); }
    [[nodiscard]] FutureResult<protocol::Reply> call(const protocol::Action &action, milliseconds deadline) override;
    [[nodiscard]] FutureResult<StagedFile> stagePicture(const QByteArray &bytes, const QByteArray &sha256,
                                                        const QString &fileName, milliseconds retention) override;
    [[nodiscard]] milliseconds sendDeadline(qint64 mediaBytes) const override;
    [[nodiscard]] FutureResult<> refreshQr() override;
    [[nodiscard]] FutureResult<> quickLogin(const AccountId &account) override;
    void submitTotp(const Redacted<QString> &code) override;
    [[nodiscard]] FutureResult<> restart() override;

private:
    [[nodiscard]] const Dialect &dialect() const override;
    void wire();
    void dropAll();
    void onProbed(const Result<bool> &probed);
    void onAuthorised(const Result<> &result);
    void end(Error why);
    void onLoggedIn(const AccountId &account, const QString &nickname);
    void onWaiting(LoginReason reason, const QString &text);
    void openChannel();
    void onChannelToken(const Result<QJsonValue> &reply);
    void onChannelUp();
    void onChannelDown(const io::WsClose &close);
    void onEvent(const Event &event);
    void onLogLine(const LogLine &line);
    void fetchVersion();
    [[nodiscard]] bool tooManyBadFrames(ErrorReason reason);

    Clock &m_clock;
    Deadlines m_deadlines;
    WebUiClient m_panel;
    LoginPoller m_login;
    OneBotSocket m_events;
    NapCatLogs m_logs;
    Uploader m_uploader;
    std::unique_ptr<OneBotLink> m_oneBot; //!< null: the operator named no port
    ConnectionTracker m_panelConnection;
    ConnectionTracker m_eventConnection;
    Timer m_channelRetry;

    bool m_linked = false;
    bool m_loggedIn = false;
    bool m_channelOpening = false;
    bool m_restarting = false; //!< we requested it, so the next loss is reported as a restart
    GatewayVersion m_version;
    QList<SteadyTime> m_badFrames;
};

} // namespace rookery::gateway
