// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "base/reasons/access.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "health/healthpage.h"
#include "health/incidentmodel.h"
#include "kit/detailparts.h"
#include "kit/theme.h"
#include "rkey/rkeymodel.h"
#include "rkey/rkeypage.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>

#include <memory>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestRkeyHealthPages final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aSourceChangeIsOnShowWithItsStatus();
    void aLatchedNativePathIsSaid();
    void probingIsAskedOfTheSelectedAccountAndFailuresAreTold();
    void openIncidentsComeFirst();
    void anIncidentLeadsToItsPage();
    void anIncidentOpensItsAccountItsLinesAndItsDeliveries();
    void aClosedIncidentStaysReadable();
    void hiddenNumbersAreHiddenInTheEvidenceToo();
    void failingKeyServersAreToldApart();
    void theDetailsAreBehindTabsWhereTheWidthIsShort();
    void emptyPagesSayWhatToDo();

protected:
    void prepare() override { m_engine = std::make_unique<SampleEngine>(); }

private:
    Theme m_theme{Theme::Mode::Dark};
    std::unique_ptr<SampleEngine> m_engine;
};

void TestRkeyHealthPages::aSourceChangeIsOnShowWithItsStatus()
{
    RkeyPage page(*m_engine, m_theme, nullptr);
    page.show();
    RkeyState state;
    state.gateway = GatewayId(u"napcat-01"_s);
    state.source = RkeySource::StaleFallback;
    RkeyProvider provider;
    provider.name = u"https://keys.example/rkeys"_s;
    provider.lastStatus = u"504"_s;
    state.providers = {provider};
    engine::Delta delta;
    delta.health.rkeys = {state};
    m_engine->push(delta);
    page.showItem({.page = PageId::Rkey, .gateway = GatewayId(u"napcat-01"_s)});
    const auto *table = named<QTableView>(&page, u"rkey accounts"_s);
    const QModelIndex current = table->currentIndex();
    QCOMPARE(current.siblingAtColumn(RkeyModel::Source).data().toString(), u"fallback (stale key)"_s);
    QVERIFY(current.siblingAtColumn(RkeyModel::Providers).data().toString().contains(u"504"_s));
    QVERIFY(says(&page, u"an old key that is compiled into it"_s));
    const auto *providers = named<QTableView>(&page, u"rkey providers"_s);
    QCOMPARE(providers->model()->index(0, ProviderModel::Status).data().toString(), u"504"_s);
}

void TestRkeyHealthPages::aLatchedNativePathIsSaid()
{
    RkeyPage page(*m_engine, m_theme, nullptr);
    page.show();
    RkeyState state;
    state.gateway = GatewayId(u"napcat-01"_s);
    engine::Delta delta;
    delta.health.rkeys = {state};
    m_engine->push(delta);
    page.showItem({.page = PageId::Rkey, .gateway = GatewayId(u"napcat-01"_s)});
    QVERIFY(!says(&page, u"until the gateway restarts"_s));
    delta.health.rkeys[0].nativeLatched = true;
    m_engine->push(delta);
    QVERIFY(says(&page, u"until the gateway restarts"_s));
}

void TestRkeyHealthPages::probingIsAskedOfTheSelectedAccountAndFailuresAreTold()
{
    RkeyPage page(*m_engine, m_theme, nullptr);
    const QSignalSpy notices(&page, &Page::notice);
    page.showItem({.page = PageId::Rkey, .gateway = GatewayId(u"napcat-01"_s)});
    named<QPushButton>(&page, u"Probe rkey"_s)->click();
    QVERIFY(m_engine->calls.contains(u"probeRkey napcat-01"_s));
    m_engine->failNext = Error{.kind = ErrorKind::Offline, .reason = Reason::AccountOffline};
    named<QPushButton>(&page, u"Probe rkey"_s)->click();
    QTRY_COMPARE(notices.size(), 1);
    QVERIFY(notices.constFirst().constFirst().toString().startsWith(u"The account is not online."_s));
}

