// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/actions.h"
#include "llbot/sendbehaviour.h"
#include "llbot/webui.h"
#include "llbot/wireprofile.h"
#include "onebot/network.h"
#include "onebot/traffic.h"
#include "reservedport.h"

namespace rookery::sim::llbot {

//! Returns every fault this dialect can show.
[[nodiscard]] QList<FaultInfo> knownFaults();

//! Imitates an LLBot of generation 4, 7 or 8 and its QQ as seen from the network.
class LLBotDialect final : public Dialect
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LLBotDialect)

public:
    explicit LLBotDialect(const DialectContext &context);
    ~LLBotDialect() override;

    [[nodiscard]] Result<> start(const QString &pictureBase) override;
    [[nodiscard]] QJsonObject announcement() const override;
    [[nodiscard]] QJsonObject state() const override;
    [[nodiscard]] QJsonObject secrets() const override { return m_state.secrets(); }
    [[nodiscard]] Result<> confirmQr() override { return m_account.confirm(); }
    [[nodiscard]] Result<> expireQr() override { return m_account.expire(); }
    [[nodiscard]] Result<> scanQr() override;
    [[nodiscard]] Result<> kick() override { return m_account.kick(); }
    [[nodiscard]] PictureAnswer picture(const QString &rkey, const QString &fileId) const override
    {
        return m_keys.download(rkey, fileId);
    }
    //! Handles `/own` (the operator's phone sends), and `/dial` and `/post` {"url","token"}, which add a reverse
    //! WebSocket or an event post.
    [[nodiscard]] std::optional<Result<>> command(const QString &path, const QJsonObject &body) override;

private:
    [[nodiscard]] onebot::Chats::Behaviour chatBehaviour();
    [[nodiscard]] onebot::Traffic::Hooks trafficHooks();
    [[nodiscard]] Result<> boot();
    void connectParts();
    void applyConfig();
    void onCodeIssued();
    void onLoggedIn();
    void onKicked();
    void logOut();
    void onOpened(const onebot::Endpoint &endpoint, const QString &error);
    void onNoted(const onebot::Endpoint &endpoint, const QString &what, const QString &detail);
    void onFault(const QString &name, bool on);
    void movePanel();
    void restart();
    void shutDown();
    void storm();

    LogWriter m_log;
    State m_state;
    Scheduler m_scheduler;
    Panel m_panel;
    onebot::Account m_account;
    onebot::Chats m_chats;
    onebot::PictureKeys m_keys;
    // reserved, because they are announced long before they open, as LLBot does
    ReservedPort m_panelPort;
    ReservedPort m_nextPanelPort; //!< fault webui-moves
    ReservedPort m_wsPort;
    ReservedPort m_httpPort;
    Config m_config;
    SendBehaviour m_sendBehaviour;
    onebot::Sender m_sender;
    Actions m_actions;
    WireProfile m_profile;
    onebot::Network m_network;
    onebot::Traffic m_traffic;
    WebUi m_webUi;
    QHash<QString, qint64> m_seqs; //!< last message_seq per chat
    int m_stormLine = 0;
};

} // namespace rookery::sim::llbot
