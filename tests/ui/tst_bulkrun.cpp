// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/kit/bulkrun.h"

#include "base/reasons/gateway.h"
#include "base/reasons/machine.h"
#include "support/testcase.h"

#include <QSignalSpy>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

//! Commands that the test answers itself.
class TestBulkRun final : public TestCase
{
    Q_OBJECT

    struct Call {
        GatewayId gateway;
        Promise<void> answer;
    };

    std::vector<Call> m_calls;
    QStringList m_aborted;
    std::unique_ptr<BulkRun> m_run;

    static GatewayId id(int number) { return GatewayId(u"bot-%1"_s.arg(number)); }
    static Error refused() { return {.kind = ErrorKind::Rejected, .reason = Reason::RestartByHand}; }

    void make(int count, bool canAbort = false)
    {
        QList<GatewayId> gateways;
        for (int i = 0; i < count; ++i)
            gateways.append(id(i));
        BulkCommand command{.start = [this](const GatewayId &gateway) {
            m_calls.push_back({gateway, Promise<void>()});
            return m_calls.back().answer.future();
        }};
        if (canAbort)
            command.abort = [this](const GatewayId &gateway) { m_aborted.append(gateway.value()); };
        m_run = std::make_unique<BulkRun>(gateways, std::move(command), nullptr);
    }
    void answer(std::size_t call, const Result<> &result = {}) { m_calls.at(call).answer.resolve(result); }
    [[nodiscard]] int count(BulkRun::State state) const
    {
        const QList<BulkRun::Item> &items = m_run->items();
        return int(std::count_if(items.cbegin(), items.cend(),
                                 [state](const BulkRun::Item &item) { return item.state == state; }));
    }

protected:
    void prepare() override
    {
        m_calls.clear();
        m_aborted.clear();
    }
    void finish() override { m_run.reset(); }

private Q_SLOTS:
    void allRunInTheirOrderAtMostFourAtATime()
    {
        make(10);
        const QSignalSpy finished(m_run.get(), &BulkRun::finished);
        QVERIFY(m_calls.empty());
        m_run->start();
        std::size_t most = 0;
        for (std::size_t answered = 0; answered < 10; ++answered) {
            QTRY_VERIFY(m_calls.size() > answered);
            QCoreApplication::sendPostedEvents();
            most = std::max(most, m_calls.size() - answered);
            QVERIFY(m_calls.size() - answered <= std::size_t(BulkRun::kAtOnce));
            answer(answered);
            QTRY_COMPARE(m_run->ended(), int(answered) + 1);
        }
        QCOMPARE(most, std::size_t(BulkRun::kAtOnce));
        for (std::size_t i = 0; i < 10; ++i)
            QCOMPARE(m_calls.at(i).gateway, id(int(i)));
        QCOMPARE(count(BulkRun::State::Done), 10);
        QCOMPARE(finished.size(), 1);
        QVERIFY(m_run->isFinished());
    }

    void aSlowOneHoldsUpNobodyElse()
    {
        make(8);
        m_run->start();
        for (std::size_t i = 1; i < 8; ++i) { // the first one stays unanswered
            QTRY_VERIFY(m_calls.size() > i);
            answer(i);
        }
        QTRY_COMPARE(m_run->ended(), 7);
        QVERIFY(!m_run->isFinished());
        QCOMPARE(m_run->items().at(0).state, BulkRun::State::Running);
        answer(0);
        QTRY_VERIFY(m_run->isFinished());
    }

    void failuresAreKeptWithTheirReasonAndTheRestGoesOn()
    {
        make(6);
        m_run->start();
        for (std::size_t i = 0; i < 6; ++i) {
            QTRY_VERIFY(m_calls.size() > i);
            answer(i, i % 3 == 1 ? Result<>(fail(refused())) : Result<>());
        }
        QTRY_VERIFY(m_run->isFinished());
        QCOMPARE(count(BulkRun::State::Done), 4);
        QCOMPARE(count(BulkRun::State::Failed), 2);
        for (const int failed : {1, 4}) {
            QCOMPARE(m_run->items().at(failed).state, BulkRun::State::Failed);
            QCOMPARE(m_run->items().at(failed).why, refused());
        }
    }

    void afterACancelNothingMoreStarts()
    {
        make(10);
        const QSignalSpy finished(m_run.get(), &BulkRun::finished);
        m_run->start();
        QCOMPARE(m_calls.size(), std::size_t(4));
        m_run->cancel();
        QCOMPARE(count(BulkRun::State::Cancelled), 6);
        QCOMPARE(count(BulkRun::State::Running), 4);
        QVERIFY(!m_run->isFinished()); // what runs still ends by itself
        for (std::size_t i = 0; i < 4; ++i)
            answer(i);
        QTRY_VERIFY(m_run->isFinished());
        QCOMPARE(count(BulkRun::State::Done), 4);
        QCOMPARE(m_calls.size(), std::size_t(4));
        QCOMPARE(finished.size(), 1);
    }

    void aCancelEndsWhatCanBeEnded()
    {
        make(5, true);
        m_run->start();
        m_run->cancel();
        QCOMPARE(m_aborted, (QStringList{u"bot-0"_s, u"bot-1"_s, u"bot-2"_s, u"bot-3"_s}));
        answer(0); // it was done before it could be ended
        for (std::size_t i = 1; i < 4; ++i)
            answer(i, fail(ErrorKind::Cancelled, Reason::None));
        QTRY_VERIFY(m_run->isFinished());
        QCOMPARE(count(BulkRun::State::Done), 1);
        QCOMPARE(count(BulkRun::State::Cancelled), 4);
        QCOMPARE(count(BulkRun::State::Failed), 0);
    }

    void whoeverIsRemovedMeanwhileIsLeftOut()
    {
        make(6);
        m_run->start();
        m_run->forget({id(0), id(5), GatewayId(u"nobody"_s)}); // the first one runs
        QCOMPARE(m_run->items().at(0).state, BulkRun::State::Running);
        QCOMPARE(m_run->items().at(5).state, BulkRun::State::Removed);
        for (std::size_t i = 0; i < 5; ++i) {
            QTRY_VERIFY(m_calls.size() > i);
            answer(i);
        }
        QTRY_VERIFY(m_run->isFinished());
        QCOMPARE(m_calls.size(), std::size_t(5));
        QCOMPARE(count(BulkRun::State::Done), 5);
        QCOMPARE(count(BulkRun::State::Removed), 1);
    }

    void aRunWhoseLastOnesAreRemovedEnds()
    {
        make(5);
        const QSignalSpy finished(m_run.get(), &BulkRun::finished);
        m_run->start();
        for (std::size_t i = 0; i < 4; ++i)
            m_calls.at(i).answer.resolve({}); // their answers are on their way
        m_run->forget({id(4)});
        QTRY_VERIFY(m_run->isFinished());
        QCOMPARE(finished.size(), 1);
        QCOMPARE(m_calls.size(), std::size_t(4));
    }

    void nothingBeginsBeforeTheStart()
    {
        make(2);
        m_run->forget({id(0)});
        m_run->cancel();
        QVERIFY(m_calls.empty());
        QVERIFY(!m_run->isFinished());
        m_run->start();
        QVERIFY(m_run->isFinished());
        QVERIFY(m_calls.empty());
    }

    void answersAfterItsEndReachNobody()
    {
        make(2);
        m_run->start();
        m_run.reset();
        answer(0);
        answer(1);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(m_calls.size(), std::size_t(2));
    }
};

ROOKERY_TEST(tst_bulkrun, TestBulkRun)
#include "tst_bulkrun.moc"
