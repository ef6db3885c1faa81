// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mailbox.h"
#include "base/singleflight.h"
#include "support/testcase.h"

#include <thread>

using namespace rookery;

class TestMailbox final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void valuesArriveInOrderAcrossThreads()
    {
        Mailbox<int> box;
        QList<int> taken;
        std::thread taker([&box, &taken] {
            while (const auto value = box.take())
                taken.append(*value);
        });
        for (int i = 0; i < 1000; ++i)
            QVERIFY(box.post(i));
        box.close();
        taker.join();
        QCOMPARE(taken.size(), 1000);
        QCOMPARE(taken.last(), 999);
    }

    void closingKeepsWhatWasPostedAndRefusesMore()
    {
        Mailbox<int> box;
        QVERIFY(box.post(1));
        box.close();
        QVERIFY(!box.post(2));
        QCOMPARE(box.take().value_or(0), 1);
        QVERIFY(!box.take().has_value());
    }

    void callersOfTheSameKeyShareOneFlight()
    {
        SingleFlight<QString, int> flights(this);
        int started = 0;
        Promise<int> answer;
        const auto start = [&started, &answer] {
            ++started;
            return answer.future();
        };
        int sum = 0;
        onResult(this, flights.run(QStringLiteral("a"), start), [&sum](Result<int> result) { sum += *result; });
        onResult(this, flights.run(QStringLiteral("a"), start), [&sum](Result<int> result) { sum += *result; });
        QCOMPARE(started, 1);
        answer.resolve(5);
        QTRY_COMPARE(sum, 10);
        onResult(this, flights.run(QStringLiteral("a"), start), [&sum](Result<int> result) { sum += *result; });
        QCOMPARE(started, 2);
        QTRY_COMPARE(sum, 15);
    }
};

ROOKERY_TEST(tst_mailbox, TestMailbox)
#include "tst_mailbox.moc"
