// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/chats.h"
#include "napcat/draft.h"
#include "napcat/onebotconfig.h"
#include "napcat/qqlogin.h"
#include "napcat/rkeylife.h"

namespace rookery::sim::napcat {

//! The send actions, from parameters to ledger, with every way a send can go wrong.
class Sender final
{
public:
    Sender(World &world, Chats &chats, UploadStore &uploads, RkeyLife &rkey, const QqLogin &login,
           const OneBotConfig &config);
    Q_DISABLE_COPY_MOVE(Sender)

    enum class Family { Any, Group, Private };
    void send(Family family, const QJsonObject &params, Transport transport, const Done &done);
    //! As when the process dies: nothing more is answered.
    void stop() { m_scheduler.clear(); }

private:
    struct Target {
        Peer peer;
        QString error;
    };
    [[nodiscard]] Target targetOf(Family family, const QJsonObject &params) const;
    void transmit(const Peer &peer, const Draft &draft, milliseconds timeout, const Done &done);
    [[nodiscard]] QString refusal(const Peer &peer, const Draft &draft);
    //! The own message as the chat now shows it.
    [[nodiscard]] QJsonObject ownEvent(const Peer &peer, const Draft &draft);
    void deliver(const Peer &peer, const Draft &draft, const QJsonObject &event);
    void refuse(const QString &message, const Done &done);

    World &m_world;
    Chats &m_chats;
    UploadStore &m_uploads;
    RkeyLife &m_rkey;
    const QqLogin &m_login;
    const OneBotConfig &m_config;
    Scheduler m_scheduler;
};

} // namespace rookery::sim::napcat
