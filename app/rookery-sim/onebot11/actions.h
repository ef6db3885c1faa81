// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/account.h"
#include "onebot/commonactions.h"

namespace rookery::sim::onebot11 {

//! Implements those of the standard's actions that a console may want.
class Actions final : public onebot::CommonActions
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Actions)

public:
    Actions(onebot::State &state, onebot::Chats &chats, onebot::Sender &sender, const onebot::Account &account);

    //! Runs an action. With the suffix `_async` its outcome is never reported, nor with `_rate_limited`, where one call
    //! runs every 500 ms.
    void call(const QString &action, const QJsonObject &params, onebot::Transport transport,
              const onebot::Done &done) override;
    void stop() override;

Q_SIGNALS:
    void restartRequested(std::chrono::milliseconds delay);

private:
    [[nodiscard]] QString plainName(const QString &action) const override { return action; }
    [[nodiscard]] onebot::Outcome unknown(const QString &action, onebot::Transport transport) const override;
    [[nodiscard]] onebot::Outcome missing(const QString &key) const override;

    SteadyTime m_nextSlot{}; //!< when the next rate-limited call may run
};

} // namespace rookery::sim::onebot11
