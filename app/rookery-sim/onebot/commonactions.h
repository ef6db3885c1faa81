// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "onebot/sender.h"

namespace rookery::sim::onebot {

//! Implements the actions that every gateway has: contacts, sending, reading messages.
class CommonActions : public ActionTable
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommonActions)

public:
    void stop() override;

protected:
    //! Holds the failure texts of one gateway. `%1` is the id.
    struct Words {
        QString noSuchGroup;
        QString noSuchMessage;
        QString recallFailed;
    };
    CommonActions(State &state, Chats &chats, Sender &sender, const Words &words);

    [[nodiscard]] State &state() const { return m_state; }
    [[nodiscard]] Chats &chats() const { return m_chats; }

private:
    void addContacts(const Words &words);
    void addMessages(const Words &words);

    State &m_state;
    Chats &m_chats;
    Sender &m_sender;
};

} // namespace rookery::sim::onebot
