// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contradictions.h"
#include "milky/chats.h"
#include "scheduler.h"

namespace rookery::sim::milky {

//! Runs the two send calls from parameters to ledger, with every way a send can fail, and the sends of the account's
//! other clients.
class Sender final
{
public:
    Sender(State &state, Chats &chats) : m_state(state), m_chats(chats), m_scheduler(state.clock) {}
    Q_DISABLE_COPY_MOVE(Sender)

    void send(const Peer &peer, const QJsonArray &segments, const Done &done);
    //! Sends as the operator's phone. The body is that of `POST /own`:
    //! {"target":{"kind","id"},"text","picture","face"}. Rejected: no such chat, or nothing to send.
    [[nodiscard]] Result<> sendFromPhone(const QJsonObject &body);
    //! Drops all pending answers, as the end of the process does.
    void stop() { m_scheduler.clear(); }

private:
    //! Holds a requested message with its pictures read.
    struct Draft {
        QJsonArray segments; //!< as the chat shows them
        QJsonArray asked; //!< as the ledger keeps them, without picture bytes
        QString text;
        QStringList pictureSha256;
        bool unreadable = false; //!< a picture could not be used, and this gateway does not drop it silently
    };
    [[nodiscard]] Draft draftOf(const Peer &peer, const QJsonArray &segments);
    void addPicture(Draft &draft, const QJsonObject &data);
    [[nodiscard]] std::optional<Outcome> refusal(const Peer &peer, const Draft &draft);
    //! Says how a message that does reach its chat is answered.
    struct Answering {
        Contradiction twist;
        milliseconds wait{0}; //!< between delivery and answer
        bool confirmed = true; //!< QQ's confirmation comes in time
    };
    void deliverAndAnswer(const Peer &peer, const Draft &draft, const Answering &answering, const Done &done);
    [[nodiscard]] Outcome unconfirmed() const;
    //! Returns this gateway's words for a failure that is not true.
    [[nodiscard]] Outcome contradiction(Contradiction::Answer what) const;
    //! Returns number and time of the message, as the answer contains them.
    [[nodiscard]] static QJsonObject receipt(const QJsonObject &message);
    //! Adds the message to the chat without pushing an event. Returns it as the chat shows it.
    QJsonObject deliver(const Peer &peer, const Draft &draft, const QString &client = {});
    void echo(const QJsonObject &message);

    State &m_state;
    Chats &m_chats;
    Scheduler m_scheduler;
    quint32 m_phonePictures = 0;
};

} // namespace rookery::sim::milky
