// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/onebotconfig.h"
#include "napcat/qqlogin.h"
#include "napcat/rkeylife.h"
#include "napcat/uploadstore.h"
#include "onebot/sender.h"

namespace rookery::sim::napcat {

//! Implements every way in which a send can fail in NapCat, in its words.
class SendBehaviour final : public onebot::SendBehaviour
{
public:
    struct Parts {
        State &state;
        onebot::Chats &chats;
        UploadStore &uploads;
        RkeyLife &rkey;
        const QqLogin &login;
        const OneBotConfig &config;
    };
    explicit SendBehaviour(const Parts &parts) : m_parts(parts) {}

    [[nodiscard]] onebot::DraftBehaviour draftBehaviour() override;
    [[nodiscard]] Outcome complain(onebot::Complaint what, const QString &detail, onebot::Transport transport) override;
    [[nodiscard]] onebot::SendOutcome outcomeOf(const onebot::Peer &peer, const onebot::Draft &draft,
                                                const QJsonObject &params) override;
    [[nodiscard]] QString pictureUrl(bool group, const QString &fileId) override
    {
        return m_parts.rkey.pictureUrl(group, fileId);
    }
    [[nodiscard]] Outcome contradiction(Contradiction::Answer what) override;
    void failed(const Outcome &answer) override;
    void sentElsewhere(const onebot::Peer &peer, const onebot::Draft &draft) override { logSend(peer, draft); }

private:
    void logSend(const onebot::Peer &peer, const onebot::Draft &draft);
    //! Names the picture by the last part of its path, as NapCat names its element.
    [[nodiscard]] onebot::Fetched named(const QByteArray &bytes, const QString &path) const;
    [[nodiscard]] onebot::Fetched fetch(const QJsonObject &data);
    [[nodiscard]] QString refusal(const onebot::Peer &peer, const onebot::Draft &draft);

    Parts m_parts;
};

} // namespace rookery::sim::napcat
