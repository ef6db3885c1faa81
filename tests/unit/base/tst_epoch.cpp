// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/epoch.h"
#include "support/testcase.h"

using namespace rookery;

class TestEpoch final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aResultOfThePresentAttemptIsDelivered()
    {
        Epoch epoch;
        epoch.advance();
        const Promise<int> answer;
        int delivered = 0;
        onResult(this, epoch, answer.future(), [&delivered](const Result<int> &result) { delivered = *result; });
        answer.resolve(7);
        QTRY_COMPARE(delivered, 7);
    }

    void aLateResultIsDropped()
    {
        Epoch epoch;
        const Promise<int> answer;
        QList<int> delivered;
        const auto note = [&delivered](const Result<int> &result) { delivered.append(*result); };
        onResult(this, epoch, answer.future(), note);
        epoch.advance();
        answer.resolve(1);
        onResult(this, epoch, readyResult<int>(2), note);
        QTRY_VERIFY(delivered.contains(2));
        QCOMPARE(delivered, QList<int>{2});
    }

    void aResultOnItsWayIsDroppedToo()
    {
        Epoch epoch;
        QList<int> delivered;
        const auto note = [&delivered](const Result<int> &result) { delivered.append(*result); };
        onResult(this, epoch, readyResult<int>(1), note);
        epoch.advance();
        onResult(this, epoch, readyResult<int>(2), note);
        QTRY_VERIFY(delivered.contains(2));
        QCOMPARE(delivered, QList<int>{2});
    }

    void anErrorOfThePresentAttemptIsDelivered()
    {
        const Epoch epoch;
        std::optional<ErrorKind> kind;
        onResult(this, epoch, failedResult<int>({.kind = ErrorKind::Timeout, .reason = Reason::NoReply}),
                 [&kind](const Result<int> &result) { kind = result.error().kind; });
        QTRY_COMPARE(kind, ErrorKind::Timeout);
    }

    void aMarkIsOverAfterAdvance()
    {
        Epoch epoch;
        const Epoch::Mark first = epoch.mark();
        QVERIFY(!first.isOver());
        epoch.advance();
        QVERIFY(first.isOver());
        const Epoch::Mark second = epoch.mark();
        QVERIFY(!second.isOver());
        epoch.advance();
        QVERIFY(first.isOver());
        QVERIFY(second.isOver());
    }
};

ROOKERY_TEST(tst_epoch, TestEpoch)
#include "tst_epoch.moc"
