// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "milky/chats.h"
#include "scheduler.h"

namespace rookery::sim::milky {

//! The two send calls, from parameters to ledger, with every way a send can go wrong.
class Sender final
{
public:
    Sender(World &world, Chats &chats) : m_world(world), m_chats(chats), m_scheduler(world.clock) {}
    Q_DISABLE_COPY_MOVE(Sender)

    void send(const Peer &peer, const QJsonArray &segments, const Done &done);
    //! As when the process dies: nothing more is answered.
    void stop() { m_scheduler.clear(); }

private:
    //! A message as it was asked for, with its pictures read.
    struct Draft {
        QJsonArray segments; //!< as the chat shows them
        QJsonArray asked; //!< as the ledger keeps them, picture bytes left out
        QString text;
        QStringList pictureSha256;
        bool unreadable = false; //!< a picture could not be used, and this gateway does not just drop it
    };
    [[nodiscard]] Draft draftOf(const Peer &peer, const QJsonArray &segments);
    void addPicture(Draft &draft, const QJsonObject &data, bool usable);
    [[nodiscard]] std::optional<Outcome> refusal(const Peer &peer, const Draft &draft);
    [[nodiscard]] Outcome unconfirmed() const;
    //! Number and time of the message, as the answer tells them.
    [[nodiscard]] static QJsonObject receipt(const QJsonObject &message);
    [[nodiscard]] QJsonObject deliver(const Peer &peer, const Draft &draft);

    World &m_world;
    Chats &m_chats;
    Scheduler m_scheduler;
};

} // namespace rookery::sim::milky
