// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "napcat/state.h"

#include <QHash>
#include <QJsonArray>

namespace rookery::sim::napcat {

//! Imitates the sources of picture keys: QQ's own packet back end, then two servers, then the built-in stale keys
//! (docs/protocol/napcat.md). Decides the outcomes itself and fetches nothing.
class RkeyLife final
{
public:
    explicit RkeyLife(State &state);
    Q_DISABLE_COPY_MOVE(RkeyLife)

    void setPictureBase(const QString &base) { m_base = base; }
    //! Clears latch and caches, as a restart of the process does.
    void restart();
    //! Handles fault rkey-recover: everything works again, as after a restart a day later.
    void recover();
    void forgetCaches();

    //! Returns the address of a received picture. Runs the whole chain and writes its log lines.
    [[nodiscard]] QString pictureUrl(bool group, const QString &fileId);
    //! Returns whether the key is valid. False: a download with it answers "expired".
    [[nodiscard]] bool isAlive(const QString &rkey) const;

    [[nodiscard]] bool packetAvailable() const { return !m_state.faults.isOn(QStringLiteral("packet-down")); }
    //! Imitates the live fetch of get_rkey and similar actions, which ignores cache and latch. Returns the failure's
    //! text; empty: success.
    [[nodiscard]] QString fetchFailure() const;
    [[nodiscard]] QJsonArray getRkey();
    [[nodiscard]] QJsonArray ncGetRkey();
    [[nodiscard]] QJsonObject rkeyServer();
    [[nodiscard]] QJsonObject state() const;

private:
    struct Keys {
        QString privateKey;
        QString groupKey;
        qint64 createdAt = 0;
        qint64 ttl = 0;
        bool operator==(const Keys &) const = default;
    };
    struct Server {
        QString url;
        int failures = 0;
    };
    [[nodiscard]] Keys newKeys();
    [[nodiscard]] bool isFresh(const Keys &keys) const;
    [[nodiscard]] bool isLatched() const;
    [[nodiscard]] bool isLatchedByFault() const;
    [[nodiscard]] bool tryNative();
    [[nodiscard]] bool tryRemote();
    [[nodiscard]] QString serverFailure() const;

    State &m_state;
    QString m_base;
    Keys m_native;
    Keys m_remote;
    Keys m_served; // get_rkey_server's own cache
    QList<Server> m_servers;
    QHash<QString, qint64> m_issued; // key -> expiry, unix seconds
    int m_nativeFailures = 0;
    QString m_source;
};

} // namespace rookery::sim::napcat
