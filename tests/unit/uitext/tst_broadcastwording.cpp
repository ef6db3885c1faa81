// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "ui/text/broadcastwording.h"

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)}; // 11:06:40 in the zone of the tests

QString accountName(const GatewayId &gateway)
{
    return gateway.value() == "one"_L1 ? u"Heron (10006)"_s : u"Kestrel (10007)"_s;
}

GatewayId one()
{
    return GatewayId(u"one"_s);
}

GatewayId two()
{
    return GatewayId(u"two"_s);
}

BroadcastSummary running(int total, int queued)
{
    BroadcastSummary summary;
    summary.id = BroadcastId(1);
    summary.counts.total = total;
    summary.counts.queued = queued;
    summary.counts.verified = total - queued;
    return summary;
}

Error rejected(ErrorReason reason, int code = 0, const QString &detail = {})
{
    return {.kind = ErrorKind::Rejected, .reason = reason, .code = code, .detail = detail};
}

} // namespace

class TestBroadcastWording final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aLargePictureThatIsSentIsNotCalledTooLarge()
    {
        PreflightFinding finding{u"/home/me/p.png"_s,
                                 rejected(Reason::PictureTooLarge, 0, QString::number(12 * 1024 * 1024)), false};
        const QString note = text::findingWords(finding);
        QVERIFY2(note.contains(u"12.0 MiB"_s) && note.contains(u"it is sent"_s), qPrintable(note));
        QVERIFY2(!note.contains(u"too large"_s), qPrintable(note));
        finding.blocking = true;
        QCOMPARE(text::findingWords(finding), u"The picture file is too large (12.0 MiB)."_s);
        finding.what = rejected(Reason::PictureEmpty);
        QCOMPARE(text::findingWords(finding), u"The picture file is empty."_s);
    }

    void aBroadcastNamesWhatItWaitsFor()
    {
        BroadcastSummary summary = running(12, 6);
        QCOMPARE(text::broadcastStatus(summary, accountName), u"sending"_s);
        summary.waits = {{one(), AccountId(u"10006"_s), rejected(Reason::Kicked), 6}};
        QVERIFY(summary.onlyWaits());
        QCOMPARE(text::broadcastStatus(summary, accountName), u"waiting: Heron (10006): kicked offline by QQ"_s);
        summary.counts.queued = 9; // Kestrel's three can leave
        QCOMPARE(text::broadcastStatus(summary, accountName),
                 u"sending, 6 waiting: Heron (10006): kicked offline by QQ"_s);
        const Error stopped = rejected(Reason::SendingStopped);
        summary.waits = {{one(), {}, stopped, 6}, {two(), {}, stopped, 3}};
        QCOMPARE(text::broadcastStatus(summary, accountName),
                 u"waiting: all sending is stopped"_s); // once for everybody
        summary.state = BroadcastState::Paused;
        summary.waits.clear();
        summary.interrupted = true;
        QCOMPARE(text::broadcastStatus(summary, accountName), u"paused (interrupted)"_s);
    }

    void onlyWhatIsVerifiedArrived()
    {
        BroadcastSummary summary = running(16, 0);
        summary.state = BroadcastState::Settled;
        summary.counts.verified = 12;
        summary.counts.failed = 3;
        summary.counts.unknown = 1;
        QCOMPARE(text::broadcastStatus(summary, {}), u"done: 12 arrived, 3 failed, 1 unconfirmed"_s);
        summary.counts = {};
        summary.counts.total = summary.counts.acceptedFinal = 4;
        QCOMPARE(text::broadcastStatus(summary, {}), u"done: 4 accepted without proof"_s);
        QVERIFY(!text::outcomeWords(summary.counts).contains(u"arrived"_s));
        summary.counts.accepted = 2;
        QCOMPARE(text::outcomeWords(summary.counts), u"4 accepted without proof, 2 waiting for confirmation"_s);
    }

    void endSaysHowManyArrivedAndHowLongItTook()
    {
        BroadcastSummary summary;
        summary.id = BroadcastId(12);
        summary.state = BroadcastState::Settled;
        summary.counts.total = summary.counts.verified = 32;
        summary.createdAt = WallTime(seconds(1'000));
        summary.settledAt = summary.createdAt + seconds(77);
        QCOMPARE(text::endWords(summary), u"Broadcast 12 is done: 32 of 32 arrived, in 1 min 17 s"_s);
        summary.counts.verified = 29;
        summary.counts.failed = 3;
        QCOMPARE(text::endWords(summary), u"Broadcast 12 is done: 29 arrived, 3 failed, in 1 min 17 s"_s);
        summary.settledAt = summary.createdAt; // the clock was set back meanwhile
        QCOMPARE(text::endWords(summary), u"Broadcast 12 is done: 29 arrived, 3 failed"_s);
    }

    void aReasonHasQqsNumberAndNotTheGatewaysWording_data()
    {
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("QQ's number") << int(Reason::SendRefused) << 120 << u"QQ refused the message (QQ error 120)"_s;
        QTest::newRow("negative") << int(Reason::SendRefused) << -10 << u"QQ refused the message (QQ error -10)"_s;
        QTest::newRow("general retcode") << int(Reason::SendRefused) << 1200 << u"QQ refused the message (code 1200)"_s;
        QTest::newRow("not QQ's") << int(Reason::ConnectionLost) << 502 << u"the connection was lost (code 502)"_s;
        QTest::newRow("none") << int(Reason::SendRefused) << 0 << u"QQ refused the message"_s;
    }
    void aReasonHasQqsNumberAndNotTheGatewaysWording()
    {
        QFETCH(const int, reason);
        QFETCH(const int, code);
        QFETCH(const QString, words);
        Delivery delivery;
        delivery.state = DeliveryState::Failed;
        delivery.why = rejected(ErrorReason(reason), code, u"EventChecker Failed: NTEvent\n{\"result\": 120}"_s);
        QCOMPARE(text::deliveryReason(delivery, kNow), words);
        const QStringList evidence = text::deliveryEvidence(delivery, kNow);
        QCOMPARE(evidence, QStringList{u"Gateway response: EventChecker Failed: NTEvent\u21B5{\"result\": 120}"_s});
    }

    void whatIsAcceptedInDoubtWaitsForConfirmation()
    {
        Delivery delivery;
        delivery.state = DeliveryState::Accepted;
        QCOMPARE(text::deliveryReason(delivery, kNow), QString());
        delivery.why = {.kind = ErrorKind::Timeout, .reason = Reason::SendTimeout};
        QCOMPARE(text::deliveryReason(delivery, kNow),
                 u"waiting for confirmation: the gateway saw no confirmation from QQ"_s);
        delivery.state = DeliveryState::Waiting;
        delivery.due = kNow + seconds(20);
        QCOMPARE(text::deliveryReason(delivery, kNow), u"the gateway saw no confirmation from QQ; continues in 20 s"_s);
    }

    void evidenceIsSentencesWithLocalTimes()
    {
        const qint64 at = toMSecs(kNow);
        Delivery delivery;
        delivery.claimedAt = kNow - seconds(5);
        delivery.messageId = MessageId(u"140607336"_s);
        delivery.evidence =
            u"unanswered-at=%1\ngateway-said=Timeout: NTEvent\nhint-id=77\nhint-at=%1\nno-proof-at=%1\n"
            "again-by=operator\nagain-at=%1\nfound-sending-at=%1\nrestored-at=%1\nfound-older-at=%1\n"
            "history-id=78\nhistory-at=%1\necho-id=140607336\necho-at=%1\nof-a-newer-version=%1\n"_s.arg(at);
        const QStringList facts = text::deliveryEvidence(delivery, kNow);
        QCOMPARE(facts.first(), u"It was handed to the gateway at 11:06:35."_s);
        QVERIFY(facts.contains(u"Gateway response: Timeout: NTEvent"_s));
        QVERIFY(facts.contains(u"Its echo, the account's own message, arrived at 11:06:40 (message 140607336)."_s));
        QVERIFY(facts.contains(u"An own message with the same text and number of pictures arrived at 11:06:40 "
                               "(message 77), but it cannot be determined whether it is this one."_s));
        QVERIFY(facts.contains(u"The operator queued it again at 11:06:40."_s));
        QCOMPARE(facts.size(), 12); // a pair is one sentence, and the message's number stands in one already
        for (const QString &fact : facts) {
            if (!fact.contains(u"newer"_s))
                QVERIFY2(!fact.contains(QString::number(at)) && !fact.contains(u'='), qPrintable(fact));
        }
        delivery.evidence = u"hint-at=%1\n"_s.arg(at);
        QVERIFY(text::deliveryEvidence(delivery, kNow).at(1).startsWith(u"An own message with the same text"_s));
        delivery.evidence = u"gateway-said=x\u202Ey\n"_s;
        QVERIFY(text::deliveryEvidence(delivery, kNow).at(1).contains(u"\u2039U+202E\u203A"_s));
    }

    void thePlanTellsOverlapsAccountsAwayAndRepeats()
    {
        PlanOverlap overlap{{one(), two()}, one(), 12};
        QVERIFY(text::overlapWords(overlap, accountName)
                    .endsWith(
                        u"would get it twice (Heron (10006) and Kestrel (10007)): only Heron (10006) sends to them"_s));
        overlap.keptBy = {};
        QVERIFY(
            text::overlapWords(overlap, accountName).endsWith(u"get it twice (Heron (10006) and Kestrel (10007))"_s));
        PlanAccount account{one(), {}, 6, seconds(15)};
        QCOMPARE(text::awayWords(account, accountName), QString());
        account.away = rejected(Reason::Kicked);
        QVERIFY(text::awayWords(account, accountName).startsWith(u"Heron (10006) is offline (kicked offline by QQ)"_s));

        Plan plan;
        const Target group{ChatKind::Group, u"1"_s};
        const Target other{ChatKind::Group, u"2"_s};
        plan.draft.targets = {{one(), group, {}}};
        plan.skipped = {{{one(), group, {}}, rejected(Reason::Duplicate), one()},
                        {{two(), group, {}}, rejected(Reason::ReachedByAnother), one()},
                        {{one(), other, {}}, rejected(Reason::TargetUnknown), {}},
                        {{two(), other, {}}, rejected(Reason::TargetUnknown), {}}};
        QCOMPARE(text::leftOut(plan), 1); // the other one gets nothing, whoever was asked
        QVERIFY(!text::repeatedWords(plan).isEmpty());
        QCOMPARE(text::skipWords(plan.skipped.at(1), accountName), u"It gets the message through Heron (10006)."_s);
        plan.skipped.removeFirst();
        QVERIFY(text::repeatedWords(plan).isEmpty());
    }
};

ROOKERY_TEST(tst_broadcastwording, TestBroadcastWording)
#include "tst_broadcastwording.moc"
