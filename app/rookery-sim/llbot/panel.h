// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/world.h"

namespace rookery::sim::llbot {

//! Who may use the WebUI: one password, sent as the hex SHA-256 of it; the fourth wrong one in a row locks
//! everybody out for an hour.
class Panel final
{
public:
    explicit Panel(World &world);
    Q_DISABLE_COPY_MOVE(Panel)

    //! A refusal with its HTTP status; nullopt: come in.
    struct Refusal {
        int status = 403;
        QJsonObject body;
    };
    [[nodiscard]] std::optional<Refusal> check(const QByteArray &hash);
    void setPassword(const QString &password);
    //! Empty: nobody has set one yet.
    [[nodiscard]] const QString &password() const { return m_password; }
    [[nodiscard]] bool isLocked() const;
    [[nodiscard]] int wrongInARow() const { return m_wrong; }

private:
    [[nodiscard]] Refusal wrong();

    World &m_world;
    QString m_password;
    int m_wrong = 0;
    std::optional<SteadyTime> m_lockedUntil;
};

} // namespace rookery::sim::llbot
