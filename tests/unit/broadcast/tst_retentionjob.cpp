// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/retentionjob.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "servicefixture.h"
#include "support/filesizelimit.h"

#include <QDir>

using namespace rookery;
using namespace rookery::broadcast;

//! What is over long ago is forgotten, and nothing else.
class TestRetentionJob final : public ServiceFixture
{
    Q_OBJECT

    static constexpr milliseconds kDay = RetentionJob::kEvery;

    [[nodiscard]] int copies() const
    {
        return int(QDir(folder->filePath(QStringLiteral("pictures"))).entryList(QDir::Files).size());
    }
    [[nodiscard]] int listed() { return int(result(service->broadcasts()).value().size()); }

    void answerAndEcho()
    {
        gateway->onCall = [this](const Action &action) {
            const qint64 id = 1000 + gateway->calls.size();
            service->onEvent(kGateway, ScriptedGateway::echoOf(action, kAccount, id));
            return std::optional(ScriptedGateway::sent(id));
        };
    }
    BroadcastId enqueueWithPicture(const QString &name)
    {
        Draft draft = draftFor(1);
        draft.pictures = {{makePicture(name)}};
        gateway->onStage = [this](const QByteArray &) {
            return Result<gateway::StagedFile>(
                gateway::StagedFile{QStringLiteral("/tmp/staged"), clock->now() + seconds(900)});
        };
        return enqueue(draft);
    }

private Q_SLOTS:
    void whatIsOverIsForgottenAfterNinetyDays()
    {
        answerAndEcho();
        const BroadcastId done = enqueue(2);
        QTRY_COMPARE(countsOf(done).verified, 2);
        answerAlways({.kind = ErrorKind::Timeout, .reason = Reason::NoReply});
        const BroadcastId open = enqueue(3);
        QTRY_COMPARE(countsOf(open).unknown, 3);
        QSignalSpy pruned(service.get(), &BroadcastService::broadcastsPruned);
        clock->advance(RetentionJob::kRetention);
        settleStore();
        QCOMPARE(listed(), 2);
        clock->advance(kDay);
        QTRY_COMPARE(pruned.size(), 1);
        QCOMPARE(pruned.first().first().value<QList<BroadcastId>>(), QList<BroadcastId>{done});
        QCOMPARE(listed(), 1);
        QCOMPARE(countsOf(open).unknown, 3);
        QCOMPARE(countsOf(open).total, 3);
    }

    void theStartForgetsToo()
    {
        answerAndEcho();
        const BroadcastId done = enqueue(1);
        QTRY_COMPARE(countsOf(done).verified, 1);
        failpoint();
        clock->jumpWall(RetentionJob::kRetention + kDay);
        startService();
        QTRY_COMPARE(listed(), 0);
    }

    void aPauseOfMonthsEndsInSending()
    {
        service->setSendingStopped(true);
        const BroadcastId id = enqueue(2);
        failpoint();
        clock->jumpWall(RetentionJob::kRetention * 2);
        startService();
        settleStore();
        answerAndEcho();
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        ROOKERY_VERIFY_RESULT(result(service->resume(id)));
        QTRY_COMPARE(countsOf(id).verified, 2);
    }

    void copiesOfPicturesGoAMonthAfterTheirBroadcast()
    {
        answerAndEcho();
        const BroadcastId id = enqueueWithPicture(QStringLiteral("p.png"));
        QTRY_COMPARE(countsOf(id).verified, 1);
        QCOMPARE(copies(), 1);
        clock->advance(kDay);
        settleStore();
        QCOMPARE(copies(), 1);
        clock->advance(RetentionJob::kPicturesFor);
        QTRY_COMPARE(copies(), 0);
        QCOMPARE(listed(), 1); // the broadcast itself is listed for longer
        const SentBroadcast sent = result(service->sent(id)).value();
        QVERIFY(sent.draft.pictures.isEmpty());
        QCOMPARE(sent.lostPictures, QStringList{QStringLiteral("p.png")});
    }

    void whatWasSentCanBeSentOnceMoreWithItsPicture()
    {
        answerAndEcho();
        const BroadcastId first = enqueueWithPicture(QStringLiteral("p.png"));
        QTRY_COMPARE(countsOf(first).verified, 1);
        QVERIFY(QFile::remove(folder->filePath(QStringLiteral("p.png"))));
        clock->advance(kDay);
        settleStore();
        const SentBroadcast sent = result(service->sent(first)).value();
        QVERIFY(sent.lostPictures.isEmpty());
        QCOMPARE(sent.draft.text, draftFor(1).text);
        QCOMPARE(sent.draft.pictures.size(), 1);
        QCOMPARE(sent.draft.pictures.constFirst().name, QStringLiteral("p.png"));
        QCOMPARE(sent.draft.targets, draftFor(1).targets);
        const BroadcastId again = enqueue(sent.draft);
        QTRY_COMPARE(countsOf(again).verified, 1);
        QCOMPARE(copies(), 1);
        QCOMPARE(result(service->sent(again)).value().draft.pictures, sent.draft.pictures);
    }

    void whatIsNotThereCannotBeSentOnceMore()
    {
        QCOMPARE(result(service->sent(BroadcastId(77))).error().reason, Reason::NotFound);
    }

    void aPictureThatIsNeededAgainStays()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::SendRefused});
        const BroadcastId failed = enqueueWithPicture(QStringLiteral("p.png"));
        QTRY_COMPARE(countsOf(failed).failed, 1);
        clock->advance(kDay);
        settleStore();
        QCOMPARE(copies(), 1);
        answerAndEcho();
        ROOKERY_VERIFY_RESULT(result(service->sendAgain({deliveryOf(failed).id})));
        QTRY_COMPARE(countsOf(failed).verified, 1);
    }

    void anEnqueueDuringTheRemovalKeepsItsPicture()
    {
        answerAndEcho();
        const BroadcastId first = enqueueWithPicture(QStringLiteral("p.png"));
        QTRY_COMPARE(countsOf(first).verified, 1);
        Draft draft = draftFor(1);
        draft.pictures = {{folder->filePath(QStringLiteral("p.png"))}};
        for (int i = 0; i < 20; ++i) {
            const Plan plan = result(service->plan(draft)).value();
            service->setSendingStopped(true);
            clock->advance(RetentionJob::kPicturesFor + kDay); // the removal runs on its threads from here on
            for (int turn = 0; turn < i; ++turn)
                QCoreApplication::sendPostedEvents();
            const BroadcastId again = result(service->enqueue(plan)).value();
            settleStore();
            QCOMPARE(copies(), 1);
            service->setSendingStopped(false);
            QTRY_COMPARE(countsOf(again).verified, 1);
        }
    }

    void aDiskThatIsFullIsToldAndTriedAgain()
    {
        answerAndEcho();
        const BroadcastId done = enqueue(1);
        QTRY_COMPARE(countsOf(done).verified, 1);
        clock->advance(RetentionJob::kRetention);
        settleStore();
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        {
            const FileSizeLimit full;
            clock->advance(kDay);
            QTRY_COMPARE(trouble.size(), 1);
            QCOMPARE(trouble.first().first().value<Error>().reason, Reason::DiskFull);
        }
        QCOMPARE(listed(), 1);
        clock->advance(kDay);
        QTRY_COMPARE(listed(), 0);
    }
};

ROOKERY_TEST(tst_retentionjob, TestRetentionJob)
#include "tst_retentionjob.moc"
