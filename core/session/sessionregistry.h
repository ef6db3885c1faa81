// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accountsession.h"

#include <QHash>

#include <map>

namespace rookery::session {

//! Holds all sessions, by gateway. Detects when two online gateways hold the same account and notes it in both
//! snapshots. Lives on the engine thread.
class SessionRegistry final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionRegistry)

public:
    explicit SessionRegistry(QObject *parent = nullptr);
    ~SessionRegistry() override;

    //! Takes ownership; returns null if there is already a session of that id (the given one is destroyed).
    AccountSession *add(std::unique_ptr<AccountSession> session);
    //! Stops and destroys a session. False: no such gateway.
    bool remove(const GatewayId &gateway);
    [[nodiscard]] AccountSession *find(const GatewayId &gateway) const;
    [[nodiscard]] QList<AccountSession *> all() const; //!< by gateway id
    [[nodiscard]] int size() const { return int(m_sessions.size()); }

private:
    void refreshDuplicates();

    std::map<GatewayId, std::unique_ptr<AccountSession>> m_sessions;
    QHash<GatewayId, AccountId> m_online; //!< the accounts from which duplicates were computed
};

} // namespace rookery::session
