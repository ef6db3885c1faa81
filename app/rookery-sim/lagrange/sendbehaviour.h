// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lagrange/console.h"
#include "onebot/account.h"
#include "onebot/picturekeys.h"
#include "onebot/sender.h"

namespace rookery::sim::lagrange {

//! Implements every way in which a send can fail in Lagrange: the answer has only a number, the reason is only in the
//! log.
class SendBehaviour final : public onebot::SendBehaviour
{
public:
    struct Parts {
        onebot::State &state;
        onebot::Chats &chats;
        onebot::PictureKeys &keys;
        const onebot::Account &account;
        Console &console;
    };
    explicit SendBehaviour(const Parts &parts) : m_parts(parts) {}

    [[nodiscard]] onebot::DraftBehaviour draftBehaviour() override;
    [[nodiscard]] onebot::Outcome complain(onebot::Complaint what, const QString &detail,
                                           onebot::Transport transport) override;
    [[nodiscard]] onebot::SendOutcome outcomeOf(const onebot::Peer &peer, const onebot::Draft &draft,
                                                const QJsonObject &params) override;
    [[nodiscard]] QString pictureUrl(bool group, const QString &fileId) override
    {
        return m_parts.keys.pictureUrl(group, fileId);
    }
    [[nodiscard]] onebot::Outcome contradiction(Contradiction::Answer what) override;

private:
    [[nodiscard]] std::optional<onebot::Outcome> refusal(const onebot::Peer &peer);
    void logException(const QString &text);

    Parts m_parts;
};

} // namespace rookery::sim::lagrange
