// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/deltacollector.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::engine;

namespace {

AccountSnapshot account(const QString &id, quint64 events)
{
    AccountSnapshot snapshot;
    snapshot.profile.id = GatewayId(id);
    snapshot.activity.eventCount = events;
    return snapshot;
}

} // namespace

class TestDeltaCollector final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aBurstIsOneDeltaWithTheNewestValue()
    {
        ManualClock clock;
        QList<Delta> deltas;
        DeltaCollector collector(clock, [&deltas](const Delta &delta) { deltas.append(delta); });
        for (quint64 i = 1; i <= 1000; ++i)
            collector.account(account(QStringLiteral("a"), i));
        collector.account(account(QStringLiteral("b"), 7));
        QVERIFY(deltas.isEmpty());
        clock.advance(DeltaCollector::kInterval);
        QCOMPARE(deltas.size(), 1);
        QCOMPARE(deltas.first().sessions.accounts.size(), 2);
        for (const AccountSnapshot &snapshot : std::as_const(deltas.first().sessions.accounts))
            QCOMPARE(snapshot.activity.eventCount, snapshot.profile.id.value() == u"a" ? 1000u : 7u);
    }

    void thereAreAtMostTenASecondAndNoneAtIdle()
    {
        ManualClock clock;
        int deltas = 0;
        DeltaCollector collector(clock, [&deltas](const Delta &) { ++deltas; });
        for (int i = 0; i < 1000; ++i) {
            collector.account(account(QStringLiteral("a"), 1));
            clock.advance(milliseconds(1));
        }
        QVERIFY(deltas <= 10);
        clock.advance(seconds(60));
        const int settled = deltas;
        QCOMPARE(clock.armedTimers(), 0);
        clock.advance(seconds(60));
        QCOMPARE(deltas, settled);
    }

    void aRemovedAccountTakesItsPendingChangesAlong()
    {
        ManualClock clock;
        QList<Delta> deltas;
        DeltaCollector collector(clock, [&deltas](const Delta &delta) { deltas.append(delta); });
        collector.account(account(QStringLiteral("a"), 1));
        collector.accountRemoved(GatewayId(QStringLiteral("a")));
        clock.advance(DeltaCollector::kInterval);
        QVERIFY(deltas.first().sessions.accounts.isEmpty());
        QCOMPARE(deltas.first().sessions.removed, QList{GatewayId(QStringLiteral("a"))});
    }

    void aForgottenBroadcastTakesItsPendingChangesAlong()
    {
        ManualClock clock;
        QList<Delta> deltas;
        DeltaCollector collector(clock, [&deltas](const Delta &delta) { deltas.append(delta); });
        BroadcastSummary summary;
        for (const qint64 id : {1, 2}) {
            summary.id = BroadcastId(id);
            collector.broadcast(summary);
        }
        collector.broadcastsRemoved({BroadcastId(1)});
        clock.advance(DeltaCollector::kInterval);
        QCOMPARE(deltas.first().broadcasts.broadcasts, QList<BroadcastSummary>{summary});
        QCOMPARE(deltas.first().broadcasts.removed, QList{BroadcastId(1)});
    }

    void aLogStormKeepsTheNewestLinesInOrderAndSaysHowManyAreMissing()
    {
        ManualClock clock;
        QList<Delta> deltas;
        DeltaCollector collector(clock, [&deltas](const Delta &delta) { deltas.append(delta); });
        const int total = 3 * DeltaCollector::kMaxLogLines;
        for (int i = 1; i <= total; ++i) {
            LogLine line;
            line.seq = i;
            line.gateway = GatewayId(i % 2 == 0 ? QStringLiteral("even") : QStringLiteral("odd"));
            collector.logLine(line);
        }
        clock.advance(DeltaCollector::kInterval);
        const QList<LogLine> &lines = deltas.first().logLines;
        QVERIFY(lines.size() <= DeltaCollector::kMaxLogLines + 2);
        QVERIFY(lines.at(0).gateway != lines.at(1).gateway);
        for (const LogLine &line : {lines.at(0), lines.at(1)}) {
            QCOMPARE(line.leftOut, (total - lines.size() + 2) / 2);
            QVERIFY(line.text.startsWith(QString::number(line.leftOut)));
        }
        QCOMPARE(lines.at(2).seq, total - lines.size() + 3);
        QCOMPARE(lines.last().seq, total);
        for (qsizetype i = 3; i < lines.size(); ++i)
            QCOMPARE(lines.at(i).seq, lines.at(i - 1).seq + 1);
        // what was said is not said again
        collector.logLinesTaken();
        collector.logLine({});
        clock.advance(DeltaCollector::kInterval);
        QCOMPARE(deltas.last().logLines, QList<LogLine>{{}});
    }

    void logLinesWaitUntilThoseBeforeWereTaken()
    {
        ManualClock clock;
        QList<Delta> deltas;
        DeltaCollector collector(clock, [&deltas](const Delta &delta) { deltas.append(delta); });
        LogLine line;
        for (line.seq = 1; line.seq <= 3; ++line.seq) {
            collector.logLine(line);
            clock.advance(DeltaCollector::kInterval);
        }
        QCOMPARE(deltas.size(), 1);
        collector.account(account(QStringLiteral("a"), 1)); // state does not wait
        clock.advance(DeltaCollector::kInterval);
        QCOMPARE(deltas.size(), 2);
        QVERIFY(deltas.last().logLines.isEmpty());
        collector.logLinesTaken();
        clock.advance(DeltaCollector::kInterval);
        QCOMPARE(deltas.size(), 3);
        QCOMPARE(deltas.last().logLines.size(), 2);
        QCOMPARE(deltas.last().logLines.first().seq, 2);
    }
};

ROOKERY_TEST(tst_deltacollector, TestDeltaCollector)
#include "tst_deltacollector.moc"
