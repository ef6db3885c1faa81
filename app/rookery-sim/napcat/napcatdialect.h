// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/webui.h"
#include "onebot/network.h"
#include "onebot/traffic.h"
#include "reservedport.h"

namespace rookery::sim::napcat {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates a NapCat 4.18 and its QQ as seen from the network.
class NapCatDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NapCatDialect)

public:
    explicit NapCatDialect(const DialectContext &context);
    ~NapCatDialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override;
    [[nodiscard]] Result<> confirmQr() override { return m_login.confirm(); }
    [[nodiscard]] Result<> expireQr() override { return m_login.expire(); }
    [[nodiscard]] Result<> scanQr() override;
    [[nodiscard]] Result<> kick() override { return m_login.kick(); }
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override;
    //! Handles `/own`: the operator's phone sends.
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    [[nodiscard]] Result<> boot(bool loginAtOnce);
    [[nodiscard]] onebot::Chats::Behaviour chatBehaviour();
    [[nodiscard]] onebot::Traffic::Hooks trafficHooks();
    void applyConfig();
    void onOpened(const onebot::Endpoint &endpoint, const QString &error);
    void onLoggedIn();
    void onKicked(const QString &title, const QString &text);
    void onFault(const QString &name, bool on);
    void restart();
    void shutDown();
    void storm();

    LogWriter m_log;
    State m_state;
    Scheduler m_scheduler;
    Credentials m_credentials;
    QqLogin m_login;
    onebot::Chats m_chats;
    UploadStore m_uploads;
    RkeyLife m_rkey;
    // reserved: announced long before they open, as NapCat does; a restart leaves the panel's port and takes it again
    ReservedPort m_webUiPort;
    ReservedPort m_wsPort;
    ReservedPort m_httpPort;
    OneBotConfig m_config;
    SendBehaviour m_sendBehaviour;
    onebot::Sender m_sender;
    Actions m_actions;
    WireProfile m_profile;
    onebot::Network m_network;
    DebugChannel m_debug;
    onebot::Traffic m_traffic;
    WebUi m_webUi;
    int m_stormLine = 0;
    qint64 m_realSeq = 1000;
};

} // namespace rookery::sim::napcat
