// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/login.h"
#include "base/reasons/picture.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "broadcast/broadcastmodel.h"
#include "broadcast/contactmodel.h"
#include "broadcast/deliverymodel.h"
#include "broadcast/planmodel.h"
#include "broadcast/targetlist.h"
#include "gateways/incomingmodel.h"
#include "health/incidentmodel.h"
#include "kit/csvtable.h"
#include "kit/statusstyle.h"
#include "rkey/rkeymodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTextDocument>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

Delivery delivery(qint64 id, DeliveryState state)
{
    Delivery made;
    made.id = DeliveryId(id);
    made.broadcast = BroadcastId(1);
    made.target = {.kind = ChatKind::Group, .id = QString::number(30000 + id)};
    made.state = state;
    return made;
}

Contact contact(ChatKind kind, const QString &id)
{
    Contact made;
    made.target = {.kind = kind, .id = id};
    made.name = u"name "_s + id;
    return made;
}

WallTime noon()
{
    return fromMSecs(1'795'000'000'000);
}

} // namespace

class TestTableModels final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void deliveriesOfOtherBroadcastsAreIgnored();
    void aNamelessTargetHidesItsNumberToo();
    void whatIsChosenIsAStateOfAContact();
    void deliveryFilterShowsOnlyWhatWasAskedFor();
    void broadcastsComeNewestFirstAndChangeInPlace();
    void aBroadcastIsAsGreenAsItsWorstDelivery_data();
    void aBroadcastIsAsGreenAsItsWorstDelivery();
    void whatIsQueuedSaysWhatItWaitsFor();
    void aDeltaOfThousandsIsToldInRuns();
    void aSortedViewStaysSortedThroughDeltas();
    void rkeyLifeIsWordedAndMeasured();
    void rkeyRowsLeaveWithTheirGateway();
    void incidentsKeepTheirRowWhenTheyClose();
    void chosenTargetsAreTakenOnce();
    void planNamesWhatStopsItFirst();
    void pastedListsNameEveryBadRow();
    void csvCellsCannotBecomeFormulas();
    void remoteTextIsNoMarkupInATooltip();

protected:
    void prepare() override
    {
        SampleEngine empty(SampleEngine::Fill::Empty);
        m_names.read(empty);
    }

private:
    Theme m_theme{Theme::Mode::Dark};
    AccountNames m_names;
};

void TestTableModels::deliveriesOfOtherBroadcastsAreIgnored()
{
    DeliveryModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show(BroadcastId(1), {delivery(1, DeliveryState::Queued)});
    Delivery other = delivery(2, DeliveryState::Queued);
    other.broadcast = BroadcastId(2);
    Delivery changed = delivery(1, DeliveryState::Verified);
    changed.verifiedBy = VerifiedBy::Echo;
    model.apply({other, changed, delivery(3, DeliveryState::Queued)});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, DeliveryModel::State).data().toString(), u"verified (echo)"_s);
}

void TestTableModels::aNamelessTargetHidesItsNumberToo()
{
    SampleEngine engine;
    AccountNames names;
    names.read(engine);
    DeliveryModel model(m_theme, names, noon, nullptr);
    Delivery nameless = delivery(1, DeliveryState::Queued);
    nameless.target.id = u"1030030001"_s;
    model.show(BroadcastId(1), {nameless});
    QCOMPARE(model.index(0, DeliveryModel::Target).data().toString(), u"Group 1030030001"_s);
    Settings settings = engine.profile().settings();
    settings.maskNumbers = true;
    QVERIFY(engine.profile().saveSettings(settings).result());
    names.read(engine);
    QSignalSpy repainted(&model, &QAbstractItemModel::dataChanged);
    model.namesChanged();
    QSet<int> columns;
    for (const QList<QVariant> &change : std::as_const(repainted))
        columns.insert(change.constFirst().toModelIndex().column());
    for (const int column : {DeliveryModel::Target, DeliveryModel::Number, DeliveryModel::Through})
        QVERIFY(columns.contains(column));
    QCOMPARE(model.index(0, DeliveryModel::Target).data().toString(), u"Group 10\u2022\u2022\u202201"_s);
    QCOMPARE(model.index(0, DeliveryModel::Number).data().toString(), u"10\u2022\u2022\u202201"_s);
}

