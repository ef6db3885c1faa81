// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatbook.h"

#include <algorithm>

namespace rookery::gateway {

ChatBook::ChatBook(Clock &clock) : m_clock(clock), m_next(clock, [this] { expire(); }) {}

void ChatBook::note(const protocol::ilink::Incoming &incoming)
{
    const auto *message = std::get_if<MessageEvent>(&incoming.event.body);
    if (!message || message->own || incoming.contextToken.isEmpty())
        return;
    const bool isKnown = m_chats.contains(message->chat.id);
    if (!isKnown && m_chats.size() >= kMost)
        m_chats.erase(oldest());
    m_chats.insert(message->chat.id, {incoming.contextToken, m_clock.now()});
    if (isKnown)
        return;
    if (!m_next.isActive())
        arm();
    Q_EMIT changed(static_cast<int>(m_chats.size()));
}

void ChatBook::forget(const QString &user)
{
    if (m_chats.remove(user) > 0)
        Q_EMIT changed(static_cast<int>(m_chats.size()));
}

void ChatBook::clear()
{
    m_next.stop();
    m_chats.clear();
    Q_EMIT changed(0);
}

std::optional<Redacted<QString>> ChatBook::contextOf(const QString &user) const
{
    const auto it = m_chats.constFind(user);
    if (it == m_chats.constEnd() || m_clock.now() - it->at >= kAnswerable)
        return std::nullopt;
    return it->token;
}

QJsonArray ChatBook::friendList() const
{
    QJsonArray list;
    for (auto it = m_chats.constBegin(); it != m_chats.constEnd(); ++it)
        list.append(QJsonObject{{QStringLiteral("user_id"), it.key()}, {QStringLiteral("nickname"), it.key()}});
    return list;
}

ChatBook::Chats::const_iterator ChatBook::oldest() const
{
    return std::min_element(m_chats.cbegin(), m_chats.cend(),
                            [](const Chat &one, const Chat &other) { return one.at < other.at; });
}

void ChatBook::expire()
{
    const SteadyTime now = m_clock.now();
    const qsizetype gone = m_chats.removeIf([now](const Chats::iterator &it) { return now - it->at >= kAnswerable; });
    arm();
    if (gone > 0)
        Q_EMIT changed(static_cast<int>(m_chats.size()));
}

//! For the first chat that closes, as things stand; one that was refreshed meanwhile costs a look in vain.
void ChatBook::arm()
{
    if (const auto first = oldest(); first != m_chats.cend())
        m_next.start(
            std::max(milliseconds(1), std::chrono::ceil<milliseconds>(first->at + kAnswerable - m_clock.now())));
}

} // namespace rookery::gateway