void TestRkeyHealthPages::openIncidentsComeFirst()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    const QAbstractItemModel *model = named<QTableView>(&page, u"Incidents"_s)->model();
    QVERIFY(model->rowCount() > 1);
    bool closedSeen = false;
    for (int row = 0; row < model->rowCount(); ++row) {
        const bool closed = model->index(row, IncidentModel::State).data().toString() == u"closed"_s;
        QVERIFY(closed || !closedSeen);
        closedSeen = closedSeen || closed;
    }
    QVERIFY(closedSeen);
}

void TestRkeyHealthPages::anIncidentLeadsToItsPage()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    page.show();
    Incident incident;
    incident.id = IncidentId(900);
    incident.kind = IncidentKind::TokenRefused;
    incident.severity = Severity::Failed;
    incident.gateways = {GatewayId(u"napcat-05"_s)};
    incident.startedAt = fromMSecs(1'795'000'000'000);
    incident.evidence = {{.gateway = incident.gateways.constFirst(),
                          .at = incident.startedAt,
                          .what = {.kind = ErrorKind::Auth, .reason = Reason::TokenWrong, .code = 403},
                          .text = {}}};
    engine::Delta delta;
    delta.health.incidents = {incident};
    m_engine->push(delta);
    page.showItem({.page = PageId::Health, .incident = IncidentId(900)});
    QVERIFY(says(&page, u"Change token"_s));
    const auto *evidence = named<QTableView>(&page, u"Evidence"_s);
    QCOMPARE(evidence->model()->index(0, EvidenceModel::What).data().toString(), u"The token was refused (403)."_s);
    const QSignalSpy jumps(&page, &Page::navigate);
    named<QPushButton>(&page, u"Go to the cause"_s)->click();
    QCOMPARE(jumps.size(), 1);
    QCOMPARE(jumps.constFirst().at(0).value<Destination>(),
             (Destination{.page = PageId::Gateways, .gateway = GatewayId(u"napcat-05"_s)}));
}

void TestRkeyHealthPages::anIncidentOpensItsAccountItsLinesAndItsDeliveries()
{
    engine::Delta delta;
    Incident incident;
    incident.id = IncidentId(99);
    incident.kind = IncidentKind::AccountKicked;
    incident.severity = Severity::Failed;
    incident.gateways = {GatewayId(u"napcat-03"_s)};
    incident.startedAt = fromMSecs(1'795'000'000'000);
    delta.health.incidents.append(incident);
    m_engine->push(delta);
    HealthPage page(*m_engine, m_theme, nullptr);
    page.resize(1100, 700);
    page.show();
    page.showItem({.incident = incident.id});
    QSignalSpy wanted(&page, &Page::navigate);
    const auto pressed = [&](const QString &name) {
        named<QPushButton>(&page, name)->click();
        return wanted.takeLast().at(0).value<Destination>();
    };
    const Destination account = pressed(u"Show account"_s);
    QCOMPARE(account.page, PageId::Overview);
    QCOMPARE(account.gateway, GatewayId(u"napcat-03"_s));
    QCOMPARE(pressed(u"Show log lines"_s).page, PageId::Logs);
    const Destination sent = pressed(u"Show deliveries"_s);
    QCOMPARE(sent.page, PageId::Broadcast);
    QVERIFY(sent.sent && !sent.deliveries);
    QCOMPARE(cutTexts(&page).join(u"; "_s), QString());
}

void TestRkeyHealthPages::aClosedIncidentStaysReadable()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    page.show();
    const QList<Incident> all = m_engine->health().incidents();
    const auto open =
        std::find_if(all.cbegin(), all.cend(), [](const Incident &incident) { return incident.isOpen(); });
    QVERIFY(open != all.cend());
    page.showItem({.page = PageId::Health, .incident = open->id});
    engine::Delta delta;
    delta.health.incidents = {*open};
    delta.health.incidents[0].endedAt = open->startedAt + seconds(30);
    m_engine->push(delta);
    QVERIFY(says(&page, u"(30 s)"_s));
    QVERIFY(says(&page, u"closed"_s));
}

