// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/deliveryverifier.h"

#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;
using Outcomes = DeliveryVerifier::Outcomes;
using To = DeliveryVerifier::Outcome::To;

Q_DECLARE_METATYPE(rookery::Message)
Q_DECLARE_METATYPE(rookery::broadcast::Likeness)

namespace {

constexpr WallTime kWall{seconds(1'795'000'000)};
constexpr SteadyTime kNow{seconds(5000)};
const char *const kSha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const char *const kMd5 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

GatewayId gateway()
{
    return GatewayId(QStringLiteral("nap-1"));
}

AccountId account()
{
    return AccountId(QStringLiteral("10001"));
}

Delivery delivery(qint64 id, const QString &group = QStringLiteral("30001"))
{
    Delivery row;
    row.id = DeliveryId(id);
    row.gateway = gateway();
    row.account = account();
    row.target = {ChatKind::Group, group};
    row.claimedAt = kWall;
    row.state = DeliveryState::Unknown;
    return row;
}

ImageSegment picture(const QString &file, qint64 size = 0)
{
    return {.file = file, .url = {}, .summary = {}, .size = size};
}

MessageEvent own(const QString &id, const Message &message, const QString &group = QStringLiteral("30001"))
{
    MessageEvent event;
    event.messageId = MessageId(id);
    event.chat = {ChatKind::Group, group};
    event.message = message;
    event.own = true;
    return event;
}

Message words(const QString &text = QStringLiteral("hello"))
{
    return {TextSegment{text}};
}

MessageId messageId(const char *id)
{
    return MessageId(QString::fromLatin1(id));
}

Fingerprint hello()
{
    return {QStringLiteral("hello"), false, {}};
}

Fingerprint captioned()
{
    return {QStringLiteral("hello"), false, {{kSha256, kMd5, 100}}};
}

QList<qint64> provenBy(const Outcomes &outcomes)
{
    QList<qint64> ids;
    for (const auto &outcome : outcomes) {
        if (outcome.to == To::Verified)
            ids.append(outcome.delivery.value());
    }
    return ids;
}

std::optional<To> fateOf(const Outcomes &outcomes, qint64 id)
{
    for (const auto &outcome : outcomes) {
        if (outcome.delivery == DeliveryId(id))
            return outcome.to;
    }
    return std::nullopt;
}

const Error kRefused{.kind = ErrorKind::Rejected, .reason = Reason::RichMediaFailed, .detail = QStringLiteral("words")};
const Error kSilence{.kind = ErrorKind::Timeout, .reason = Reason::NoReply};

} // namespace

class TestDeliveryVerifier final : public TestCase
{
    Q_OBJECT

    DeliveryVerifier m_verifier;

    void prepare() override { m_verifier = {}; }

    void claim(qint64 id, const Fingerprint &print, SteadyTime at = kNow,
               const QString &group = QStringLiteral("30001"))
    {
        m_verifier.claimed(delivery(id, group), print, true, at);
    }
    Outcomes accept(qint64 id, const char *message, SteadyTime at = kNow)
    {
        return m_verifier.accepted(DeliveryId(id), messageId(message), at);
    }
    Outcomes refuse(qint64 id, const Error &why, SteadyTime at = kNow, int retries = 0)
    {
        return m_verifier.failed(DeliveryId(id), why, afterSend(why, retries, false, 0.5), at);
    }
    Outcomes echo(const MessageEvent &event, SteadyTime at = kNow)
    {
        return m_verifier.echo(gateway(), account(), event, at);
    }

private Q_SLOTS:
    void picturesAreTheSameByNameAndSizeOnly_data()
    {
        QTest::addColumn<Message>("seen");
        QTest::addColumn<Likeness>("expected");
        const TextSegment text{QStringLiteral(" hello\r\n")};
        const QString sha = QString::fromLatin1(kSha256);
        const QString md5 = QString::fromLatin1(kMd5).toUpper();
        const QString other = QStringLiteral("CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC.png");
        QTest::newRow("staged name") << Message{text, picture(sha + u"-0f0f0f0f.png", 100)} << Likeness::Same;
        QTest::newRow("path") << Message{text, picture(u"/app/temp/" + sha + u".png")} << Likeness::Same;
        QTest::newRow("QQ's name") << Message{text, picture(md5 + u".png", 100)} << Likeness::Same;
        QTest::newRow("name beside a link")
            << Message{text, ImageSegment{QStringLiteral("https://x/y"), {}, {}, 0, QString(md5 + u".jpg")}}
            << Likeness::Same;
        QTest::newRow("another size") << Message{text, picture(md5 + u".png", 101)} << Likeness::Different;
        QTest::newRow("another picture") << Message{text, picture(other)} << Likeness::Different;
        QTest::newRow("no name") << Message{text, picture({})} << Likeness::Alike;
        QTest::newRow("a resource id that looks like a hash")
            << Message{text, picture(QStringLiteral("CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"))} << Likeness::Alike;
        QTest::newRow("a name that says nothing") << Message{text, picture(QStringLiteral("x.png"))} << Likeness::Alike;
        QTest::newRow("no picture") << Message{text} << Likeness::Different;
        QTest::newRow("no text") << Message{picture(md5 + u".png")} << Likeness::Different;
        QTest::newRow("one picture more")
            << Message{text, picture(md5 + u".png"), picture(md5 + u".png")} << Likeness::Different;
        QTest::newRow("a face too") << Message{text, picture(md5 + u".png"), OtherSegment{QStringLiteral("face"), {}}}
                                    << Likeness::Different;
        QTest::newRow("somebody mentioned")
            << Message{AtSegment{QStringLiteral("5")}, text, picture(md5 + u".png")} << Likeness::Different;
        QTest::newRow("everybody mentioned")
            << Message{AtSegment{}, text, picture(md5 + u".png")} << Likeness::Different;
    }
    void picturesAreTheSameByNameAndSizeOnly()
    {
        QFETCH(const Message, seen);
        QFETCH(const Likeness, expected);
        QCOMPARE(likeness(captioned(), seen), expected);
    }

    void aShortWordIdentifiesNothing()
    {
        QCOMPARE(likeness({QStringLiteral("ok"), false, {}}, words(QStringLiteral("ok"))), Likeness::Alike);
        QCOMPARE(likeness({QStringLiteral("收到"), false, {}}, words(QStringLiteral("收到"))), Likeness::Alike);
        QCOMPARE(likeness({QStringLiteral("今晚开会"), false, {}}, words(QStringLiteral("今晚开会"))), Likeness::Same);
        QCOMPARE(likeness(hello(), words()), Likeness::Same);
    }

    void theIdProvesWithItsChatAndContent()
    {
        claim(1, captioned());
        QCOMPARE(fateOf(accept(1, "m1"), 1), To::Accepted);
        QVERIFY(echo(own(QStringLiteral("m1"), {TextSegment{QStringLiteral("hello")}, picture({})},
                         QStringLiteral("30002")))
                    .isEmpty());
        QVERIFY(echo(own(QStringLiteral("m1"), words(QStringLiteral("another")))).isEmpty());
        // no name of the picture, but the id is the gateway's own
        QCOMPARE(provenBy(echo(own(QStringLiteral("m1"), {TextSegment{QStringLiteral("hello")}, picture({})}))),
                 QList<qint64>{1});
        QVERIFY(m_verifier.isEmpty());
    }

    void sameWordsWithAnotherIdProveNothing()
    {
        claim(1, hello());
        QCOMPARE(fateOf(accept(1, "m1"), 1), To::Accepted);
        QVERIFY(provenBy(echo(own(QStringLiteral("m2"), words()))).isEmpty());
    }

    void idsOfBeforeARestartDoNotCount()
    {
        claim(1, captioned());
        QCOMPARE(fateOf(accept(1, "7"), 1), To::Accepted);
        m_verifier.forgetIds(gateway());
        const Message sticker{TextSegment{QStringLiteral("hello")}, picture({})};
        QVERIFY(provenBy(echo(own(QStringLiteral("7"), sticker))).isEmpty());
        const QString named = QString::fromLatin1(kSha256) + QStringLiteral(".png");
        QCOMPARE(provenBy(echo(own(QStringLiteral("8"), {TextSegment{QStringLiteral("hello")}, picture(named)}))),
                 QList<qint64>{1});
    }

    void aStickerProvesNoPicture()
    {
        claim(1, {{}, false, {{kSha256, kMd5, 100}}});
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        const Outcomes seen = echo(own(QStringLiteral("m1"), {picture({})}));
        QVERIFY(provenBy(seen).isEmpty());
        QCOMPARE(fateOf(seen, 1), To::Hinted);
        QVERIFY(echo(own(QStringLiteral("m2"), {picture({})})).isEmpty()); // said once
    }

    void anEarlyEchoWaitsForItsReply()
    {
        claim(1, hello());
        QVERIFY(echo(own(QStringLiteral("m1"), words())).isEmpty());
        QCOMPARE(provenBy(accept(1, "m1", kNow + seconds(1))), QList<qint64>{1});
    }

    void anEarlyEchoOutlivesASlowReplyButNotItsUse()
    {
        claim(1, hello());
        QVERIFY(echo(own(QStringLiteral("m1"), words())).isEmpty());
        QCOMPARE(provenBy(refuse(1, kSilence, kNow + seconds(300))), QList<qint64>{1});
        claim(2, hello(), kNow + seconds(301));
        QVERIFY(provenBy(refuse(2, kSilence, kNow + seconds(302))).isEmpty());
    }

    void anEchoOfBeforeTheClaimIsNotItsOwn()
    {
        claim(1, hello());
        QVERIFY(echo(own(QStringLiteral("early"), words())).isEmpty());
        claim(2, hello(), kNow + seconds(50));
        QCOMPARE(provenBy(refuse(1, kSilence, kNow + seconds(51))), QList<qint64>());
        // one echo, and it can only be the first one's
        QCOMPARE(provenBy(refuse(2, kSilence, kNow + seconds(52))), QList<qint64>{1});
        QVERIFY(m_verifier.isKnown(DeliveryId(2)));
    }

    void wordsProveOnlyInsideTheClaimsWindow()
    {
        claim(1, hello());
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        QVERIFY(echo(own(QStringLiteral("m2"), words()), kNow + DeliveryVerifier::kWindow + seconds(1)).isEmpty());
    }

    void anotherGatewayOrAccountProvesNothing()
    {
        claim(1, hello());
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        QVERIFY(m_verifier.echo(gateway(), AccountId(QStringLiteral("10002")), own(QStringLiteral("m"), words()), kNow)
                    .isEmpty());
        QVERIFY(m_verifier.echo(GatewayId(QStringLiteral("nap-2")), account(), own(QStringLiteral("m"), words()), kNow)
                    .isEmpty());
        QCOMPARE(provenBy(echo(own(QStringLiteral("m"), words(QStringLiteral(" hello \r\n"))))), QList<qint64>{1});
    }

    void aRestoredPictureIsProvenByItsIdentityAndARestoredTextByNothing()
    {
        m_verifier.restore(delivery(1), captioned(), kWall + seconds(10), kNow);
        const QString named = QString::fromLatin1(kSha256) + QStringLiteral(".png");
        QCOMPARE(provenBy(echo(own(QStringLiteral("m3"), {TextSegment{QStringLiteral("hello")}, picture(named)}))),
                 QList<qint64>{1});
        m_verifier.restore(delivery(2), hello(), kWall + seconds(10), kNow);
        const Outcomes typedAgain = echo(own(QStringLiteral("m4"), words()));
        QVERIFY(provenBy(typedAgain).isEmpty());
        QCOMPARE(fateOf(typedAgain, 2), To::Hinted);
    }

    void aTextIsProvenByContentOnlyForAShortTime()
    {
        claim(1, hello());
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        claim(2, hello(), kNow, QStringLiteral("30002"));
        QCOMPARE(fateOf(refuse(2, kSilence), 2), To::Unknown);
        QCOMPARE(provenBy(echo(own(QStringLiteral("a"), words()), kNow + DeliveryVerifier::kTextWindow)),
                 QList<qint64>{1});
        QVERIFY(provenBy(echo(own(QStringLiteral("b"), words(), QStringLiteral("30002")),
                              kNow + DeliveryVerifier::kTextWindow + seconds(1)))
                    .isEmpty());
    }

    void aClockThatWentBackKeepsNothingWaiting()
    {
        Delivery row = delivery(1);
        row.state = DeliveryState::Accepted;
        row.verifyBy = kWall + seconds(90);
        m_verifier.restore(row, hello(), kWall - std::chrono::hours(3), kNow);
        QVERIFY(m_verifier.nextDeadline().has_value());
        QVERIFY(*m_verifier.nextDeadline() <= kNow + DeliveryVerifier::kProofTime);
        QCOMPARE(fateOf(m_verifier.overdue(kNow + DeliveryVerifier::kProofTime), 1), To::Unknown);
    }

    void aPendingTwinHoldsTheEchoBack()
    {
        claim(1, hello());
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        claim(2, hello(), kNow + seconds(5));
        QVERIFY(provenBy(echo(own(QStringLiteral("m2"), words()), kNow + seconds(6))).isEmpty());
        // the reply names it: it was the twin's, and the old one stays open
        QCOMPARE(provenBy(accept(2, "m2", kNow + seconds(7))), QList<qint64>{2});
        QVERIFY(m_verifier.isKnown(DeliveryId(1)));
    }

    void twoCandidatesNeedTwoEchoes()
    {
        for (const qint64 id : {1, 2}) {
            claim(id, hello(), kNow + seconds(id));
            QCOMPARE(fateOf(refuse(id, kSilence, kNow + seconds(id)), id), To::Unknown);
        }
        QVERIFY(provenBy(echo(own(QStringLiteral("a"), words()), kNow + seconds(3))).isEmpty());
        QVERIFY(echo(own(QStringLiteral("a"), words()), kNow + seconds(3)).isEmpty()); // pushed twice
        const Outcomes outcomes = echo(own(QStringLiteral("b"), words()), kNow + seconds(4));
        QCOMPARE(provenBy(outcomes), (QList<qint64>{1, 2}));
        QCOMPARE(outcomes.first().message, messageId("a"));
    }

    void anEchoPushedTwiceProvesOne()
    {
        claim(1, hello());
        claim(2, hello(), kNow + seconds(1));
        QCOMPARE(fateOf(accept(1, "a"), 1), To::Accepted);
        QCOMPARE(provenBy(echo(own(QStringLiteral("a"), words()), kNow + seconds(2))), QList<qint64>{1});
        QVERIFY(echo(own(QStringLiteral("a"), words()), kNow + seconds(2)).isEmpty());
        QCOMPARE(provenBy(refuse(2, kSilence, kNow + seconds(3))), QList<qint64>());
    }

    void anEchoOutranksARefusal_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("reason");
        QTest::newRow("rich media") << int(ErrorKind::Rejected) << int(Reason::RichMediaFailed);
        QTest::newRow("offline in words") << int(ErrorKind::Rejected) << int(Reason::AccountOffline);
        QTest::newRow("muted") << int(ErrorKind::Rejected) << int(Reason::Muted);
        QTest::newRow("file gone") << int(ErrorKind::Expired) << int(Reason::StagedFileGone);
        QTest::newRow("unlisted") << int(ErrorKind::Rejected) << int(Reason::SendUnclear);
        QTest::newRow("rate limit") << int(ErrorKind::RateLimited) << int(Reason::None);
    }
    void anEchoOutranksARefusal()
    {
        QFETCH(const int, kind);
        QFETCH(const int, reason);
        const Error why{.kind = ErrorKind(kind), .reason = ErrorReason(reason), .detail = QStringLiteral("words")};
        claim(1, hello());
        QVERIFY(echo(own(QStringLiteral("m"), words())).isEmpty());
        const Outcomes before = refuse(1, why, kNow + seconds(1));
        QCOMPARE(provenBy(before), QList<qint64>{1});
        QCOMPARE(before.first().why.detail, QStringLiteral("words")); // what was said against it is kept
        claim(2, hello(), kNow + seconds(2));
        QVERIFY(provenBy(refuse(2, why, kNow + seconds(3))).isEmpty());
        QCOMPARE(provenBy(echo(own(QStringLiteral("late"), words()), kNow + seconds(4))), QList<qint64>{2});
    }

    void whatWouldBeRepeatedWaitsForAnEchoFirst()
    {
        claim(1, hello());
        const Outcomes outcomes = refuse(1, kRefused);
        QCOMPARE(fateOf(outcomes, 1), To::Waiting);
        QVERIFY(outcomes.first().verdict.delay >= kEchoGrace);
    }

    void anEchoThatMayBeItsOwnStopsTheRepetition()
    {
        claim(1, captioned());
        const Message nameless{TextSegment{QStringLiteral("hello")}, picture({})};
        QVERIFY(echo(own(QStringLiteral("m1"), nameless)).isEmpty());
        const Outcomes refused = refuse(1, kRefused);
        QCOMPARE(fateOf(refused, 1), To::Unknown);
        QVERIFY(refused.first().hinted);
        claim(2, captioned(), kNow + seconds(10), QStringLiteral("30002"));
        QCOMPARE(fateOf(refuse(2, kRefused, kNow + seconds(11)), 2), To::Waiting);
        const Outcomes late = echo(own(QStringLiteral("m2"), nameless, QStringLiteral("30002")), kNow + seconds(12));
        QCOMPARE(fateOf(late, 2), To::Unknown);
        QCOMPARE(late.first().why.reason, Reason::RichMediaFailed);
    }

    void whatNeverLeftNeedsNoEcho()
    {
        claim(1, hello());
        const Outcomes outcomes = refuse(1, {.kind = ErrorKind::Offline, .reason = Reason::ConnectionLost});
        QCOMPARE(fateOf(outcomes, 1), To::Waiting);
        QVERIFY(m_verifier.isEmpty());
    }

    void whereNothingCanBeProvenSuccessIsAcceptedUnproven()
    {
        m_verifier.claimed(delivery(1), hello(), false, kNow);
        QCOMPARE(fateOf(accept(1, "m1"), 1), To::AcceptedUnproven);
        QVERIFY(m_verifier.isEmpty());
        m_verifier.claimed(delivery(2), hello(), false, kNow);
        QCOMPARE(fateOf(refuse(2, {.kind = ErrorKind::Rejected, .reason = Reason::SendTimeout}), 2), To::Unknown);
    }

    void aSecondPushIsKnownAlsoAfterTheChatWasSettled()
    {
        claim(1, hello());
        QCOMPARE(fateOf(accept(1, "a"), 1), To::Accepted);
        QCOMPARE(provenBy(echo(own(QStringLiteral("a"), words()))), QList<qint64>{1});
        QVERIFY(m_verifier.isEmpty());
        claim(2, hello(), kNow + seconds(1));
        QCOMPARE(fateOf(refuse(2, kSilence, kNow + seconds(2)), 2), To::Unknown);
        QVERIFY(echo(own(QStringLiteral("a"), words()), kNow + seconds(2)).isEmpty());
    }

    void aForgottenDeliveryIsNotProven()
    {
        claim(1, hello());
        QCOMPARE(fateOf(refuse(1, kSilence), 1), To::Unknown);
        m_verifier.forget(DeliveryId(1));
        QVERIFY(echo(own(QStringLiteral("m1"), words())).isEmpty());
        QVERIFY(m_verifier.isEmpty());
    }

    void theProofTimeEndsOnceAndKeepsTheGatewaysWords()
    {
        claim(1, hello());
        QCOMPARE(m_verifier.nextDeadline(), std::nullopt);
        QCOMPARE(fateOf(accept(1, "m1"), 1), To::Accepted);
        QCOMPARE(m_verifier.nextDeadline(), std::optional(kNow + seconds(90)));
        QVERIFY(m_verifier.overdue(kNow + seconds(89)).isEmpty());
        const Outcomes over = m_verifier.overdue(kNow + seconds(90));
        QCOMPARE(over.size(), 1);
        QCOMPARE(over.first().why.reason, Reason::NoProof);
        QCOMPARE(provenBy(echo(own(QStringLiteral("m1"), words()), kNow + seconds(100))), QList<qint64>{1});

        claim(2, hello(), kNow + seconds(200));
        const Error timeout{
            .kind = ErrorKind::Timeout, .reason = Reason::SendTimeout, .detail = QStringLiteral("words")};
        QCOMPARE(fateOf(refuse(2, timeout, kNow + seconds(201)), 2), To::Accepted);
        QCOMPARE(m_verifier.overdue(kNow + seconds(300)).constFirst().why.detail, QStringLiteral("words"));
        QVERIFY(m_verifier.overdue(kNow + seconds(400)).isEmpty());
        QVERIFY(m_verifier.isEmpty());
    }

    void nothingIsKeptWhileNothingIsOpen()
    {
        for (int i = 0; i < 1000; ++i)
            QVERIFY(echo(own(QString::number(i), words())).isEmpty());
        QVERIFY(m_verifier.isEmpty());
        claim(1, hello(), kNow, QStringLiteral("30002"));
        for (int i = 0; i < 1000; ++i)
            QVERIFY(echo(own(QString::number(i), words(QStringLiteral("other")), QStringLiteral("30002"))).isEmpty());
        QCOMPARE(fateOf(accept(1, "x"), 1), To::Accepted);
    }
};

ROOKERY_TEST(tst_deliveryverifier, TestDeliveryVerifier)
#include "tst_deliveryverifier.moc"
