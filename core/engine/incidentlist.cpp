// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentlist.h"

#include <algorithm>

namespace rookery::engine {

void IncidentList::apply(const QList<Incident> &changed)
{
    if (changed.isEmpty())
        return;
    for (const Incident &incident : changed)
        m_incidents.insert(incident.id.value(), incident);
    auto tooMany = std::count_if(m_incidents.cbegin(), m_incidents.cend(),
                                 [](const Incident &incident) { return !incident.isOpen(); })
        - kMaxClosed;
    // The smallest ids are the oldest.
    m_incidents.removeIf([&tooMany](const QMap<qint64, Incident>::iterator &it) {
        const bool goes = tooMany > 0 && !it->isOpen();
        tooMany -= goes ? 1 : 0;
        return goes;
    });
}

QList<Incident> IncidentList::list() const
{
    QList<Incident> list = m_incidents.values();
    std::sort(list.begin(), list.end(), [](const Incident &a, const Incident &b) {
        if (a.isOpen() != b.isOpen())
            return a.isOpen();
        return a.startedAt > b.startedAt;
    });
    return list;
}

} // namespace rookery::engine