void TestTableModels::whatIsChosenIsAStateOfAContact()
{
    ContactModel model(m_theme, m_names, nullptr);
    Contact muted = contact(ChatKind::Group, u"30002"_s);
    muted.allMuted = true;
    const Contact plain = contact(ChatKind::Group, u"30001"_s);
    const GatewayId one(u"one"_s);
    model.setRows({{plain, one, 0}, {muted, one, 0}});
    // QQ's own "remark" is another thing
    QCOMPARE(model.headerData(ContactModel::State, Qt::Horizontal, Qt::DisplayRole).toString(), u"State"_s);
    const auto state = [&model](int row) { return model.index(row, ContactModel::State).data().toString(); };
    QCOMPARE(state(0), QString());
    QCOMPARE(state(1), u"all members muted"_s);
    model.setChosen({{one, plain.target}, {GatewayId(), muted.target}});
    QCOMPARE(state(0), u"chosen"_s);
    QCOMPARE(state(1), u"chosen; all members muted"_s); // through whichever account
    model.setChosen({{GatewayId(u"two"_s), plain.target}});
    QCOMPARE(state(0), QString()); // only another account sends there
}

void TestTableModels::deliveryFilterShowsOnlyWhatWasAskedFor()
{
    DeliveryModel model(m_theme, m_names, noon, nullptr);
    DeliveryFilter filter(nullptr);
    filter.setSourceModel(&model);
    const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show(BroadcastId(1), {delivery(1, DeliveryState::Unknown), delivery(2, DeliveryState::Verified)});
    filter.setStates({DeliveryState::Unknown});
    QCOMPARE(filter.rowCount(), 1);
    model.apply({delivery(1, DeliveryState::Verified)});
    QCOMPARE(filter.rowCount(), 0);
}

void TestTableModels::broadcastsComeNewestFirstAndChangeInPlace()
{
    BroadcastModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    BroadcastSummary first;
    first.id = BroadcastId(1);
    first.counts.total = 4;
    first.counts.queued = 1;
    BroadcastSummary second;
    second.id = BroadcastId(2);
    model.apply({first});
    model.apply({second});
    QCOMPARE(model.rowOfKey(BroadcastId(2)), 0);
    QCOMPARE(model.index(1, BroadcastModel::Progress).data().toString(), u"3 / 4"_s);
    QCOMPARE(model.index(1, BroadcastModel::Progress).data(FractionRole).toDouble(), 0.75);
    first.counts.queued = 0;
    model.apply({first});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, BroadcastModel::Progress).data().toString(), u"4 / 4"_s);
    model.apply({}, {BroadcastId(2), BroadcastId(77)});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOfKey(BroadcastId(1)), 0);
}

void TestTableModels::aBroadcastIsAsGreenAsItsWorstDelivery_data()
{
    QTest::addColumn<BroadcastSummary>("summary");
    QTest::addColumn<int>("role");
    QTest::addColumn<QString>("words");
    const auto settled = [](int verified, int accepted, int unknown, int failed) {
        BroadcastSummary summary;
        summary.state = BroadcastState::Settled;
        summary.counts.verified = verified;
        summary.counts.acceptedFinal = accepted;
        summary.counts.unknown = unknown;
        summary.counts.failed = failed;
        summary.counts.total = verified + accepted + unknown + failed;
        return summary;
    };
    QTest::newRow("all arrived") << settled(20, 0, 0, 0) << int(Role::Working) << u"done: 20 arrived"_s;
    QTest::newRow("one unconfirmed") << settled(12, 0, 1, 0) << int(Role::NeedsHand)
                                     << u"done: 12 arrived, 1 unconfirmed"_s;
    QTest::newRow("some failed") << settled(12, 0, 1, 3) << int(Role::Failed)
                                 << u"done: 12 arrived, 3 failed, 1 unconfirmed"_s;
    QTest::newRow("only accepted") << settled(0, 4, 0, 0) << int(Role::Unknown) << u"done: 4 accepted without proof"_s;
    BroadcastSummary waiting;
    waiting.counts.total = waiting.counts.queued = 6;
    const GatewayId heron(u"heron"_s);
    waiting.waits = {{heron, {}, {.kind = ErrorKind::Rejected, .reason = Reason::Kicked}, 6}};
    QTest::newRow("kicked") << waiting << int(Role::NeedsHand) << u"waiting: heron: kicked offline by QQ"_s;
    waiting.waits = {{heron, {}, {.kind = ErrorKind::Network, .reason = Reason::ConnectionLost}, 6}};
    QTest::newRow("comes back by itself")
        << waiting << int(Role::Degraded) << u"waiting: heron: the connection was lost"_s;
    waiting.waits.clear();
    QTest::newRow("sending") << waiting << int(Role::Accent) << u"sending"_s;
}

