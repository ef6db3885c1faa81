// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ilink/contentserver.h"
#include "ilink/mailbox.h"

namespace rookery::sim::ilink {

//! Checks what the bot sends, and writes what a user really got into the ledger.
class Sender final
{
public:
    Sender(State &state, Mailbox &mailbox, ContentServer &files)
        : m_state(state)
        , m_mailbox(mailbox)
        , m_files(files)
        , m_scheduler(state.clock)
    {}

    //! Answers sendmessage.
    void send(const Call &call);
    void stop() { m_scheduler.clear(); }

private:
    [[nodiscard]] QJsonObject judge(const QJsonObject &message);
    [[nodiscard]] bool deliver(const QString &to, const QJsonObject &item);

    State &m_state;
    Mailbox &m_mailbox;
    ContentServer &m_files;
    Scheduler m_scheduler;
};

} // namespace rookery::sim::ilink
