// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contradictions.h"
#include "onebot/actiontable.h"
#include "onebot/chats.h"
#include "onebot/draft.h"

namespace rookery::sim::onebot {

//! Why a send is refused before QQ hears of it.
enum class Complaint { NoMessage, NoGroup, NoUser, NoTarget, UnknownUser, BadMessage };

//! What becomes of a send.
struct Fate {
    bool kept = true; //!< QQ's own copy exists, and with it an id
    bool delivered = true; //!< the chat gets it
    milliseconds wait{0}; //!< between that and the answer
    std::optional<Outcome> answer = {}; //!< nullopt: the message's id

    //! Nobody gets it, and the caller is told at once.
    [[nodiscard]] static Fate refused(const Outcome &answer)
    {
        return {.kept = false, .delivered = false, .answer = answer};
    }
};

//! How one gateway decides and words what happens to a send. Outlives the sender.
class SendHabits
{
public:
    virtual ~SendHabits() = default;
    Q_DISABLE_COPY_MOVE(SendHabits)

    [[nodiscard]] virtual DraftHabits draftHabits() = 0;
    //! `detail`: BadMessage's text.
    [[nodiscard]] virtual Outcome complain(Complaint what, const QString &detail, Transport transport) = 0;
    //! A message on its way to QQ; takes the faults.
    [[nodiscard]] virtual Fate fateOf(const Peer &peer, const Draft &draft, const QJsonObject &params) = 0;
    [[nodiscard]] virtual QString pictureUrl(bool group, const QString &fileId) = 0;
    //! This gateway's words for a failure that is not true; never asked for `True`.
    [[nodiscard]] virtual Outcome contradiction(Contradiction::Answer what) = 0;
    //! The message could not be delivered in the end, after all waiting; for the log.
    virtual void failed(const Outcome & /*answer*/) {}
    //! The account said this through another client; for the log.
    virtual void sentElsewhere(const Peer & /*peer*/, const Draft & /*draft*/) {}

protected:
    SendHabits() = default;
};

//! The send actions, from parameters to ledger, and what the account's other clients send.
class Sender final
{
public:
    Sender(World &world, Chats &chats, SendHabits &habits);
    Q_DISABLE_COPY_MOVE(Sender)

    enum class Family { Any, Group, Private };
    void send(Family family, const QJsonObject &params, Transport transport, const Done &done);
    //! The operator's phone sends, as `POST /own` asks: {"target":{"kind","id"},"text","picture","face"}. Rejected: no
    //! such chat, or nothing to send.
    [[nodiscard]] Result<> sendFromPhone(const QJsonObject &body);
    //! As when the process dies: nothing more is answered.
    void stop() { m_scheduler.clear(); }

private:
    struct Target {
        Peer peer;
        std::optional<Complaint> complaint;
    };
    [[nodiscard]] static Target targetOf(Family family, const QJsonObject &params);
    void transmit(const Peer &peer, const Draft &draft, const QJsonObject &params, const Done &done);
    void answer(const Fate &fate, const QJsonObject &event, const Done &done);
    //! The own message as the chat now shows it.
    [[nodiscard]] QJsonObject ownEvent(const Peer &peer, const Draft &draft);
    //! Adds the message to the chat without pushing an event. Returns its event.
    QJsonObject deliver(const Peer &peer, const Draft &draft, const QString &client = {});

    World &m_world;
    Chats &m_chats;
    SendHabits &m_habits;
    Scheduler m_scheduler;
    quint32 m_phonePictures = 0;
};

} // namespace rookery::sim::onebot
