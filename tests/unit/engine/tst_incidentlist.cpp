// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/incidentlist.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::engine;

namespace {

Incident incident(qint64 id, bool open)
{
    Incident made;
    made.id = IncidentId(id);
    made.startedAt = fromMSecs(id * 1000);
    if (!open)
        made.endedAt = fromMSecs(id * 1000 + 500);
    return made;
}

} // namespace

class TestIncidentList final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void openOnesComeFirstThenTheNewest()
    {
        IncidentList incidents;
        incidents.apply({incident(1, true), incident(2, false), incident(3, false)});
        QCOMPARE(ids(incidents), (QList<qint64>{1, 3, 2}));
        incidents.apply({incident(1, false)});
        QCOMPARE(ids(incidents), (QList<qint64>{3, 2, 1}));
    }

    void monthsOfThemKeepTheNewestAndEveryOpenOne()
    {
        IncidentList incidents;
        incidents.apply({incident(1, true)});
        constexpr int kMany = 3 * IncidentList::kMaxClosed;
        for (int id = 2; id <= kMany; ++id)
            incidents.apply({incident(id, false)});
        const QList<qint64> kept = ids(incidents);
        QCOMPARE(kept.size(), IncidentList::kMaxClosed + 1);
        QCOMPARE(kept.first(), 1);
        QCOMPARE(kept.at(1), kMany);
        QCOMPARE(kept.last(), kMany - IncidentList::kMaxClosed + 1);
    }

private:
    static QList<qint64> ids(const IncidentList &incidents)
    {
        QList<qint64> list;
        const QList<Incident> all = incidents.list();
        for (const Incident &each : all)
            list.append(each.id.value());
        return list;
    }
};

ROOKERY_TEST(tst_incidentlist, TestIncidentList)
#include "tst_incidentlist.moc"