void TestTableModels::aBroadcastIsAsGreenAsItsWorstDelivery()
{
    QFETCH(BroadcastSummary, summary);
    QFETCH(const int, role);
    QFETCH(const QString, words);
    summary.id = BroadcastId(1);
    QCOMPARE(int(statusStyle(summary).role), role);
    BroadcastModel model(m_theme, m_names, noon, nullptr);
    model.apply({summary});
    QCOMPARE(model.index(0, BroadcastModel::State).data().toString(), words);
    QCOMPARE(model.index(0, BroadcastModel::Verified).data().toString(), QString::number(summary.counts.verified));
    QCOMPARE(model.index(0, BroadcastModel::Accepted).data().toString(), QString::number(summary.counts.acceptedFinal));
    QVERIFY(model.index(0, BroadcastModel::TimeLeft).data().toString().isEmpty());
    summary.state = BroadcastState::Running;
    summary.estimatedEnd = noon() + seconds(40);
    model.apply({summary});
    QCOMPARE(model.index(0, BroadcastModel::TimeLeft).data().toString(), u"at least 40 s"_s);
}

void TestTableModels::whatIsQueuedSaysWhatItWaitsFor()
{
    DeliveryModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Delivery queued = delivery(1, DeliveryState::Queued);
    queued.gateway = GatewayId(u"heron"_s);
    Delivery other = delivery(2, DeliveryState::Queued);
    other.gateway = GatewayId(u"kestrel"_s);
    Delivery refused = delivery(3, DeliveryState::Failed);
    refused.gateway = queued.gateway;
    refused.why = {.kind = ErrorKind::Rejected, .reason = Reason::SendRefused, .code = 120, .detail = u"raw words"_s};
    model.show(BroadcastId(1), {queued, other, refused});
    const auto reason = [&model](int row) { return model.index(row, DeliveryModel::Reason).data().toString(); };
    QCOMPARE(reason(0), QString());
    BroadcastSummary summary;
    summary.id = BroadcastId(1);
    summary.waits = {{queued.gateway, {}, {.kind = ErrorKind::Rejected, .reason = Reason::Kicked}, 1}};
    model.setWaits(summary);
    QCOMPARE(reason(0), u"waits: kicked offline by QQ"_s);
    QCOMPARE(reason(1), QString());
    QCOMPARE(reason(2), u"QQ refused the message (QQ error 120)"_s); // its wording is evidence
    QVERIFY(model.exportRows().constLast().contains(u"raw words"_s));
    summary.waits.clear();
    summary.state = BroadcastState::Paused;
    model.setWaits(summary);
    QCOMPARE(reason(1), u"the broadcast is paused"_s);
    summary.id = BroadcastId(2); // of another broadcast
    summary.state = BroadcastState::Running;
    model.setWaits(summary);
    QCOMPARE(reason(1), u"the broadcast is paused"_s);
}

