// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/session.h"
#include "model/target.h"

#include "base/async.h"

#include <QObject>

namespace rookery::engine {

//! Holds the accounts that changed since the last signal.
struct SessionChanges {
    QList<AccountSnapshot> accounts; //!< changed or new
    QList<GatewayId> removed;

    [[nodiscard]] bool isEmpty() const { return accounts.isEmpty() && removed.isEmpty(); }
};

//! Shows every gateway's connection and account, and logs accounts in. Lives on the window's thread; every command
//! returns at once and its future finishes later, with NotFound if there is no such gateway.
class SessionService : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SessionService)

public:
    [[nodiscard]] virtual QList<AccountSnapshot> accounts() const = 0; //!< in the order of the settings
    [[nodiscard]] virtual double eventsPerSecond() const = 0; //!< over the last ten seconds

    virtual FutureResult<> start(const GatewayId &gateway) = 0;
    virtual FutureResult<> stop(const GatewayId &gateway) = 0;
    virtual FutureResult<> retryNow(const GatewayId &gateway) = 0;
    virtual FutureResult<> refreshQr(const GatewayId &gateway) = 0;
    virtual FutureResult<> quickLogin(const GatewayId &gateway, const AccountId &account) = 0;
    virtual FutureResult<> submitTotp(const GatewayId &gateway, const Redacted<QString> &code) = 0;
    //! Submits the Auth Token that an LLBot waits for before any login (LoginReason::SignToken); LLBot stores it, we
    //! do not.
    virtual FutureResult<> submitSignToken(const GatewayId &gateway, const Redacted<QString> &token) = 0;
    //! Logs out or logs in again: restarts the gateway, which then waits for a scan.
    virtual FutureResult<> restart(const GatewayId &gateway) = 0;
    virtual FutureResult<QList<Contact>> contacts(const GatewayId &gateway,
                                                  Freshness freshness = Freshness::Cached) = 0;

Q_SIGNALS:
    //! Reports changes, at most ten times a second; the snapshots of all services are up to date then.
    void changed(const rookery::engine::SessionChanges &changes);

protected:
    SessionService() = default;
};

} // namespace rookery::engine
