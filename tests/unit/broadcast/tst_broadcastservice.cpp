// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/broadcastservice.h"

#include "servicefixture.h"

#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"

using namespace rookery;
using namespace rookery::broadcast;
using namespace Qt::Literals::StringLiterals;

//! The normal life of a broadcast: planned, queued, sent in order, proven.
class TestBroadcastService final : public ServiceFixture
{
    Q_OBJECT

private Q_SLOTS:
    void twentyAreSentInOrderOneAtATimeAndProven()
    {
        int most = 0;
        gateway->onCall = [&](const Action &action) {
            most = std::max(most, gateway->unanswered());
            const qint64 id = 1000 + gateway->calls.size();
            service->onEvent(kGateway,
                             ScriptedGateway::echoOf(action, kAccount, id)); // the echo comes first, as at NapCat
            return std::optional(ScriptedGateway::sent(id));
        };
        const BroadcastId id = enqueue(20);
        QTRY_COMPARE(countsOf(id).verified, 20);
        QCOMPARE(gateway->calls.size(), 20);
        QCOMPARE(most, 1);
        for (int i = 0; i < 20; ++i)
            QCOMPARE(ScriptedGateway::targetOf(gateway->calls.at(i).action).id, QString::number(30001 + i));
        QCOMPARE(summaryOf(id).state, BroadcastState::Settled);
        const Delivery first = service->deliveries(id).result().value().first();
        QCOMPARE(first.verifiedBy, VerifiedBy::Echo);
        QCOMPARE(first.messageId, MessageId(QStringLiteral("1001")));
        QVERIFY(first.evidence.contains(u"echo-id=1001"));
        QCOMPARE(first.attempts, 1);
    }

