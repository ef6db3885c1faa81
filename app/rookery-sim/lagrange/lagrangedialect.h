// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lagrange/actions.h"
#include "lagrange/appsettings.h"
#include "lagrange/logwriter.h"
#include "lagrange/sendbehaviour.h"
#include "lagrange/wireprofile.h"
#include "onebot/network.h"
#include "onebot/traffic.h"
#include "reservedport.h"

namespace rookery::sim::lagrange {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates a Lagrange.OneBot (v1). With a folder it acts as that process: it keeps appsettings.json, qr-<uin>.png and
//! keystore.json there, writes Lagrange's log to standard output, and ends when its code expires. Without a folder it
//! is silent and restarts by itself, as under a supervisor.
class LagrangeDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LagrangeDialect)

public:
    explicit LagrangeDialect(const DialectContext &context);
    ~LagrangeDialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override { return m_state.secrets(); }
    [[nodiscard]] Result<> confirmQr() override { return m_account.confirm(); }
    [[nodiscard]] Result<> expireQr() override { return m_account.expire(); }
    [[nodiscard]] Result<> scanQr() override { return m_account.scan(); }
    [[nodiscard]] Result<> kick() override { return m_account.kick(); }
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override
    {
        return m_keys.download(rkey, fileId);
    }
    //! Handles `/own` (the operator's phone sends), and `/dial` {"url","token","role"} and `/post` {"url","token"},
    //! which add a reverse WebSocket or an event post.
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    [[nodiscard]] static onebot::Chats::Behaviour chatBehaviour();
    [[nodiscard]] onebot::Traffic::Hooks trafficHooks();
    [[nodiscard]] bool isProcess() const { return !m_state.options.folder.isEmpty(); }
    [[nodiscard]] QString fileName(const QString &name) const;
    void write(const QString &name, const QByteArray &bytes) const;
    void connectParts();
    void boot();
    void poll();
    void onCodeIssued();
    void onCodeExpired();
    void onLoggedIn();
    void onKicked();
    void notice(const QString &type, const QJsonObject &more);
    void apply();
    void onFault(const QString &name, bool on);
    void restart();
    void shutDown();

    onebot::State m_state;
    Scheduler m_scheduler;
    Console m_console;
    LogWriter m_logWriter;
    onebot::Account m_account;
    onebot::Chats m_chats;
    onebot::PictureKeys m_keys;
    ReservedPort m_wsPort;
    ReservedPort m_httpPort;
    AppSettings m_settings;
    SendBehaviour m_sendBehaviour;
    onebot::Sender m_sender;
    Actions m_actions;
    WireProfile m_profile;
    onebot::Network m_network;
    onebot::Traffic m_traffic;
    Timer m_poll;
    bool m_hasSession;
};

} // namespace rookery::sim::lagrange
