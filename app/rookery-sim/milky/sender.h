// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contradictions.h"
#include "milky/chats.h"
#include "scheduler.h"

namespace rookery::sim::milky {

//! The two send calls, from parameters to ledger, with every way a send can go wrong; and what the account's other
//! clients send.
class Sender final
{
public:
    Sender(World &world, Chats &chats) : m_world(world), m_chats(chats), m_scheduler(world.clock) {}
    Q_DISABLE_COPY_MOVE(Sender)

    void send(const Peer &peer, const QJsonArray &segments, const Done &done);
    //! The operator's phone sends, as `POST /own` asks: {"target":{"kind","id"},"text","picture","face"}. Rejected: no
    //! such chat, or nothing to send.
    [[nodiscard]] Result<> sendFromPhone(const QJsonObject &body);
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
    void addPicture(Draft &draft, const QJsonObject &data);
    [[nodiscard]] std::optional<Outcome> refusal(const Peer &peer, const Draft &draft);
    [[nodiscard]] Outcome unconfirmed() const;
    //! This gateway's words for a failure that is not true.
    [[nodiscard]] Outcome contradiction(Contradiction::Answer what) const;
    //! Number and time of the message, as the answer tells them.
    [[nodiscard]] static QJsonObject receipt(const QJsonObject &message);
    //! Adds the message to the chat without pushing an event. Returns it as the chat shows it.
    QJsonObject deliver(const Peer &peer, const Draft &draft, const QString &client = {});
    void echo(const QJsonObject &message);

    World &m_world;
    Chats &m_chats;
    Scheduler m_scheduler;
    quint32 m_phonePictures = 0;
};

} // namespace rookery::sim::milky