void TestRkeyHealthPages::hiddenNumbersAreHiddenInTheEvidenceToo()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    page.show();
    Incident incident;
    incident.id = IncidentId(900);
    incident.kind = IncidentKind::AccountRestricted;
    incident.gateways = {GatewayId(u"napcat-05"_s)};
    incident.startedAt = fromMSecs(1'795'000'000'000);
    incident.evidence = {{.gateway = incident.gateways.constFirst(),
                          .at = incident.startedAt,
                          .what = {.kind = ErrorKind::Rejected, .reason = Reason::RiskControl},
                          .text = u"group 1030030001 result 110"_s}};
    engine::Delta delta;
    delta.health.incidents = {incident};
    m_engine->push(delta);
    page.showItem({.page = PageId::Health, .incident = IncidentId(900)});
    const auto *evidence = named<QTableView>(&page, u"Evidence"_s);
    const auto what = [evidence] { return evidence->model()->index(0, EvidenceModel::What).data().toString(); };
    QVERIFY(what().contains(u"group 1030030001 result 110"_s));
    Settings settings = m_engine->profile().settings();
    settings.maskNumbers = true;
    QVERIFY(m_engine->profile().saveSettings(settings).result());
    page.settingsChanged();
    QVERIFY2(what().contains(u"group 10\u2022\u2022\u202201 result 110"_s), qPrintable(what()));
}

void TestRkeyHealthPages::failingKeyServersAreToldApart()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    engine::Delta delta;
    QStringList expected;
    for (const QString &host : {u"ss.xingzhige.com"_s, u"secret-service.bietiaop.com"_s}) {
        Incident incident;
        incident.id = IncidentId(900 + delta.health.incidents.size());
        incident.kind = IncidentKind::RkeyServerFailing;
        incident.cause = u"https://%1/rkeys"_s.arg(host);
        incident.gateways = {GatewayId(u"napcat-05"_s)};
        incident.startedAt = fromMSecs(1'795'000'000'000);
        delta.health.incidents.append(incident);
        expected.append(u"rkey server failing: %1"_s.arg(host));
    }
    m_engine->push(delta);
    const QAbstractItemModel *model = named<QTableView>(&page, u"Incidents"_s)->model();
    for (int row = 0; row < model->rowCount(); ++row)
        expected.removeAll(model->index(row, IncidentModel::Title).data().toString());
    QCOMPARE(expected, QStringList());
}

void TestRkeyHealthPages::theDetailsAreBehindTabsWhereTheWidthIsShort()
{
    HealthPage page(*m_engine, m_theme, nullptr);
    page.resize(1200, 700);
    page.show();
    const auto *parts = page.findChild<DetailParts *>();
    const auto *evidence = named<QTableView>(&page, u"Evidence"_s);
    const auto *toAccount = named<QPushButton>(&page, u"Show account"_s);
    QVERIFY(!parts->hasTabs() && !parts->tabs()->isVisible());
    QVERIFY(evidence->isVisible());
    page.resize(640, 600);
    QTRY_VERIFY(parts->hasTabs());
    QVERIFY(parts->tabs()->isVisible());
    QVERIFY(!evidence->isVisible() && !toAccount->isVisible());
    parts->tabs()->setCurrentIndex(1);
    QVERIFY(evidence->isVisible() && toAccount->isVisible());
    page.resize(1200, 700);
    QTRY_VERIFY(!parts->hasTabs());
    QVERIFY(evidence->isVisible());
    parts->tabs()->setCurrentIndex(0); // means nothing now
    QVERIFY(evidence->isVisible());
}

void TestRkeyHealthPages::emptyPagesSayWhatToDo()
{
    SampleEngine empty(SampleEngine::Fill::Empty);
    RkeyPage rkey(empty, m_theme, nullptr);
    rkey.show();
    QVERIFY(says(&rkey, u"once a gateway is connected"_s));
    QVERIFY(!named<QPushButton>(&rkey, u"Probe rkey"_s)->isEnabled());
    HealthPage health(empty, m_theme, nullptr);
    health.show();
    QVERIFY(says(&health, u"nothing open"_s));
    QVERIFY(!named<QPushButton>(&health, u"Go to the cause"_s)->isVisible());
}

ROOKERY_WINDOW_TEST(tst_rkeyhealthpages, TestRkeyHealthPages)
#include "tst_rkeyhealthpages.moc"
