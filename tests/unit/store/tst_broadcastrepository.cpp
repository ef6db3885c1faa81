// SPDX-License-Identifier: GPL-3.0-or-later
#include "storefixture.h"

#include "base/reasons/input.h"

using namespace rookery;
using namespace rookery::store;

class TestBroadcastRepository final : public StoreFixture
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasEnqueuedIsReadBack()
    {
        Plan plan = planFor(3, true);
        plan.draft.title = QStringLiteral("Monday");
        plan.draft.atAll = true;
        plan.draft.pace = {milliseconds(1500), 0.25, false};
        const auto id = m_broadcasts->enqueue(plan, kNow).result();
        ROOKERY_VERIFY_RESULT(id);
        reopen();
        const BroadcastContent content = m_broadcasts->content(*id).result().value();
        QCOMPARE(content.title, plan.draft.title);
        QCOMPARE(content.text, plan.draft.text);
        QVERIFY(content.atAll);
        QCOMPARE(content.pace, plan.draft.pace);
        QCOMPARE(content.pictures,
                 (QList<StoredPicture>{{QByteArray(32, 'h'), QByteArray(16, 'm'), 12, QStringLiteral("b.png")}}));
        const auto deliveries = m_deliveries->deliveries(*id).result().value();
        QCOMPARE(deliveries.size(), 3);
        QCOMPARE(deliveries.at(1).target, (Target{ChatKind::Group, QStringLiteral("30002")}));
        QCOMPARE(deliveries.at(1).targetName, QStringLiteral("G1"));
        QCOMPARE(deliveries.at(1).account, AccountId(QStringLiteral("10001")));
        const BroadcastSummary row = summary(*id);
        QCOMPARE(row.title, QStringLiteral("Monday"));
        QCOMPARE(row.excerpt, QStringLiteral("Hello"));
        QCOMPARE(row.pictures, 1);
        QCOMPARE(row.counts.queued, 3);
        QCOMPARE(row.state, BroadcastState::Running);
        QCOMPARE(picturesInUse(*m_database, kNow + seconds(1), 0).result().value(),
                 QList<QByteArray>{QByteArray(32, 'h')}); // open: neither its age nor its size counts
    }

    void picturesOfTheLatestBroadcastsAreNeededToSendThemOnceMore()
    {
        const auto ended = [this](char picture, qint64 bytes, WallTime queued) {
            Plan plan = planFor(1);
            plan.pictures = {{QStringLiteral("/a/b.png"), QByteArray(32, picture), QByteArray(16, 'm'), bytes, 3, 4,
                              QStringLiteral("png")}};
            const auto id = m_broadcasts->enqueue(plan, queued).result();
            must(id && m_broadcasts->cancel(*id, queued).result());
        };
        ended('a', 100, kNow - seconds(30));
        ended('b', 60, kNow - seconds(20));
        ended('c', 50, kNow - seconds(10));
        const auto needed = [this](WallTime since, qint64 most) {
            QByteArray letters;
            const auto found = picturesInUse(*m_database, since, most).result().value();
            for (const QByteArray &picture : found)
                letters += picture.at(0);
            return letters;
        };
        QCOMPARE(needed(kNow - seconds(30), 1000), "cba");
        QCOMPARE(needed(kNow - seconds(29), 1000), "cb");
        QCOMPARE(needed(kNow - seconds(30), 110), "cb");
        QCOMPARE(needed(kNow - seconds(30), 109), "c");
        QCOMPARE(needed(kNow, 1000), "");
        ended('a', 100, kNow); // used once more, so it is the latest
        QCOMPARE(needed(kNow - seconds(30), 150), "ac");
    }

    void aPictureKeepsTheNameThatItsDraftGivesIt()
    {
        Plan plan = planFor(1, true);
        plan.draft.pictures = {{.path = QStringLiteral("/cache/0123"), .name = QStringLiteral("poster.png")}};
        const auto id = m_broadcasts->enqueue(plan, kNow).result().value();
        QCOMPARE(m_broadcasts->content(id).result().value().pictures.constFirst().fileName,
                 QStringLiteral("poster.png"));
    }

    void anImpossiblePlanLeavesNothingBehind()
    {
        Plan plan = planFor(2);
        plan.draft.targets.append(plan.draft.targets.first());
        QCOMPARE(m_broadcasts->enqueue(plan, kNow).result().error().kind, ErrorKind::Bug);
        plan = planFor(2);
        plan.accounts.clear();
        QCOMPARE(m_broadcasts->enqueue(plan, kNow).result().error().kind, ErrorKind::Bug);
        QVERIFY(m_broadcasts->summaries().result().value().isEmpty());
    }

    void commandsOnTheWrongBroadcastAreRefused()
    {
        const BroadcastId none(77);
        QCOMPARE(m_broadcasts->pause(none).result().error().reason, Reason::NotFound);
        QCOMPARE(m_broadcasts->summary(none).result().error().reason, Reason::NotFound);
        const BroadcastId broadcast = enqueue(1);
        QVERIFY(m_broadcasts->cancel(broadcast, kNow).result());
        QCOMPARE(m_broadcasts->resume(broadcast).result().error().reason, Reason::BadInput);
    }
};

ROOKERY_TEST(tst_broadcastrepository, TestBroadcastRepository)
#include "tst_broadcastrepository.moc"
