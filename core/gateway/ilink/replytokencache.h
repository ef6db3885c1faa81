// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "synccursor.h"

#include "protocol/ilink.h"

#include "base/clock.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace rookery::gateway {

//! Keeps the users who wrote to the bot within a day, with the token, a secret, that an answer to each has to carry.
//! The day is WeChat's, so the wall clock counts; it continues while the machine sleeps. Lives on the engine thread.
class ReplyTokenCache final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplyTokenCache)

public:
    static constexpr milliseconds kAnswerable = std::chrono::hours(24);
    static constexpr milliseconds kLook = std::chrono::minutes(1); //!< at most, between two checks for expired chats
    static constexpr qsizetype kMost = 10'000; //!< chats; beyond, the user who wrote longest ago is dropped

    explicit ReplyTokenCache(Clock &clock);

    void note(const protocol::ilink::Incoming &incoming);
    //! Drops a user, who has to write again.
    void forget(const QString &user);
    //! Replaces all chats; expired ones are left out.
    void restore(const QList<KeptChat> &chats);
    //! Gives the chats, newest first.
    [[nodiscard]] QList<KeptChat> chats() const;

    //! Gives the token for an answer; nullopt: the user has to write first.
    [[nodiscard]] std::optional<Redacted<QString>> contextOf(const QString &user) const;
    //! Lists the users who can be answered now.
    [[nodiscard]] QList<Contact> contacts() const;

Q_SIGNALS:
    void changed(int chats); //!< the list of users who can be answered has changed

private:
    struct Chat {
        Redacted<QString> token;
        WallTime at{};
    };
    using Chats = QHash<QString, Chat>;

    [[nodiscard]] bool isOpen(WallTime at) const { return m_clock.wallNow() - at < kAnswerable; }
    [[nodiscard]] Chats::const_iterator oldest() const;
    void expire();
    void arm();

    Clock &m_clock;
    Chats m_chats;
    Timer m_next;
};

} // namespace rookery::gateway
