// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/commonactions.h"
#include "onebot/picturekeys.h"

namespace rookery::sim::lagrange {

//! Implements Lagrange.OneBot's actions. A failed action has retcode 200 and no text.
class Actions final : public onebot::CommonActions
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    Actions(onebot::State &state, onebot::Chats &chats, onebot::Sender &sender, onebot::PictureKeys &keys);

Q_SIGNALS:
    void restartRequested();

private:
    [[nodiscard]] QString plainName(const QString &action) const override { return action; }
    [[nodiscard]] onebot::Outcome unknown(const QString & /*action*/, onebot::Transport /*transport*/) const override
    {
        return onebot::Outcome::unknown({});
    }
    [[nodiscard]] onebot::Outcome missing(const QString & /*key*/) const override
    {
        return onebot::Outcome::failed({});
    }
    [[nodiscard]] onebot::Outcome history(const onebot::Peer &peer, const QJsonObject &params) const;
};

} // namespace rookery::sim::lagrange
