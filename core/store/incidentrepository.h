// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database.h"

#include "model/incident.h"

#include <QList>

namespace rookery::store {

//! Stores incidents as they were reported. May be used from any thread; errors as of `Database`.
class IncidentRepository final
{
public:
    explicit IncidentRepository(Database &database) : m_database(database) {}
    Q_DISABLE_COPY_MOVE(IncidentRepository)

    //! Inserts or replaces by id; keeps only the newest `kKept` ended incidents.
    [[nodiscard]] FutureResult<> save(const Incident &incident, WallTime now);
    //! Returns all open incidents and the newest ended ones, newest first.
    [[nodiscard]] FutureResult<QList<Incident>> newest(int limit = kKept);

    static constexpr int kKept = 500;

private:
    Database &m_database;
};

} // namespace rookery::store
