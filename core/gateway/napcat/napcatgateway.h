// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"
#include "gateway/drivercontext.h"
#include "gateway/onebot11/onebotdriver.h"
#include "gateway/onebotlink.h"
#include "gateway/onebotsocket.h"
#include "loginpoller.h"
#include "napcatlink.h"
#include "napcatlogs.h"
#include "uploader.h"
#include "webuiclient.h"

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
    //! Takes one step of the link and does what follows from it, until a listener ends the attempt.
    void apply(const NapCatInput &input);
    void run(const NapCatEffect &effect);
    void dropAll();
    void probePanel();
    void awaitPanel(const FutureResult<> &authorised);
    void readVersion();
    void followPanel();
    void openChannel();
    void onEvent(const Event &event);
    void onLogLine(const LogLine &line);

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

    NapCatLink m_link;
};

} // namespace rookery::gateway
