// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/state.h"
#include "onebot/picturekeys.h"
#include "onebot/sender.h"

namespace rookery::sim::llbot {

//! Implements every way in which a send can fail in LLBot, in the words of its generation.
class SendBehaviour final : public onebot::SendBehaviour
{
public:
    struct Parts {
        State &state;
        onebot::Chats &chats;
        onebot::PictureKeys &keys;
        const onebot::Account &account;
    };
    explicit SendBehaviour(const Parts &parts) : m_parts(parts) {}

    [[nodiscard]] onebot::DraftBehaviour draftBehaviour() override;
    [[nodiscard]] Outcome complain(onebot::Complaint what, const QString &detail, onebot::Transport transport) override;
    [[nodiscard]] onebot::SendOutcome outcomeOf(const onebot::Peer &peer, const onebot::Draft &draft,
                                                const QJsonObject &params) override;
    [[nodiscard]] QString pictureUrl(bool group, const QString &fileId) override
    {
        return m_parts.keys.pictureUrl(group, fileId);
    }
    [[nodiscard]] Outcome contradiction(Contradiction::Answer what) override;
    void failed(const Outcome &answer) override;
    void sentElsewhere(const onebot::Peer &peer, const onebot::Draft &draft) override;

private:
    //! Answers a send while no account is logged in.
    [[nodiscard]] Outcome away() const;
    [[nodiscard]] std::optional<Outcome> refusal(const onebot::Peer &peer, const onebot::Draft &draft);
    [[nodiscard]] QString timeoutText(const onebot::Peer &peer, const onebot::Draft &draft, int generation) const;
    [[nodiscard]] milliseconds timeout(const onebot::Draft &draft) const;

    Parts m_parts;
};

} // namespace rookery::sim::llbot