    void anAccountThatWasExcludedSinceThePlanSendsNothing()
    {
        const auto plan = result(service->plan(draftFor(2)));
        ROOKERY_VERIFY_RESULT(plan);
        service->setExcluded(kGateway, true);
        const auto refused = result(service->enqueue(*plan));
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::Excluded);
        const auto again = result(service->plan(draftFor(2)));
        ROOKERY_VERIFY_RESULT(again);
        QCOMPARE(again->skipped.size(), 2);
        QCOMPARE(again->skipped.first().why.reason, Reason::Excluded);
        service->setExcluded(kGateway, false);
        answerWithIds();
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void whatIsQueuedWhenAnAccountIsExcludedIsStillSent()
    {
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(gateway->calls.size(), 1); // the second one waits for its answer
        service->setExcluded(kGateway, true);
        answerWithIds();
        gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void theClaimIsCommittedBeforeTheCallLeaves()
    {
        QList<DeliveryState> seen;
        gateway->onCall = [&](const Action &) {
            const auto second = store::Database::open(databasePath(), store::Access::ReadOnly);
            store::BroadcastRepository reader(**second);
            seen.append(reader.deliveries(BroadcastId(1)).result().value().at(seen.size()).state);
            return std::optional(ScriptedGateway::sent(1));
        };
        enqueue(3);
        QTRY_COMPARE(gateway->calls.size(), 3);
        QCOMPARE(seen, QList<DeliveryState>(3, DeliveryState::Sending));
    }

    void theFailpointsComeInOrder()
    {
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        QTRY_COMPARE(points.size(), 4);
        QCOMPARE(points,
                 (QStringList{QStringLiteral("claimed"), QStringLiteral("written"), QStringLiteral("replied"),
                              QStringLiteral("committed")}));
    }

    void theReplyThenTheEchoVerifies()
    {
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        service->onEvent(kGateway, ScriptedGateway::echoOf(gateway->calls.first().action, kAccount, 1));
        QTRY_COMPARE(countsOf(id).verified, 1);
    }

    void whatTheDriverReadBackVerifiesByHistory()
    {
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        Event event = ScriptedGateway::echoOf(gateway->calls.first().action, kAccount, 1);
        std::get<MessageEvent>(event.body).readBack = true;
        service->onEvent(kGateway, event);
        QTRY_COMPARE(countsOf(id).verified, 1);
        QCOMPARE(deliveryOf(id).verifiedBy, VerifiedBy::History);
        QVERIFY(deliveryOf(id).evidence.contains(u"history-id=1\n"));
    }

    void aMessageWithoutItsPictureFailsAndIsNotSentAgain()
    {
        answerAlways({.kind = ErrorKind::Rejected, .reason = Reason::PictureLost});
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).failed, 1);
        QCOMPARE(deliveryOf(id).why.reason, Reason::PictureLost);
        clock->advance(std::chrono::minutes(10));
        QCOMPARE(gateway->calls.size(), 1);
    }

    void withoutEchoItTurnsUnknownAndALateEchoStillProves()
    {
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).accepted, 1);
        clock->advance(seconds(89));
        QCOMPARE(countsOf(id).accepted, 1);
        clock->advance(seconds(2));
        QTRY_COMPARE(countsOf(id).unknown, 1);
        QCOMPARE(deliveryOf(id).why.reason, Reason::NoProof);
        QCOMPARE(summaryOf(id).state, BroadcastState::Settled);
        service->onEvent(kGateway, ScriptedGateway::echoOf(gateway->calls.first().action, kAccount, 1));
        QTRY_COMPARE(countsOf(id).verified, 1);
        QCOMPARE(gateway->calls.size(), 1);
    }

    void whereProofIsImpossibleAcceptedIsFinal()
    {
        service->setRoute(kGateway, gateway.get(), kAccount, {}, true);
        answerWithIds();
        const BroadcastId id = enqueue(1);
        QTRY_COMPARE(countsOf(id).acceptedFinal, 1);
        QCOMPARE(summaryOf(id).state, BroadcastState::Settled);
    }

    void thePaceIsKeptAndTheFirstOnesAreSlower()
    {
        answerWithIds();
        Pace pace;
        pace.interval = seconds(3);
        pace.jitter = 0.4;
        pace.rampUp = false;
        enqueue(3, pace);
        QTRY_COMPARE(gateway->calls.size(), 1);
        settleStore();
        clock->advance(milliseconds(2999)); // the fixture's jitter is the middle: exactly the interval
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
        clock->advance(milliseconds(1));
        QTRY_COMPARE(gateway->calls.size(), 2);
    }

    void broadcastsTakeTurns()
    {
        service->setSendingStopped(true);
        answerWithIds();
        Draft first = draftFor(3);
        first.text = QStringLiteral("A");
        Draft second = draftFor(3);
        second.text = QStringLiteral("B");
        enqueue(first);
        enqueue(second);
        service->setSendingStopped(false);
        QTRY_COMPARE(gateway->calls.size(), 6);
        QString order;
        for (const auto &call : std::as_const(gateway->calls))
            order += textOf(call.action);
        QCOMPARE(order, QStringLiteral("ABABAB"));
    }

    void manyBroadcastsStillTakeTurns()
    {
        service->setSendingStopped(true);
        answerWithIds();
        constexpr int kMany = 20; // more than the sender remembers turns of when they are over
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < kMany; ++i) {
                Draft draft = draftFor(2);
                draft.text = QString::number(round * kMany + i);
                QVERIFY(!enqueue(draft).isNull());
            }
            gateway->calls.clear();
            service->setSendingStopped(false);
            QTRY_COMPARE(gateway->calls.size(), 2 * kMany);
            QSet<QString> firstTurns;
            for (int i = 0; i < kMany; ++i)
                firstTurns.insert(textOf(gateway->calls.at(i).action));
            QCOMPARE(firstTurns.size(), kMany);
            service->setSendingStopped(true);
        }
    }

    void pauseResumeAndCancel()
    {
        const BroadcastId id = enqueue(4); // the gateway stays silent: one is on its way
        QTRY_COMPARE(gateway->calls.size(), 1);
        ROOKERY_VERIFY_RESULT(service->pause(id).result());
        gateway->calls.first().answer.resolve(ScriptedGateway::sent(1));
        QTRY_COMPARE(countsOf(id).accepted, 1);
        settleStore();
        QCOMPARE(gateway->calls.size(), 1);
        QCOMPARE(summaryOf(id).state, BroadcastState::Paused);
        ROOKERY_VERIFY_RESULT(service->resume(id).result());
        QTRY_COMPARE(gateway->calls.size(), 2);
        ROOKERY_VERIFY_RESULT(result(service->cancel(id)));
        gateway->calls.at(1).answer.resolve(ScriptedGateway::sent(2));
        QTRY_COMPARE(countsOf(id).accepted, 2);
        QCOMPARE(countsOf(id).cancelled, 2);
        settleStore();
        QCOMPARE(gateway->calls.size(), 2);
        QCOMPARE(summaryOf(id).state, BroadcastState::Cancelled);
        QVERIFY(!result(service->resume(id)));
    }

    void stopKeepsEverythingInside()
    {
        service->setSendingStopped(true);
        answerWithIds();
        const BroadcastId id = enqueue(2);
        settleStore();
        QCOMPARE(gateway->calls.size(), 0);
        service->setSendingStopped(false);
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void anOfflineAccountWaitsAndAnotherAccountIsNeverUsed()
    {
        answerWithIds();
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, false);
        const BroadcastId id = enqueue(2);
        settleStore();
        QCOMPARE(gateway->calls.size(), 0);
        service->setRoute(kGateway, gateway.get(), AccountId(QStringLiteral("10002")), kProving, true);
        settleStore();
        QCOMPARE(gateway->calls.size(), 0);
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        QTRY_COMPARE(countsOf(id).accepted, 2);
    }

    void whatTheRestWaitsForIsToldWithoutRateOrTimeLeft()
    {
        answerWithIds();
        QSignalSpy told(service.get(), &BroadcastService::broadcastChanged);
        const auto last = [&told] {
            return told.isEmpty() ? BroadcastSummary() : told.last().first().value<BroadcastSummary>();
        };
        const auto waitsFor = [&](ErrorReason reason) {
            clock->advance(milliseconds(200));
            return becomesTrue([&] { return last().onlyWaits() && last().waits.first().why.reason == reason; });
        };
        const BroadcastId id = enqueue(6, Pace{seconds(10), 0, false});
        QTRY_COMPARE(countsOf(id).accepted, 1); // the other five are what waits
        QTRY_VERIFY(last().estimatedEnd > clock->wallNow());
        QVERIFY(last().waits.isEmpty());

        const Error kicked{.kind = ErrorKind::Rejected, .reason = Reason::Kicked};
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, false, kicked);
        QVERIFY(waitsFor(Reason::Kicked));
        QCOMPARE(last().id, id);
        QCOMPARE(last().waits, (QList<BroadcastWait>{{kGateway, kAccount, kicked, 5}}));
        QCOMPARE(last().sentPerMinute, 0.0);
        QCOMPARE(last().estimatedEnd, WallTime{});

        service->setRoute(kGateway, gateway.get(), kAccount, kProving, false); // nobody says why
        QVERIFY(waitsFor(Reason::AccountOffline));
        service->setRoute(kGateway, gateway.get(), AccountId(u"10002"_s), kProving, true);
        QVERIFY(waitsFor(Reason::AnotherAccount));
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        service->setSendingStopped(true);
        QVERIFY(waitsFor(Reason::SendingStopped));
        service->removeRoute(kGateway);
        service->setSendingStopped(false);
        QVERIFY(waitsFor(Reason::GatewayRemoved));
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        clock->advance(milliseconds(200));
        QTRY_VERIFY(last().waits.isEmpty());
        QVERIFY(last().estimatedEnd > clock->wallNow());
        ROOKERY_VERIFY_RESULT(result(service->pause(id))); // paused is a state of its own
        service->setSendingStopped(true);
        clock->advance(milliseconds(200));
        QTRY_COMPARE(last().state, BroadcastState::Paused);
        QVERIFY(last().waits.isEmpty());
    }

    void onlyTheAccountThatIsAwayWaits()
    {
        answerWithIds();
        ScriptedGateway other;
        const GatewayId second(u"nap-2"_s);
        const AccountId account(u"10002"_s);
        service->setRoute(second, &other, account, kProving, false,
                          {.kind = ErrorKind::Network, .reason = Reason::Unreachable});
        Draft draft = draftFor(3);
        draft.pace = {seconds(10), 0, false};
        for (int i = 0; i < 5; ++i)
            draft.targets.append({second, {ChatKind::Group, QString::number(40001 + i)}, {}});
        const auto plan = result(service->plan(draft));
        ROOKERY_VERIFY_RESULT(plan);
        QCOMPARE(plan->accounts.at(0).away, Error{});
        QCOMPARE(plan->accounts.at(1).away.reason, Reason::Unreachable);
        const auto id = result(service->enqueue(*plan));
        ROOKERY_VERIFY_RESULT(id);
        QTRY_COMPARE(countsOf(*id).accepted, 1);
        const BroadcastSummary summary = result(service->broadcasts()).value().first();
        QCOMPARE(summary.waits.size(), 1);
        QCOMPARE(summary.waits.first().targets, 5);
        QVERIFY(!summary.onlyWaits());
        QCOMPARE(summary.estimatedEnd, clock->wallNow() + seconds(20)); // of the one that can send
    }

    void aPictureIsStagedOnceForAllTargetsAndItsFileMayVanish()
    {
        answerWithIds();
        service->setSendingStopped(true);
        Draft draft = draftFor(20);
        draft.pictures = {{makePicture(QStringLiteral("p.png"))}};
        const BroadcastId id = enqueue(draft);
        QVERIFY(QFile::remove(draft.pictures.first().path));
        gateway->onStage = [this](const QByteArray &) {
            return Result<gateway::StagedFile>(
                gateway::StagedFile{QStringLiteral("/tmp/staged"), clock->now() + seconds(900)});
        };
        service->setSendingStopped(false);
        QTRY_COMPARE(countsOf(id).accepted, 20);
        QCOMPARE(gateway->uploads.size(), 1);
        const QString name = gateway->uploads.first().fileName;
        QVERIFY2(name.startsWith(QString::fromLatin1(gateway->uploads.first().sha256.toHex())), qPrintable(name));
        QVERIFY2(name.endsWith(QStringLiteral(".png")), qPrintable(name));
        QVERIFY(gateway->uploads.first().retention >= seconds(600));
        const auto message = gateway->calls.last().action.params.value(QStringLiteral("message")).toArray();
        QCOMPARE(
            message.last().toObject().value(QStringLiteral("data")).toObject().value(QStringLiteral("file")).toString(),
            QStringLiteral("/tmp/staged"));
    }

    void aPictureThatChangedSinceThePlanIsRefused()
    {
        Draft draft = draftFor(1);
        draft.pictures = {{makePicture(QStringLiteral("p.png"))}};
        const Plan plan = result(service->plan(draft)).value();
        QVERIFY(plan.sendable());
        QFile file(draft.pictures.first().path);
        QVERIFY(file.open(QIODevice::Append));
        file.write("x");
        file.close();
        const auto refused = result(service->enqueue(plan));
        QVERIFY(!refused);
        QCOMPARE(refused.error().reason, Reason::PictureUnreadable);
        QVERIFY(result(service->broadcasts()).value().isEmpty());
    }

    void whatIsEnqueuedDuringTheStartWaitsForItsEnd()
    {
        gateway->onCall = [](const Action &) {
            return std::optional(Result<Reply>(fail(ErrorKind::Timeout, Reason::NoReply)));
        };
        const BroadcastId open = enqueue(2); // something for the start to restore
        QTRY_COMPARE(countsOf(open).unknown, 2);
        const Plan plan = result(service->plan(draftFor(1))).value();
        failpoint();
        auto opened = store::Database::open(databasePath());
        ROOKERY_VERIFY_RESULT(opened);
        database = std::move(*opened);
        service = std::make_unique<BroadcastService>(ServiceSetup{
            .clock = *clock, .database = *database, .pictureFolder = folder->filePath(QStringLiteral("pictures"))});
        answerWithIds();
        service->setRoute(kGateway, gateway.get(), kAccount, kProving, true);
        const auto started = service->start();
        const auto early = service->enqueue(plan);
        QVERIFY(!early.isFinished());
        const auto id = result(early);
        ROOKERY_VERIFY_RESULT(id);
        QVERIFY(started.isFinished());
        QTRY_COMPARE(countsOf(*id).accepted, 1);
        QVERIFY(!summaryOf(*id).interrupted);
    }

    void aPlanThatIsNotSendableIsRefused()
    {
        QCOMPARE(result(service->enqueue(Plan{})).error().reason, Reason::BadInput);
    }

    void theOperatorsWordAloneSettlesOrRepeats()
    {
        gateway->onCall = [](const Action &) {
            return std::optional(Result<Reply>(fail(ErrorKind::Timeout, Reason::NoReply)));
        };
        const BroadcastId id = enqueue(2);
        QTRY_COMPARE(countsOf(id).unknown, 2);
        clock->advance(std::chrono::hours(2));
        settleStore();
        QCOMPARE(gateway->calls.size(), 2);
        const auto list = service->deliveries(id).result().value();
        ROOKERY_VERIFY_RESULT(result(service->confirmArrived({list.at(0).id})));
        QCOMPARE(deliveryOf(id, 0).verifiedBy, VerifiedBy::Operator);
        QCOMPARE(result(service->sendAgain({list.at(0).id})).error().reason, Reason::BadInput);
        answerWithIds();
        ROOKERY_VERIFY_RESULT(result(service->sendAgain({list.at(1).id})));
        QTRY_COMPARE(countsOf(id).accepted, 1);
        QCOMPARE(gateway->calls.size(), 3);
        QVERIFY(deliveryOf(id, 1).evidence.contains(u"again-by=operator"));
    }

    void summariesAndDeliveriesAreAnnounced()
    {
        QSignalSpy summaries(service.get(), &BroadcastService::broadcastChanged);
        QSignalSpy deliveries(service.get(), &BroadcastService::deliveriesChanged);
        answerWithIds();
        const BroadcastId id = enqueue(3);
        QTRY_COMPARE(countsOf(id).accepted, 3);
        QTRY_VERIFY(deliveries.size() >= 7); // queued once, claimed and accepted each
        clock->advance(milliseconds(100));
        QTRY_COMPARE(summaries.last().first().value<BroadcastSummary>().counts.accepted, 3);
    }
};

ROOKERY_TEST(tst_broadcastservice, TestBroadcastService)
#include "tst_broadcastservice.moc"