void TestTableModels::aDeltaOfThousandsIsToldInRuns()
{
    DeliveryModel model(m_theme, m_names, noon, nullptr);
    QList<Delivery> rows;
    for (qint64 id = 1; id <= 10'000; ++id)
        rows.append(delivery(id, DeliveryState::Queued));
    model.show(BroadcastId(1), rows);
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);

    model.apply(rows);
    QCOMPARE(changed.size(), 0); // nothing is new in it

    QList<Delivery> delta;
    for (qint64 id = 10'500; id > 9'000; --id) // whatever the order
        delta.append(delivery(id, DeliveryState::Verified));
    delta.append(delivery(5, DeliveryState::Failed));
    delta.append(delivery(5, DeliveryState::Verified)); // twice in one delta: the later one holds
    model.apply(delta);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed.at(1).at(0).toModelIndex().row(), 9'000);
    QCOMPARE(changed.at(1).at(1).toModelIndex().row(), 9'999);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.rowCount(), 10'500);
    QCOMPARE(model.at(model.rowOfKey(DeliveryId(5))).state, DeliveryState::Verified);
    QCOMPARE(model.at(model.rowOfKey(DeliveryId(10'250))).id, DeliveryId(10'250));
}

void TestTableModels::aSortedViewStaysSortedThroughDeltas()
{
    IncidentModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    IncidentFilter filter(nullptr);
    filter.setSourceModel(&model);
    filter.sort(IncidentModel::Count);
    const auto counted = [](qint64 id, int count) {
        Incident made;
        made.id = IncidentId(id);
        made.count = count;
        return made;
    };
    const auto isSorted = [&filter] {
        for (int row = 1; row < filter.rowCount(); ++row) {
            if (filter.index(row, IncidentModel::Count).data(SortRole).toInt()
                < filter.index(row - 1, IncidentModel::Count).data(SortRole).toInt())
                return false;
        }
        return true;
    };
    for (int round = 0; round < 30; ++round) {
        QList<Incident> delta;
        for (int i = 0; i < 20; ++i)
            delta.append(counted((round * 13 + i * 7) % 90, (round * 31 + i * 17) % 53));
        model.apply(delta);
        QVERIFY(isSorted());
        for (const Incident &last : std::as_const(delta))
            QCOMPARE(model.at(model.rowOfKey(last.id)).id, last.id);
    }
    QCOMPARE(filter.rowCount(), model.rowCount());
}

void TestTableModels::rkeyLifeIsWordedAndMeasured()
{
    RkeyState state;
    QCOMPARE(RkeyModel::lifeWords(state, noon()), u"validity unknown"_s);
    QVERIFY(RkeyModel::lifeLeft(state, noon()) < 0);
    state.createdAt = noon() - std::chrono::minutes(15);
    state.ttl = std::chrono::hours(1);
    QCOMPARE(RkeyModel::lifeWords(state, noon()), u"45 min left of 1 h"_s);
    QCOMPARE(RkeyModel::lifeLeft(state, noon()), 0.75);
    QCOMPARE(RkeyModel::lifeWords(state, noon() + std::chrono::hours(1)), u"expired 15 min ago"_s);
    QCOMPARE(RkeyModel::lifeLeft(state, noon() + std::chrono::hours(1)), 0.0);
}

void TestTableModels::rkeyRowsLeaveWithTheirGateway()
{
    RkeyModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    RkeyState state;
    state.gateway = GatewayId(u"one"_s);
    state.source = RkeySource::StaleFallback;
    RkeyProvider server;
    server.name = u"http://ss.example/music_card/rkey"_s;
    server.lastStatus = u"504"_s;
    server.disabled = true;
    state.providers = {server};
    model.apply({state}, {});
    QCOMPARE(model.index(0, RkeyModel::Source).data().toString(), u"fallback (stale key)"_s);
    QCOMPARE(model.index(0, RkeyModel::Providers).data().toString(), u"ss.example 504 (switched off)"_s);
    RkeyState other;
    other.gateway = GatewayId(u"two"_s);
    model.apply({other}, {GatewayId(u"unknown"_s)});
    model.apply({}, {state.gateway});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowOfKey(other.gateway), 0);
    QCOMPARE(model.rowOfKey(state.gateway), -1);
}

void TestTableModels::incidentsKeepTheirRowWhenTheyClose()
{
    IncidentModel model(m_theme, m_names, noon, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Incident incident;
    incident.id = IncidentId(1);
    incident.kind = IncidentKind::RkeyFallback;
    incident.gateways = {GatewayId(u"one"_s), GatewayId(u"two"_s)};
    incident.startedAt = noon() - seconds(90);
    model.apply({incident});
    QCOMPARE(model.openCount(), 1);
    QCOMPARE(model.index(0, IncidentModel::Duration).data().toString(), u"1 min 30 s"_s);
    incident.endedAt = noon();
    model.apply({incident});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.openCount(), 0);
    IncidentFilter filter(nullptr);
    filter.setSourceModel(&model);
    filter.setOpenOnly(true);
    QCOMPARE(filter.rowCount(), 0);
}

void TestTableModels::chosenTargetsAreTakenOnce()
{
    ChosenModel model(m_theme, m_names, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const DraftTarget one{
        .via = GatewayId(u"one"_s), .target = {.kind = ChatKind::Group, .id = u"30001"_s}, .name = u"a"_s};
    DraftTarget two = one;
    two.target.id = u"30002"_s;
    QCOMPARE(model.add({one, one, two}), 2);
    QCOMPARE(model.add({one}), 0);
    model.remove({0});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.chats(false), ChosenChats({{two.via, two.target}}));
    QCOMPARE(model.chats(true), ChosenChats({{two.via, two.target}, {GatewayId(), two.target}}));
}

void TestTableModels::planNamesWhatStopsItFirst()
{
    PlanModel model(m_theme, nullptr);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Plan plan;
    plan.accounts = {{.gateway = GatewayId(u"one"_s), .account = {}, .targets = 2, .duration = seconds(6)}};
    plan.findings = {
        {.path = u"/pictures/a.png"_s, .what = {.kind = ErrorKind::Rejected, .reason = Reason::PictureEmpty}}};
    model.show(plan, m_names);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, PlanModel::What).data().toString(), u"a.png"_s);
    QCOMPARE(model.index(0, PlanModel::Remark).data().toString(), u"The picture file is empty."_s);
}

