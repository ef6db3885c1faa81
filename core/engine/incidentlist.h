// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/incident.h"

#include <QList>
#include <QMap>

namespace rookery::engine {

//! Accumulates the incidents of all deltas: every open one, and the newest of the closed ones.
class IncidentList final
{
public:
    static constexpr int kMaxClosed = 500; //!< as many as the health monitor keeps

    void apply(const QList<Incident> &changed);
    [[nodiscard]] QList<Incident> list() const; //!< open ones first, newest first

private:
    QMap<qint64, Incident> m_incidents; // ids grow with time
};

} // namespace rookery::engine
