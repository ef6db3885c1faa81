// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/backoff.h"
#include "base/clock.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;

class TestTime final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aTimerFiresOnceWhenDue()
    {
        ManualClock clock;
        int fired = 0;
        Timer timer(clock, [&fired] { ++fired; });
        timer.start(seconds(3));
        clock.advance(milliseconds(2999));
        QCOMPARE(fired, 0);
        QVERIFY(timer.isActive());
        clock.advance(milliseconds(1));
        QCOMPARE(fired, 1);
        QVERIFY(!timer.isActive());
        clock.advance(seconds(10));
        QCOMPARE(fired, 1);
    }

    void startingAgainReplacesTheEarlierDueTime()
    {
        ManualClock clock;
        int fired = 0;
        Timer timer(clock, [&fired] { ++fired; });
        timer.start(seconds(1));
        timer.start(seconds(5));
        clock.advance(seconds(4));
        QCOMPARE(fired, 0);
        clock.advance(seconds(1));
        QCOMPARE(fired, 1);
    }

    void aDestroyedTimerIsSilent()
    {
        ManualClock clock;
        bool fired = false;
        {
            Timer timer(clock, [&fired] { fired = true; });
            timer.start(seconds(1));
        }
        clock.advance(seconds(2));
        QVERIFY(!fired);
        QCOMPARE(clock.armedTimers(), 0);
    }

    void aTimerMayBeRestartedFromItsOwnCallback()
    {
        ManualClock clock;
        int fired = 0;
        std::function<void()> again;
        Timer timer(clock, [&again] { again(); });
        again = [&fired, &timer] {
            if (++fired < 3)
                timer.start(seconds(1));
        };
        timer.start(seconds(1));
        clock.advance(seconds(10));
        QCOMPARE(fired, 3);
    }

    void theSystemClockRunsTimersOnTheEventLoop()
    {
        SystemClock clock;
        bool fired = false;
        bool cancelledFired = false;
        Timer timer(clock, [&fired] { fired = true; });
        Timer cancelled(clock, [&cancelledFired] { cancelledFired = true; });
        cancelled.start(milliseconds(0));
        cancelled.stop();
        timer.start(milliseconds(1));
        QTRY_VERIFY(fired);
        QVERIFY(!cancelledFired);
    }

    void backoffFollowsTheTableAndRepeatsItsLastEntry_data()
    {
        QTest::addColumn<int>("attempt");
        QTest::addColumn<int>("seconds");
        QTest::newRow("first") << 1 << 1;
        QTest::newRow("third") << 3 << 5;
        QTest::newRow("last") << 6 << 60;
        QTest::newRow("beyond") << 99 << 60;
        QTest::newRow("nonsense") << 0 << 1;
    }
    void backoffFollowsTheTableAndRepeatsItsLastEntry()
    {
        QFETCH(int, attempt);
        QFETCH(int, seconds);
        QCOMPARE(backoffDelay(kReconnectTable, attempt, 0.5).count(), seconds * 1000);
    }

    void jitterSpreadsByAFifth()
    {
        QCOMPARE(backoffDelay(kReconnectTable, 4, 0.0), milliseconds(8000));
        QCOMPARE(backoffDelay(kReconnectTable, 4, 1.0), milliseconds(12000));
    }
};

ROOKERY_TEST(tst_time, TestTime)
#include "tst_time.moc"
