// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contradictions.h"
#include "onebot/actiontable.h"
#include "onebot/chats.h"
#include "onebot/draft.h"

namespace rookery::sim::onebot {

//! Names why a send is refused before it reaches QQ.
enum class Complaint { NoMessage, NoGroup, NoUser, NoTarget, UnknownUser, BadMessage };

//! Describes the fate of a send.
struct SendOutcome {
    bool kept = true; //!< QQ keeps its own copy, which has an id
    bool delivered = true; //!< the chat gets the message
    milliseconds wait{0}; //!< time from the delivery to the answer
    std::optional<Outcome> answer = {}; //!< nullopt: success, with the message's id

    //! Makes the fate of a send that no chat gets and that is answered at once.
    [[nodiscard]] static SendOutcome refused(const Outcome &answer)
    {
        return {.kept = false, .delivered = false, .answer = answer};
    }
};

//! Decides and words what happens to a send, for one gateway. Outlives the sender.
class SendBehaviour
{
public:
    virtual ~SendBehaviour() = default;
    Q_DISABLE_COPY_MOVE(SendBehaviour)

    [[nodiscard]] virtual DraftBehaviour draftBehaviour() = 0;
    //! Words a refusal. `detail`: BadMessage's text.
    [[nodiscard]] virtual Outcome complain(Complaint what, const QString &detail, Transport transport) = 0;
    //! Decides the fate of a message in flight to QQ. Uses up the faults that strike.
    [[nodiscard]] virtual SendOutcome outcomeOf(const Peer &peer, const Draft &draft, const QJsonObject &params) = 0;
    [[nodiscard]] virtual QString pictureUrl(bool group, const QString &fileId) = 0;
    //! Returns this gateway's words for a failure that is not true. Never called for `True`.
    [[nodiscard]] virtual Outcome contradiction(Contradiction::Answer what) = 0;
    //! Notes for the log that the message could finally not be delivered, after all waiting.
    virtual void failed(const Outcome & /*answer*/) {}
    //! Notes for the log that the account sent this through another client.
    virtual void sentElsewhere(const Peer & /*peer*/, const Draft & /*draft*/) {}

protected:
    SendBehaviour() = default;
};

//! Runs the send actions from parameters to ledger, and the sends of the account's other clients.
class Sender final
{
public:
    Sender(State &state, Chats &chats, SendBehaviour &behaviour);
    Q_DISABLE_COPY_MOVE(Sender)

    enum class Family { Any, Group, Private };
    void send(Family family, const QJsonObject &params, Transport transport, const Done &done);
    //! Sends as the operator's phone. The body is that of `POST /own`:
    //! {"target":{"kind","id"},"text","picture","face"}. Rejected: no such chat, or nothing to send.
    [[nodiscard]] Result<> sendFromPhone(const QJsonObject &body);
    //! Drops all pending answers, as the end of the process does.
    void stop() { m_scheduler.clear(); }

private:
    struct Target {
        Peer peer;
        std::optional<Complaint> complaint;
    };
    [[nodiscard]] static Target targetOf(Family family, const QJsonObject &params);
    void transmit(const Peer &peer, const Draft &draft, const QJsonObject &params, const Done &done);
    void answer(const SendOutcome &outcome, const QJsonObject &event, const Done &done);
    //! Returns the event of the own message as the chat now shows it.
    [[nodiscard]] QJsonObject ownEvent(const Peer &peer, const Draft &draft);
    //! Adds the message to the chat without pushing an event. Returns its event.
    QJsonObject deliver(const Peer &peer, const Draft &draft, const QString &client = {});

    State &m_state;
    Chats &m_chats;
    SendBehaviour &m_behaviour;
    Scheduler m_scheduler;
    quint32 m_phonePictures = 0;
};

} // namespace rookery::sim::onebot
