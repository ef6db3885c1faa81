// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bookmark.h"

#include "protocol/ilink.h"

#include "base/clock.h"

#include <QHash>
#include <QJsonArray>
#include <QObject>

#include <optional>

namespace rookery::gateway {

//! Who wrote to the bot within a day, and what an answer to them has to carry: a secret of that day. The day is
//! WeChat's, so the wall clock counts; it goes on while the machine sleeps. Lives on the engine thread.
class ChatBook final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChatBook)

public:
    static constexpr milliseconds kAnswerable = std::chrono::hours(24);
    static constexpr milliseconds kLook = std::chrono::minutes(1); //!< at most between two looks at who is left
    static constexpr qsizetype kMost = 10'000; //!< chats; beyond, whoever wrote longest ago is forgotten

    explicit ChatBook(Clock &clock);

    void note(const protocol::ilink::Incoming &incoming);
    //! They have to write again.
    void forget(const QString &user);
    //! Instead of everybody there is; what is over is left out.
    void restore(const QList<KeptChat> &chats);
    //! Newest first.
    [[nodiscard]] QList<KeptChat> chats() const;

    //! nullopt: they have to write first.
    [[nodiscard]] std::optional<Redacted<QString>> contextOf(const QString &user) const;
    //! As OneBot's get_friend_list answers.
    [[nodiscard]] QJsonArray friendList() const;

Q_SIGNALS:
    void changed(int chats); //!< who can be answered is another list now

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
