// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/network.h"
#include "onebot/traffic.h"
#include "onebot11/actions.h"
#include "onebot11/sendbehaviour.h"
#include "onebot11/wireprofile.h"
#include "reservedport.h"

namespace rookery::sim::onebot11 {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates a gateway that follows the standard and has nothing else: no panel, no visible login. It is online from the
//! start; after a kick, `POST /login` brings it back.
class OneBot11Dialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneBot11Dialect)

public:
    explicit OneBot11Dialect(const DialectContext &context);
    ~OneBot11Dialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override { return m_state.secrets(); }
    [[nodiscard]] Result<> confirmQr() override { return noCode(); }
    [[nodiscard]] Result<> expireQr() override { return noCode(); }
    [[nodiscard]] Result<> scanQr() override { return noCode(); }
    [[nodiscard]] Result<> kick() override { return m_account.kick(); }
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override
    {
        return m_keys.download(rkey, fileId);
    }
    //! Handles `/own` (the operator's phone sends), `/login`, and `/dial` {"url","token","role"} and `/post`
    //! {"url","token"}, which add a reverse WebSocket or an event post.
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    [[nodiscard]] static Result<> noCode();
    [[nodiscard]] static onebot::Chats::Behaviour chatBehaviour();
    [[nodiscard]] onebot::Traffic::Hooks trafficHooks();
    void addEndpoint(onebot::Endpoint::Way way, const QString &url, const QString &token, const QString &role);
    void apply();
    void onFault(const QString &name, bool on);
    void restart(milliseconds delay);
    void shutDown();

    onebot::State m_state;
    Scheduler m_scheduler;
    onebot::Account m_account;
    onebot::Chats m_chats;
    onebot::PictureKeys m_keys;
    ReservedPort m_wsPort;
    ReservedPort m_httpPort;
    QList<onebot::Endpoint> m_endpoints;
    SendBehaviour m_sendBehaviour;
    onebot::Sender m_sender;
    Actions m_actions;
    WireProfile m_profile;
    onebot::Network m_network;
    onebot::Traffic m_traffic;
};

} // namespace rookery::sim::onebot11
