// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/async.h"
#include "support/testcase.h"

#include <memory>

using namespace rookery;

class TstAsync final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyListenerIsCalled()
    {
        Answer<int> answer;
        int sum = 0;
        onResult(this, answer.future(), [&sum](const Result<int> &result) { sum += result.value_or(0); });
        onResult(this, answer.future(), [&sum](const Result<int> &result) { sum += result.value_or(0); });
        answer.give(21);
        QTRY_COMPARE(sum, 42);
    }

    void aDeadContextIsNotCalled()
    {
        Answer<int> answer;
        bool called = false;
        bool other = false;
        auto context = std::make_unique<QObject>();
        onResult(context.get(), answer.future(), [&called](const Result<int> &) { called = true; });
        context.reset();
        onResult(this, answer.future(), [&other](const Result<int> &) { other = true; });
        answer.give(1);
        QTRY_VERIFY(other);
        QVERIFY(!called);
    }

    void anAbandonedAnswerEndsAsCancelled()
    {
        FutureResult<int> future;
        {
            const Answer<int> answer;
            future = answer.future();
        }
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::Cancelled);
    }

    void aCancelledFutureArrivesAsCancelled()
    {
        QPromise<Result<int>> promise;
        promise.start();
        FutureResult<int> future = promise.future();
        std::optional<ErrorKind> kind;
        onResult(this, future, [&kind](const Result<int> &result) { kind = result.error().kind; });
        future.cancel();
        promise.finish();
        QTRY_VERIFY(kind.has_value());
        QCOMPARE(*kind, ErrorKind::Cancelled);
    }

    void onlyTheFirstAnswerCounts()
    {
        const Answer<int> answer;
        answer.give(1);
        answer.give(2);
        QCOMPARE(answer.future().result().value(), 1);
        QCOMPARE(answer.future().resultCount(), 1);
    }
};

QTEST_GUILESS_MAIN(TstAsync)
#include "tst_async.moc"
