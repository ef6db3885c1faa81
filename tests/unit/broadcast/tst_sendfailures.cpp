// SPDX-License-Identifier: GPL-3.0-or-later
#include "servicefixture.h"

#include "base/reasons/access.h"
#include "base/reasons/login.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/filesizelimit.h"

#include <future>

using namespace rookery;
using namespace rookery::broadcast;

//! What must never happen: a message lost, sent twice, or claimed to have arrived.
class TestSendFailures final : public ServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void aTimeoutIsUnknownAndNeverResent()
    {
        answerAlways({.kind = ErrorKind::Timeout, .reason = Reason::NoReply});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).unknown, 1);
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, false);
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        clock->advance(std::chrono::hours(1));
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
    }

    void deliveredButTimedOutIsProvenByItsEcho()
    {
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(gateway->calls.size(), 1);
        echo(0, 77);
        settleStore();
        QCOMPARE(countsOf(id).sending, 1); // the reply might still name another message
        gateway->calls.first().answer.resolve(fail(ErrorKind::Timeout, Reason::NoReply));
        QTRY_COMPARE(countsOf(id).verified, 1);
        QCOMPARE(deliveryOf(id).messageId, MessageId(QStringLiteral("77")));
    }

    void aLateEchoResolvesAnUnknown()
    {
        answerAlways({.kind = ErrorKind::Network, .reason = Reason::ConnectionLost});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).unknown, 1);
        echo(0, 5);
        QTRY_COMPARE(countsOf(id).verified, 1);
    }

    void theGatewaysOwnTimeoutWaitsForTheEcho()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::SendTimeout, .code = 1200});
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(countsOf(id).accepted, 2);
        echo(0, 5);
        QTRY_COMPARE(countsOf(id).verified, 1);
        clock->advance(seconds(91));
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(gateway->calls.size(), 2);
    }

    void anEchoOutranksTheRefusalThatFollowsIt()
    {
        for (const ErrorReason reason :
             {Reason::RichMediaFailed, Reason::AccountOffline, Reason::SendUnclear, Reason::Muted}) {
            const BroadcastId id = enqueue(1);
            const qsizetype call = gateway->calls.size();
            QTRY_COMPARE(gateway->calls.size(), call + 1);
            echo(int(call), 100 + call);
            gateway->calls.last().answer.resolve(fail(ErrorKind::Rejected, reason, QStringLiteral("words")));
            QTRY_COMPARE(countsOf(id).verified, 1);
            QVERIFY(deliveryOf(id).evidence.contains(QStringLiteral("gateway-said=words")));
            service->setRoute(kGateway, gateway.get(), kAccount, kProving, false);
            service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
            clock->advance(std::chrono::hours(1));
            settleStore();
            QCOMPARE(gateway->calls.size(), call + 1);
        }
    }

    void aLateEchoLiftsAFailureAndStopsARepetition()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::Muted});
        const BroadcastId failed = enqueue(1);
        QTRY_COMPARE(countsOf(failed).failed, 1);
        echo(0, 5);
        QTRY_COMPARE(countsOf(failed).verified, 1);

        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed});
        const BroadcastId waiting = enqueue(1);
        QTRY_COMPARE(deliveryOf(waiting).state, DeliveryState::Waiting);
        echo(1, 6);
        QTRY_COMPARE(countsOf(waiting).verified, 1);
        clock->advance(std::chrono::hours(1));
        settleStore();
        QCOMPARE(gateway->calls.size(), 2);
    }

    void offlineInWordsHoldsTheAccountLongerEachTime()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::AccountOffline});
        const BroadcastId id = enqueue(3);
        for (int i = 0; i < 30; ++i) { // half an hour of a session that flips between both words
            service->setRoute(kGateway, gateway.get(), kAccount, kProving, false);
            service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
            clock->advance(seconds(60));
            settleStore();
        }
        QCOMPARE(countsOf(id).queued, 3);
        QVERIFY2(gateway->calls.size() >= 4 && gateway->calls.size() <= 8,
                 qPrintable(QString::number(gateway->calls.size())));
        QCOMPARE(result(service->broadcasts()).value().first().waits.first().why.reason, Reason::AccountOffline);
        answerWithIds();
        clock->advance(seconds(601));
        QTRY_COMPARE(countsOf(id).accepted, 3); // the first that is taken ends it
    }

    void anEchoEndsTheHoldOfAnAccountThatWasSaidToBeOffline()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::AccountOffline});
        const BroadcastId id = enqueue(3);
        for (int i = 0; i < 3; ++i) {
            QTRY_COMPARE(gateway->calls.size(), i + 1);
            settleStore();
            clock->advance(milliseconds(1500));
            echo(i, 10 + i);
            QTRY_COMPARE(countsOf(id).verified, i + 1);
        }
        QCOMPARE(gateway->calls.size(), 3);
    }

    void anEchoBetweenClaimAndFrameStopsTheSecondCopy()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Waiting);
        settleStore();
        const auto nothing = [](store::Connection &) { return Result<int>(0); };
        std::promise<void> go;
        clock->advance(seconds(10)); // due: the store is asked for what there is to send
        const auto asked = database->run(nothing);
        const auto held = database->run([gate = go.get_future().share()](store::Connection &) {
            gate.wait();
            return Result<int>(0);
        });
        static_cast<void>(asked.result());
        for (int i = 0; i < 8; ++i) // the claim is asked for, behind the job that holds the store's thread
            QCoreApplication::sendPostedEvents();
        echo(0, 5);
        go.set_value();
        static_cast<void>(held.result());
        QTRY_COMPARE(countsOf(id).verified, 1);
        settleStore();
        clock->advance(std::chrono::hours(1));
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
    }

    void whatIsTooLargeForOneTargetIsNotTriedOnTheNext()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::MessageTooLarge, .code = 1009});
        const BroadcastId id = enqueue(4);
        QTRY_COMPARE(countsOf(id).failed, 4);
        QCOMPARE(gateway->calls.size(), 1);
        QCOMPARE(deliveryOf(id, 3).why.reason, Reason::MessageTooLarge);
    }

    void unlistedWordsAreUnknownWithTheWordsAfterTheProofTime()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::SendUnclear, .detail = QStringLiteral("words")});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        clock->advance(seconds(91));
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(deliveryOf(id).why.detail, QStringLiteral("words"));
        QCOMPARE(gateway->calls.size(), 1);
    }

    void aWallClockThatIsSetChangesNoWaiting_data()
    {
        QTest::addColumn<int>("hours");
        QTest::newRow("back") << -3;
        QTest::newRow("forward") << 3;
    }
    void aWallClockThatIsSetChangesNoWaiting()
    {
        QFETCH(const int, hours);
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed});
        const BroadcastId waiting = enqueue(1);
        QTRY_COMPARE(deliveryOf(waiting).state, DeliveryState::Waiting);
        answerWithIds();
        const BroadcastId proven = enqueue(1);
        QTRY_COMPARE(countsOf(proven).accepted, 1);
        settleStore();
        clock->jumpWall(std::chrono::hours(hours));
        clock->advance(seconds(2));
        settleStore();
        QCOMPARE(countsOf(waiting).queued, 1); // not before its time either
        clock->advance(seconds(8));
        QTRY_COMPARE(countsOf(waiting).accepted, 1);
        clock->advance(seconds(95));
        QTRY_COMPARE(countsOf(proven).unknown, 1);
        QTRY_COMPARE(countsOf(waiting).unknown, 1);
        QCOMPARE(summaryOf(waiting).state, BroadcastState::Settled);
    }

    void oneEchoForTwoCandidatesProvesNeither()
    {
        answerAlways({.kind = ErrorKind::Timeout, .reason = Reason::NoReply});
        const BroadcastId a = enqueue(1);
        QTRY_COMPARE(countsOf(a).unknown, 1);
        const BroadcastId b = enqueue(1); // the same words to the same group
        QTRY_COMPARE(countsOf(b).unknown, 1);
        echo(1, 5);
        settleStore();
        QCOMPARE(countsOf(a).unknown, 1);
        QCOMPARE(countsOf(b).unknown, 1);
        echo(0, 6); // with one each, both arrived
        QTRY_COMPARE(countsOf(a).verified, 1);
        QTRY_COMPARE(countsOf(b).verified, 1);
        QCOMPARE(deliveryOf(a).messageId, MessageId(QStringLiteral("5")));
    }

    void refusalsFailAtOnce_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("reason");
        QTest::newRow("muted") << int(ErrorKind::Rejected) << int(Reason::Muted);
        QTest::newRow("not in group") << int(ErrorKind::Rejected) << int(Reason::NotInGroup);
        QTest::newRow("token") << int(ErrorKind::Auth) << int(Reason::TokenWrong);
        QTest::newRow("refused") << int(ErrorKind::Rejected) << int(Reason::SendRefused);
    }
    void refusalsFailAtOnce()
    {
        QFETCH(const int, kind);
        QFETCH(const int, reason);
        answerAlways({.kind = ErrorKind(kind), .reason = ErrorReason(reason), .detail = QStringLiteral("words")});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(deliveryOf(id).why.reason, ErrorReason(reason));
        QCOMPARE(deliveryOf(id).why.detail, QStringLiteral("words"));
        QCOMPARE(summaryOf(id).state, BroadcastState::Settled);
    }

    void offlineWaitsAtNoAttempt()
    {
        answerAlways({.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Waiting);
        settleStore();
        QCOMPARE(gateway->calls.size(), 1); // the account waits, not only the delivery
        QCOMPARE(deliveryOf(id).attempts, 0);
        answerWithIds();
        clock->advance(seconds(3));
        QTRY_COMPARE(countsOf(id).accepted, 2);
        QCOMPARE(deliveryOf(id).attempts, 1);
    }

    void aRateLimitHoldsTheWholeAccountAsLongAsAsked()
    {
        Error limit{.kind = ErrorKind::RateLimited, .reason = Reason::SendRefused};
        limit.retryAfter = seconds(40);
        answerAlways(limit);
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Waiting);
        answerWithIds();
        settleStore();
        clock->advance(seconds(39));
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
        clock->advance(seconds(1));
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void richMediaFailureIsRetriedBoundedly()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed, .code = 1200});
        const BroadcastId id = enqueue(1);
        for (int attempt = 1; attempt <= 4; ++attempt) {
            QTRY_COMPARE(gateway->calls.size(), attempt);
            QTRY_VERIFY(deliveryOf(id).state != DeliveryState::Sending);
            settleStore();
            clock->advance(seconds(90));
        }
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(deliveryOf(id).attempts, 4);
        clock->advance(std::chrono::hours(1));
        settleStore();
        QCOMPARE(gateway->calls.size(), 4);
    }

    void aStagedFileThatIsGoneIsStagedAgainOnce()
    {
        gateway->onStage = [this](const QByteArray &) {
            const QString name = QStringLiteral("/tmp/s%1").arg(gateway->uploads.size());
            return Result<gateway::StagedFile>(gateway::StagedFile{name, clock->now() + seconds(900)});
        };
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::StagedFileGone, .code = 1200});
        Draft draft = draftFor(1);
        draft.pictures = {{makePicture(QStringLiteral("p.png"))}};
        const BroadcastId id = enqueue(draft);
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Waiting); // for an echo that would contradict
        settleStore();
        clock->advance(kEchoGrace);
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(gateway->uploads.size(), 2);
        QCOMPARE(gateway->calls.size(), 2);
        QCOMPARE(deliveryOf(id).attempts, 1); // the first one was free
    }

    void aFailedUploadNeverTurnsUnknown()
    {
        gateway->onStage = [](const QByteArray &) {
            return Result<gateway::StagedFile>(fail(ErrorKind::Timeout, Reason::NoReply));
        };
        Draft draft = draftFor(1);
        draft.pictures = {{makePicture(QStringLiteral("p.png"))}};
        const BroadcastId id = enqueue(draft);
        for (int attempt = 1; attempt <= 4; ++attempt) {
            QTRY_COMPARE(gateway->uploads.size(), attempt);
            settleStore();
            clock->advance(seconds(90));
        }
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(gateway->calls.size(), 0);
        QCOMPARE(deliveryOf(id).attempts, 0);
    }

    void aLaterPictureThatCannotBeStagedWaitsItsTime_data()
    {
        QTest::addColumn<Error>("error");
        QTest::addColumn<int>("uploads"); // of a message, in five minutes
        QTest::newRow("for a while") << Error{.kind = ErrorKind::Timeout, .reason = Reason::NoReply} << 4;
        QTest::newRow("for good") << Error{.kind = ErrorKind::Rejected, .reason = Reason::MessageTooLarge} << 1;
    }
    //! The candidate that the claim before read is used for one try only.
    void aLaterPictureThatCannotBeStagedWaitsItsTime()
    {
        QFETCH(const Error, error);
        QFETCH(const int, uploads);
        answerWithIds();
        gateway->onStage = [this, error](const QByteArray &) -> Result<gateway::StagedFile> {
            if (gateway->uploads.size() > 1)
                return fail(error);
            return gateway::StagedFile{QStringLiteral("/tmp/staged"), clock->now()}; // good for one message
        };
        Draft draft = draftFor(2);
        draft.pictures = {{makePicture(QStringLiteral("p.png"))}};
        const BroadcastId id = enqueue(draft);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        QTRY_VERIFY(deliveryOf(id, 1).state != DeliveryState::Queued);
        for (int i = 0; i < 4; ++i)
            settleStore();
        for (int upload = 1; upload <= uploads; ++upload) {
            QTRY_COMPARE(gateway->uploads.size(),
                         1 + upload); // no second one before its time; a picture is read elsewhere
            settleStore();
            clock->advance(seconds(75));
        }
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(gateway->uploads.size(), 1 + uploads);
        QCOMPARE(gateway->calls.size(), 1);
    }

    void afterACrashNothingIsSentTwiceAndTheOperatorDecides()
    {
        const BroadcastId id = enqueue(3);
        QTRY_COMPARE(gateway->calls.size(), 1);
        const Action lost = gateway->calls.first().action;
        failpoint();
        gateway = std::make_unique<ScriptedGateway>();
        startService();
        answerWithIds();
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(deliveryOf(id).why.reason, Reason::CrashWhileSending);
        QCOMPARE(summaryOf(id).state, BroadcastState::Paused);
        QVERIFY(summaryOf(id).interrupted);
        settleStore();
        QCOMPARE(gateway->calls.size(), 0);
        ROOKERY_VERIFY_RESULT(result(service->resume(id)));
        QTRY_COMPARE(countsOf(id).accepted, 2);
        QCOMPARE(gateway->calls.size(), 2);
        for (const auto &call : std::as_const(gateway->calls))
            QVERIFY(ScriptedGateway::targetOf(call.action) != ScriptedGateway::targetOf(lost));
        // the same words from anybody on the account are a hint for the lost one, and no proof
        service->onEvent(kGateway, ScriptedGateway::echoOf(lost, kAccount, 99));
        QTRY_VERIFY(deliveryOf(id).evidence.contains(QStringLiteral("hint-id=99"))
                    || deliveryOf(id, 1).evidence.contains(QStringLiteral("hint-id=99"))
                    || deliveryOf(id, 2).evidence.contains(QStringLiteral("hint-id=99")));
        QCOMPARE(countsOf(id).verified, 0);
        QCOMPARE(countsOf(id).unknown, 1);
    }

    void anAcceptedOneKeepsItsDeadlineAcrossACrash()
    {
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        failpoint();
        clock = std::make_unique<ManualClock>();
        startService();
        clock->advance(seconds(91));
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(deliveryOf(id).why.reason, Reason::NoProof);
    }

    void aFullDiskAtTheClaimSendsNothing()
    {
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        QSignalSpy recovered(service.get(), &BroadcastService::storageRecovered);
        service->setSendingStopped(true);
        answerWithIds();
        const BroadcastId id = enqueue(3);
        {
            const FileSizeLimit full;
            service->setSendingStopped(false);
            QTRY_COMPARE(trouble.size(), 1);
            QCOMPARE(trouble.first().first().value<Error>().reason, Reason::DiskFull);
            clock->advance(seconds(20));
            settleStore();
            QCOMPARE(gateway->calls.size(), 0);
            QCOMPARE(recovered.size(), 0);
        }
        clock->advance(seconds(5));
        QTRY_COMPARE(recovered.size(), 1);
        QTRY_COMPARE(countsOf(id).accepted, 3);
        QCOMPARE(trouble.size(), 1);
    }

    void aStartOnAFullDiskIsToldAndMadeGood()
    {
        service->setSendingStopped(true);
        const BroadcastId id = enqueue(2);
        const Plan plan = result(service->plan(draftFor(1))).value();
        failpoint();
        auto opened = store::Database::open(databasePath());
        ROOKERY_VERIFY_RESULT(opened);
        database = std::move(*opened);
        service = std::make_unique<BroadcastService>(ServiceSetup{
            .clock = *clock, .database = *database, .pictureFolder = folder->filePath(QStringLiteral("pictures"))});
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        QSignalSpy recovered(service.get(), &BroadcastService::storageRecovered);
        {
            const FileSizeLimit full;
            const auto started = service->start();
            const auto early = service->enqueue(plan);
            QVERIFY(!result(started));
            QCOMPARE(result(early).error().reason, Reason::DiskFull);
            QCOMPARE(result(service->enqueue(plan)).error().reason, Reason::DiskFull);
            QTRY_COMPARE(trouble.size(), 1);
        }
        clock->advance(seconds(5));
        QTRY_COMPARE(recovered.size(), 1);
        QTRY_COMPARE(summaryOf(id).state, BroadcastState::Paused);
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        answerWithIds();
        QTRY_VERIFY(result(service->resume(id)));
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void anOutcomeThatCannotBeRecordedIsKeptAndNothingElseIsSent()
    {
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(gateway->calls.size(), 1);
        settleStore();
        {
            const FileSizeLimit full;
            gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
            QTRY_COMPARE(trouble.size(), 1);
            clock->advance(seconds(20));
            settleStore();
            QCOMPARE(gateway->calls.size(), 1);
            QCOMPARE(deliveryOf(id).state, DeliveryState::Sending);
        }
        clock->advance(seconds(5));
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Accepted);
        QTRY_COMPARE(gateway->calls.size(), 2);
    }

    void aDeliveryThatCannotBeClaimedFailsAloneAndIsNoStorageTrouble()
    {
        service->setSendingStopped(true);
        answerWithIds();
        const BroadcastId id = enqueue(2);
        const auto spoilt = database->run([](store::Connection &db) { // one more claim would break the schema's rule
            return store::execute(db, QStringLiteral("UPDATE deliveries SET attempts = 1000 WHERE position = 0"));
        });
        QCOMPARE(spoilt.result().value(), 1);
        QSignalSpy trouble(service.get(), &BroadcastService::storageTrouble);
        service->setSendingStopped(false);
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(deliveryOf(id).why.kind, ErrorKind::Bug);
        settleStore();
        QCOMPARE(gateway->calls.size(), 0); // a bug may not spin
        clock->advance(DeliveryRecorder::kStorageRetry);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        QCOMPARE(trouble.size(), 0);
    }

    void aRemovedGatewaysLastSendIsBooked()
    {
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(gateway->calls.size(), 1);
        service->removeRoute(kGateway);
        gateway.reset(); // its futures end as cancelled
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(countsOf(id).queued, 1);
    }

    void quiesceWaitsForTheSendInFlight()
    {
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(gateway->calls.size(), 1);
        const auto quiet = service->quiesce();
        settleStore();
        QVERIFY(!quiet.isFinished());
        gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
        QTRY_VERIFY(quiet.isFinished());
        QCOMPARE(countsOf(id).accepted, 1);
        QCOMPARE(gateway->calls.size(), 1);
    }

    void quiesceWaitsForTheSendOfAGatewayThatIsRemovedMeanwhile()
    {
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(gateway->calls.size(), 1);
        const auto quiet = service->quiesce();
        service->removeRoute(kGateway);
        settleStore();
        QVERIFY(!quiet.isFinished());
        gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
        QTRY_VERIFY(quiet.isFinished());
        QCOMPARE(countsOf(id).accepted, 1);
        QCOMPARE(countsOf(id).queued, 1);
    }

    void stoppingBetweenClaimAndSendTakesTheClaimBack()
    {
        service->setSendingStopped(true);
        answerWithIds();
        const BroadcastId id = enqueue(1);
        connect(service.get(), &BroadcastService::deliveriesChanged, this, [this](const QList<Delivery> &list) {
            if (list.first().state == DeliveryState::Sending)
                service->setSendingStopped(true);
        });
        service->setSendingStopped(false);
        QTRY_COMPARE(deliveryOf(id).state, DeliveryState::Waiting);
        QCOMPARE(deliveryOf(id).why.reason, Reason::SendingStopped);
        QCOMPARE(deliveryOf(id).attempts, 0);
        QCOMPARE(gateway->calls.size(), 0);
    }
};

ROOKERY_TEST(tst_sendfailures, TestSendFailures)
#include "tst_sendfailures.moc"