void TestTableModels::pastedListsNameEveryBadRow()
{
    const GatewayId one(u"one"_s);
    const GatewayId two(u"two"_s);
    const QList<DraftTarget> known{
        {one, {ChatKind::Group, u"30001"_s}, u"a"_s},  {one, {ChatKind::Group, u"10000"_s}, u"b"_s},
        {one, {ChatKind::Friend, u"10000"_s}, u"c"_s}, {one, {ChatKind::Friend, u"20001"_s}, u"d"_s},
        {one, {ChatKind::Friend, u"20002"_s}, u"e"_s}, {two, {ChatKind::Friend, u"20002"_s}, u"e"_s}};
    const PastedTargets pasted =
        parseTargets(u"30001, friend:20001\n10000\n群：10000；99999\nhello =1+1\n30001\n20002"_s, known);
    QCOMPARE(pasted.targets.size(), 3);
    QCOMPARE(pasted.targets.at(0), known.at(0));
    QCOMPARE(pasted.targets.at(2).target, (Target{.kind = ChatKind::Group, .id = u"10000"_s}));
    const QList<BadTargetRow> bad{{.line = 2, .text = u"10000"_s, .why = BadRow::GroupOrFriend},
                                  {.line = 3, .text = u"99999"_s, .why = BadRow::NotInLists},
                                  {.line = 4, .text = u"hello"_s, .why = BadRow::NotANumber},
                                  {.line = 4, .text = u"=1+1"_s, .why = BadRow::NotANumber},
                                  {.line = 5, .text = u"30001"_s, .why = BadRow::Repeated},
                                  {.line = 6, .text = u"20002"_s, .why = BadRow::SeveralAccounts}};
    QCOMPARE(pasted.bad, bad);
    // one target in four spellings
    const PastedTargets spelled = parseTargets(u"30001 030001\ngroup:\uFF130001 +30001"_s, known);
    QCOMPARE(spelled.targets.size(), 1);
    QCOMPARE(spelled.targets.first().target.id, u"30001"_s);
    QCOMPARE(spelled.bad.size(), 3);
    QCOMPARE(spelled.bad.first().why, BadRow::Repeated);
}

void TestTableModels::csvCellsCannotBecomeFormulas()
{
    const QByteArray csv = toCsv({{u"=1+1"_s, u"a,b"_s, u"say \"hi\""_s, u"@x"_s, u"群"_s}});
    QCOMPARE(csv, QByteArray("\xEF\xBB\xBF'=1+1,\"a,b\",\"say \"\"hi\"\"\",'@x,\xE7\xBE\xA4\r\n"));
}

void TestTableModels::remoteTextIsNoMarkupInATooltip()
{
    const QString bold = u"<b>bold</b>"_s;
    const auto tipOf = [](const QAbstractItemModel &model, int column) {
        return model.index(0, column).data(Qt::ToolTipRole).toString();
    };
    const QString asItStands = Qt::convertFromPlainText(bold);
    ContactModel contacts(m_theme, m_names, nullptr);
    Contact named = contact(ChatKind::Group, u"30001"_s);
    named.name = bold;
    contacts.setRows({{named, GatewayId(u"one"_s), 0}});
    QCOMPARE(tipOf(contacts, ContactModel::Name), asItStands);
    QCOMPARE(contacts.index(0, ContactModel::Name).data().toString(), bold); // cells paint text as text
    QCOMPARE(tipOf(contacts, ContactModel::Number), u"30001"_s); // what looks like text stays text
    IncomingModel incoming(m_theme, nullptr);
    incoming.setRows({IncomingConnection{.trouble = RejectReason::NewAccount,
                                         .account = bold,
                                         .program = bold,
                                         .address = u"10.0.0.2"_s,
                                         .lastAt = noon(),
                                         .times = 1}});
    QCOMPARE(tipOf(incoming, IncomingModel::Account), asItStands);
    QCOMPARE(tipOf(incoming, IncomingModel::Program), asItStands);
    DeliveryModel deliveries(m_theme, m_names, noon, nullptr);
    Delivery sent = delivery(1, DeliveryState::Queued);
    sent.targetName = bold;
    deliveries.show(BroadcastId(1), {sent});
    QCOMPARE(tipOf(deliveries, DeliveryModel::Target), asItStands);
}

ROOKERY_WINDOW_TEST(tst_tablemodels, TestTableModels)
#include "tst_tablemodels.moc"
