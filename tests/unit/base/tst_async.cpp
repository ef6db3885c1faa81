// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/async.h"
#include "support/testcase.h"

#include <QAbstractEventDispatcher>
#include <QThread>

#include <atomic>
#include <thread>

using namespace rookery;

class TestAsync final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void everyListenerIsCalled()
    {
        Promise<int> answer;
        int sum = 0;
        onResult(this, answer.future(), [&sum](const Result<int> &result) { sum += result.value_or(0); });
        onResult(this, answer.future(), [&sum](const Result<int> &result) { sum += result.value_or(0); });
        answer.resolve(21);
        QTRY_COMPARE(sum, 42);
    }

    void aDeadContextIsNotCalled()
    {
        Promise<int> answer;
        bool called = false;
        bool other = false;
        auto context = std::make_unique<QObject>();
        onResult(context.get(), answer.future(), [&called](const Result<int> &) { called = true; });
        context.reset();
        onResult(this, answer.future(), [&other](const Result<int> &) { other = true; });
        answer.resolve(1);
        QTRY_VERIFY(other);
        QVERIFY(!called);
    }

    void anAbandonedAnswerEndsAsCancelled()
    {
        FutureResult<int> future;
        {
            const Promise<int> answer;
            future = answer.future();
        }
        QVERIFY(future.isFinished());
        QCOMPARE(future.result().error().kind, ErrorKind::Cancelled);
    }

    void aFutureThatWasNeverAskedForIsCancelled()
    {
        const FutureResult<int> never;
        QVERIFY(never.isFinished());
        std::optional<ErrorKind> kind;
        onResult(this, never, [&kind](const Result<int> &result) { kind = result.error().kind; });
        QVERIFY(!kind.has_value());
        QTRY_COMPARE(kind, ErrorKind::Cancelled);
    }

    void nobodyIsCalledBeforeTheAskingReturns()
    {
        bool called = false;
        onResult(this, readyResult<int>(1), [&called](const Result<int> &) { called = true; });
        QVERIFY(!called);
        QTRY_VERIFY(called);
    }

    void aListenerMayEndItsContext()
    {
        const Promise<int> answer;
        auto *context = new QObject;
        int calls = 0;
        for (int i = 0; i < 2; ++i) {
            onResult(context, answer.future(), [&calls, context](const Result<int> &) {
                ++calls;
                delete context;
            });
        }
        bool other = false;
        answer.resolve(1);
        onResult(this, answer.future(), [&other](const Result<int> &) { other = true; });
        QTRY_VERIFY(other);
        QCOMPARE(calls, 1);
    }

    //! The context lives in a thread with an event loop and is destroyed there while another thread answers.
    void answersFromAnotherThreadMeetDyingContexts()
    {
        QThread home;
        home.start();
        for (int i = 0; i < 200; ++i) {
            const Promise<int> answer;
            auto *context = new QObject;
            std::atomic<bool> alive = true;
            std::atomic<bool> calledDead = false;
            context->moveToThread(&home);
            QMetaObject::invokeMethod(
                context,
                [&, context] {
                    onResult(context, answer.future(), [&](const Result<int> &) { calledDead = calledDead || !alive; });
                },
                Qt::BlockingQueuedConnection);
            std::thread other([answer] { answer.resolve(1); });
            QMetaObject::invokeMethod(
                context,
                [&, context] {
                    alive = false;
                    delete context;
                },
                Qt::QueuedConnection);
            other.join();
            QMetaObject::invokeMethod(
                QAbstractEventDispatcher::instance(&home), [] {}, Qt::BlockingQueuedConnection);
            QVERIFY(!calledDead);
        }
        home.quit();
        QVERIFY(home.wait());
    }

    void onlyTheFirstAnswerCounts()
    {
        const Promise<int> answer;
        answer.resolve(1);
        answer.resolve(2);
        QCOMPARE(answer.future().result().value(), 1);
    }
};

ROOKERY_TEST(tst_async, TestAsync)
#include "tst_async.moc"
