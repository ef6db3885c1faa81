// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "protocol/ilink.h"

#include "base/clock.h"

#include <QHash>
#include <QJsonArray>

#include <optional>

namespace rookery::gateway {

//! Who wrote to the bot, and what an answer to them has to carry. Memory only: the tokens are secrets of one day.
class ChatBook final
{
public:
    static constexpr milliseconds kAnswerable = std::chrono::hours(24);

    explicit ChatBook(const Clock &clock) : m_clock(clock) {}
    Q_DISABLE_COPY_MOVE(ChatBook)

    void note(const protocol::ilink::Incoming &incoming)
    {
        const auto *message = std::get_if<MessageEvent>(&incoming.event.body);
        if (message && !message->own && !incoming.contextToken.isEmpty())
            m_chats.insert(message->chat.id, {incoming.contextToken, m_clock.now()});
    }
    //! nullopt: they have to write first.
    [[nodiscard]] std::optional<Redacted<QString>> contextOf(const QString &user) const
    {
        const auto it = m_chats.constFind(user);
        if (it == m_chats.constEnd() || m_clock.now() - it->at >= kAnswerable)
            return std::nullopt;
        return it->token;
    }
    //! As OneBot's get_friend_list answers; also those who wrote too long ago.
    [[nodiscard]] QJsonArray friendList() const
    {
        QJsonArray list;
        for (auto it = m_chats.constBegin(); it != m_chats.constEnd(); ++it)
            list.append(QJsonObject{{QStringLiteral("user_id"), it.key()}, {QStringLiteral("nickname"), it.key()}});
        return list;
    }
    void clear() { m_chats.clear(); }

private:
    struct Chat {
        Redacted<QString> token;
        SteadyTime at{};
    };
    const Clock &m_clock;
    QHash<QString, Chat> m_chats;
};

} // namespace rookery::gateway
