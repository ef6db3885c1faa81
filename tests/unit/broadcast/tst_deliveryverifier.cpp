// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/deliveryverifier.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;

namespace {

constexpr WallTime kNow{seconds(1'795'000'000)};
AccountId account()
{
    return AccountId(QStringLiteral("10001"));
}

Delivery delivery(qint64 id, const QString &group = QStringLiteral("30001"), WallTime claimedAt = kNow)
{
    Delivery row;
    row.id = DeliveryId(id);
    row.account = account();
    row.target = {ChatKind::Group, group};
    row.claimedAt = claimedAt;
    row.state = DeliveryState::Unknown;
    return row;
}

MessageEvent own(const QString &id, const QString &text = QStringLiteral("hello"), int images = 0,
                 const QString &group = QStringLiteral("30001"))
{
    MessageEvent message;
    message.messageId = MessageId(id);
    message.chat = {ChatKind::Group, group};
    message.message.append(TextSegment{text});
    for (int i = 0; i < images; ++i)
        message.message.append(ImageSegment{});
    message.own = true;
    return message;
}

Fingerprint hello()
{
    return {QStringLiteral("hello"), 0, false};
}

QList<qint64> idsOf(const QList<DeliveryVerifier::Proof> &proofs)
{
    QList<qint64> ids;
    for (const auto &proof : proofs)
        ids.append(proof.delivery.value());
    return ids;
}

} // namespace

class TstDeliveryVerifier final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theIdDecidesWhateverTheWords()
    {
        DeliveryVerifier verifier;
        verifier.claimed(delivery(1), hello());
        QVERIFY(verifier.accepted(DeliveryId(1), MessageId(QStringLiteral("m1")), kNow + seconds(90), kNow).isEmpty());
        // a longer text split by the gateway is still the message of that id
        QCOMPARE(idsOf(verifier.echo(account(), own(QStringLiteral("m1"), QStringLiteral("other")), kNow)),
                 QList<qint64>{1});
        QVERIFY(!verifier.isKnown(DeliveryId(1)));
    }

    void sameWordsWithAnotherIdProveNothing()
    {
        DeliveryVerifier verifier;
        verifier.claimed(delivery(1), hello());
        QVERIFY(verifier.accepted(DeliveryId(1), MessageId(QStringLiteral("m1")), kNow + seconds(90), kNow).isEmpty());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m2")), kNow).isEmpty());
    }

    void anEarlyEchoWaitsForItsReply()
    {
        DeliveryVerifier verifier;
        verifier.claimed(delivery(1), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m1")), kNow).isEmpty());
        QCOMPARE(idsOf(verifier.accepted(DeliveryId(1), MessageId(QStringLiteral("m1")), kNow, kNow + seconds(1))),
                 QList<qint64>{1});
    }

    void anEarlyEchoOutlivesASlowReplyButNotItsUse()
    {
        DeliveryVerifier verifier;
        verifier.claimed(delivery(1), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m1")), kNow).isEmpty());
        QCOMPARE(idsOf(verifier.unanswered(DeliveryId(1), kNow + seconds(300))), QList<qint64>{1});
        verifier.claimed(delivery(2), hello());
        QVERIFY(verifier.unanswered(DeliveryId(2), kNow + seconds(1)).isEmpty());
    }

    void aRestoredUnknownIsProvenByWords()
    {
        DeliveryVerifier verifier;
        verifier.restore(delivery(1), hello());
        verifier.claimed(delivery(2, QStringLiteral("30002")), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m"), QStringLiteral("hello"), 1), kNow).isEmpty());
        QVERIFY(verifier.echo(AccountId(QStringLiteral("10002")), own(QStringLiteral("m")), kNow).isEmpty());
        QCOMPARE(idsOf(verifier.echo(account(), own(QStringLiteral("m3"), QStringLiteral(" hello \r\n")), kNow)),
                 QList<qint64>{1});
    }

    void wordsProveOnlyInsideTheClaimsWindow()
    {
        DeliveryVerifier verifier;
        verifier.restore(delivery(1), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m1")), kNow - seconds(30)).isEmpty());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m2")), kNow + std::chrono::minutes(11)).isEmpty());
    }

    void aPendingTwinHoldsTheEchoBack()
    {
        DeliveryVerifier verifier;
        verifier.restore(delivery(1), hello());
        verifier.claimed(delivery(2, QStringLiteral("30001"), kNow + seconds(5)), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m2")), kNow + seconds(6)).isEmpty());
        // the reply names it: it was the twin's, and the old one stays open
        const auto proofs =
            verifier.accepted(DeliveryId(2), MessageId(QStringLiteral("m2")), kNow + seconds(90), kNow + seconds(7));
        QCOMPARE(idsOf(proofs), QList<qint64>{2});
        QVERIFY(verifier.isKnown(DeliveryId(1)));
    }

    void twoCandidatesNeedTwoEchoes()
    {
        DeliveryVerifier verifier;
        verifier.restore(delivery(1), hello());
        verifier.restore(delivery(2, QStringLiteral("30001"), kNow + seconds(1)), hello());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("a")), kNow + seconds(2)).isEmpty());
        QVERIFY(verifier.echo(account(), own(QStringLiteral("a")), kNow + seconds(2)).isEmpty()); // pushed twice
        const auto proofs = verifier.echo(account(), own(QStringLiteral("b")), kNow + seconds(3));
        QCOMPARE(idsOf(proofs), (QList<qint64>{1, 2}));
        QCOMPARE(proofs.first().message, MessageId(QStringLiteral("a")));
    }

    void aForgottenDeliveryIsNotProven()
    {
        DeliveryVerifier verifier;
        verifier.restore(delivery(1), hello());
        verifier.forget(DeliveryId(1));
        QVERIFY(verifier.echo(account(), own(QStringLiteral("m1")), kNow).isEmpty());
    }

    void deadlinesComeOnce()
    {
        DeliveryVerifier verifier;
        verifier.claimed(delivery(1), hello());
        QCOMPARE(verifier.nextDeadline(), std::nullopt);
        QVERIFY(verifier.accepted(DeliveryId(1), MessageId(QStringLiteral("m1")), kNow + seconds(90), kNow).isEmpty());
        QCOMPARE(verifier.nextDeadline(), std::optional(kNow + seconds(90)));
        QVERIFY(verifier.takeOverdue(kNow + seconds(89)).isEmpty());
        QCOMPARE(verifier.takeOverdue(kNow + seconds(90)).size(), 1);
        QVERIFY(verifier.takeOverdue(kNow + seconds(91)).isEmpty());
        QCOMPARE(idsOf(verifier.echo(account(), own(QStringLiteral("m1")), kNow + seconds(200))), QList<qint64>{1});
    }
};

QTEST_GUILESS_MAIN(TstDeliveryVerifier)
#include "tst_deliveryverifier.moc"
