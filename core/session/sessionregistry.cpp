// SPDX-License-Identifier: GPL-3.0-or-later
#include "sessionregistry.h"

#include <utility>

namespace rookery::session {

SessionRegistry::SessionRegistry(QObject *parent) : QObject(parent) {}

SessionRegistry::~SessionRegistry()
{
    for (const auto &entry : m_sessions)
        entry.second->disconnect(this);
}

AccountSession *SessionRegistry::add(std::unique_ptr<AccountSession> session)
{
    const GatewayId id = session->id();
    AccountSession *raw = session.get();
    if (!m_sessions.try_emplace(id, std::move(session)).second)
        return nullptr;
    connect(raw, &AccountSession::snapshotChanged, this, [this, id](const AccountSnapshot &snapshot) {
        const bool online = snapshot.session.phase == SessionPhase::Online;
        const AccountId now = online ? snapshot.account : AccountId();
        if (m_online.value(id) == now)
            return;
        m_online.insert(id, now);
        refreshDuplicates();
    });
    return raw;
}

bool SessionRegistry::remove(const GatewayId &gateway)
{
    const auto it = m_sessions.find(gateway);
    if (it == m_sessions.end())
        return false;
    const std::unique_ptr<AccountSession> session = std::move(it->second);
    m_sessions.erase(it);
    session->disconnect(this);
    session->stop();
    m_online.remove(gateway);
    refreshDuplicates();
    return true;
}

AccountSession *SessionRegistry::find(const GatewayId &gateway) const
{
    const auto it = m_sessions.find(gateway);
    return it == m_sessions.end() ? nullptr : it->second.get();
}

QList<AccountSession *> SessionRegistry::all() const
{
    QList<AccountSession *> list;
    list.reserve(qsizetype(m_sessions.size()));
    for (const auto &entry : m_sessions)
        list.append(entry.second.get());
    return list;
}

void SessionRegistry::refreshDuplicates()
{
    QHash<AccountId, int> holders;
    for (const AccountId &account : std::as_const(m_online)) {
        if (!account.isNull())
            ++holders[account];
    }
    for (const auto &entry : m_sessions)
        entry.second->setSameAccountElsewhere(holders.value(m_online.value(entry.first)) > 1);
}

} // namespace rookery::session

#include "moc_sessionregistry.cpp"
