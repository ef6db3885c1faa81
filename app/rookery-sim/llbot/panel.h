// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/state.h"

namespace rookery::sim::llbot {

//! Controls access to the WebUI: one password, sent as its hex SHA-256. The fourth wrong one in a row locks all clients
//! out for an hour.
class Panel final
{
public:
    explicit Panel(State &state);
    Q_DISABLE_COPY_MOVE(Panel)

    //! Holds a refusal with its HTTP status.
    struct Refusal {
        int status = 403;
        QJsonObject body;
    };
    //! Checks a hashed password. nullopt: access granted.
    [[nodiscard]] std::optional<Refusal> check(const QByteArray &hash);
    void setPassword(const QString &password);
    //! Returns the password; empty: none has been set yet.
    [[nodiscard]] const QString &password() const { return m_password; }
    [[nodiscard]] bool isLocked() const;
    [[nodiscard]] int wrongInARow() const { return m_wrong; }

private:
    [[nodiscard]] Refusal wrong();

    State &m_state;
    QString m_password;
    int m_wrong = 0;
    std::optional<SteadyTime> m_lockedUntil;
};

} // namespace rookery::sim::llbot
