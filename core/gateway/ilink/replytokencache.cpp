// SPDX-License-Identifier: GPL-3.0-or-later
#include "replytokencache.h"

#include <algorithm>

namespace rookery::gateway {

ReplyTokenCache::ReplyTokenCache(Clock &clock) : m_clock(clock), m_next(clock, [this] { expire(); }) {}

void ReplyTokenCache::note(const protocol::ilink::Incoming &incoming)
{
    const auto *message = std::get_if<MessageEvent>(&incoming.event.body);
    if (!message || message->own || incoming.contextToken.isEmpty())
        return;
    // A message may have waited for us; one without a time, or from a clock that is ahead, counts as sent now.
    const WallTime now = m_clock.wallNow();
    const WallTime sent = incoming.event.time;
    const WallTime at = sent == WallTime{} ? now : std::min(sent, now);
    if (!isOpen(at))
        return;
    const bool isKnown = m_chats.contains(message->chat.id);
    if (!isKnown && m_chats.size() >= kMost)
        m_chats.erase(oldest());
    m_chats.insert(message->chat.id, {incoming.contextToken, at});
    if (isKnown)
        return;
    if (!m_next.isActive())
        arm();
    Q_EMIT changed(static_cast<int>(m_chats.size()));
}

void ReplyTokenCache::forget(const QString &user)
{
    if (m_chats.remove(user) > 0)
        Q_EMIT changed(static_cast<int>(m_chats.size()));
}

void ReplyTokenCache::restore(const QList<KeptChat> &chats)
{
    m_next.stop();
    m_chats.clear();
    const WallTime now = m_clock.wallNow();
    for (const KeptChat &chat : chats) {
        // A clock that was ahead must not keep a user answerable for longer.
        if (const WallTime at = std::min(chat.at, now); isOpen(at))
            m_chats.insert(chat.user, {chat.token, at});
    }
    arm();
    Q_EMIT changed(static_cast<int>(m_chats.size()));
}

QList<KeptChat> ReplyTokenCache::chats() const
{
    QList<KeptChat> all;
    for (auto it = m_chats.constBegin(); it != m_chats.constEnd(); ++it)
        all.append({it.key(), it->token, it->at});
    std::sort(all.begin(), all.end(), [](const KeptChat &one, const KeptChat &other) { return one.at > other.at; });
    return all;
}

std::optional<Redacted<QString>> ReplyTokenCache::contextOf(const QString &user) const
{
    const auto it = m_chats.constFind(user);
    if (it == m_chats.constEnd() || !isOpen(it->at))
        return std::nullopt;
    return it->token;
}

QList<Contact> ReplyTokenCache::contacts() const
{
    QList<Contact> list;
    for (auto it = m_chats.constBegin(); it != m_chats.constEnd(); ++it) {
        if (isOpen(it->at))
            list.append({.target = {ChatKind::Friend, it.key()}, .name = it.key()});
    }
    return list;
}

ReplyTokenCache::Chats::const_iterator ReplyTokenCache::oldest() const
{
    return std::min_element(m_chats.cbegin(), m_chats.cend(),
                            [](const Chat &one, const Chat &other) { return one.at < other.at; });
}

void ReplyTokenCache::expire()
{
    const qsizetype gone = m_chats.removeIf([this](const Chats::iterator &it) { return !isOpen(it->at); });
    arm();
    if (gone > 0)
        Q_EMIT changed(static_cast<int>(m_chats.size()));
}

//! Waits for the first chat to close. Timers stand still while the machine sleeps, so it looks at least every kLook.
void ReplyTokenCache::arm()
{
    if (const auto first = oldest(); first != m_chats.cend())
        m_next.start(std::clamp(first->at + kAnswerable - m_clock.wallNow(), milliseconds(1), kLook));
}

} // namespace rookery::gateway

#include "moc_replytokencache.cpp"
