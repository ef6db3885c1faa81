// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcast/sentbroadcast.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::broadcast;
using namespace Qt::Literals::StringLiterals;

//! A stored broadcast as a draft that can be sent once more.
class TestSentBroadcast final : public TestCase
{
    Q_OBJECT

    static Delivery to(const QString &gateway, ChatKind kind, const QString &id)
    {
        Delivery delivery;
        delivery.gateway = GatewayId(gateway);
        delivery.target = {kind, id};
        delivery.targetName = u"name of "_s + id;
        return delivery;
    }

private Q_SLOTS:
    void messagePaceAndTargetsComeBackInTheirOrder()
    {
        store::BroadcastContent content;
        content.text = u"你好"_s;
        content.atAll = true;
        content.pace.interval = seconds(7);
        const QList<Delivery> deliveries{to(u"b"_s, ChatKind::Group, u"2"_s), to(u"a"_s, ChatKind::Group, u"1"_s),
                                         to(u"a"_s, ChatKind::Friend, u"1"_s)};
        const SentBroadcast sent = sentBroadcast(content, deliveries, {});
        QCOMPARE(sent.draft.text, u"你好"_s);
        QVERIFY(sent.draft.atAll);
        QCOMPARE(sent.draft.pace, content.pace);
        QVERIFY(sent.draft.mergeAccounts);
        QCOMPARE(sent.draft.targets,
                 (QList<DraftTarget>{{GatewayId(u"b"_s), {ChatKind::Group, u"2"_s}, u"name of 2"_s},
                                     {GatewayId(u"a"_s), {ChatKind::Group, u"1"_s}, u"name of 1"_s},
                                     {GatewayId(u"a"_s), {ChatKind::Friend, u"1"_s}, u"name of 1"_s}}));
    }

    void aGroupThatGotItFromTwoAccountsGetsItFromBothAgain()
    {
        const QList<Delivery> deliveries{to(u"a"_s, ChatKind::Group, u"1"_s), to(u"b"_s, ChatKind::Group, u"1"_s)};
        const SentBroadcast sent = sentBroadcast({}, deliveries, {});
        QVERIFY(!sent.draft.mergeAccounts);
        QCOMPARE(sent.draft.targets.size(), 2);
    }

    void aFriendOfTwoAccountsIsTwoChats()
    {
        const QList<Delivery> deliveries{to(u"a"_s, ChatKind::Friend, u"1"_s), to(u"b"_s, ChatKind::Friend, u"1"_s)};
        QVERIFY(sentBroadcast({}, deliveries, {}).draft.mergeAccounts);
    }

    void aPictureWhoseCopyIsGoneIsNamed()
    {
        store::BroadcastContent content;
        content.pictures = {{.sha256 = "1", .md5 = {}, .bytes = 1, .fileName = u"a.png"_s},
                            {.sha256 = "2", .md5 = {}, .bytes = 1, .fileName = u"b.png"_s},
                            {.sha256 = "3", .md5 = {}, .bytes = 1, .fileName = u"c.png"_s}};
        const SentBroadcast sent = sentBroadcast(content, {}, {u"/copies/1"_s, {}, u"/copies/3"_s});
        QCOMPARE(sent.draft.pictures,
                 (QList<DraftPicture>{{u"/copies/1"_s, u"a.png"_s}, {u"/copies/3"_s, u"c.png"_s}}));
        QCOMPARE(sent.lostPictures, QStringList{u"b.png"_s});
    }
};

ROOKERY_TEST(tst_sentbroadcast, TestSentBroadcast)
#include "tst_sentbroadcast.moc"
