// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "gateways/gatewaymodel.h"
#include "health/incidentmodel.h"
#include "model/severity.h"
#include "overview/accountmodel.h"
#include "text/wording.h"
#include "translations/language.h"
#include "ui/kit/statusstyle.h"
#include "ui/shell/incidentstrip.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/tray.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

//! One account and everything that shows how it does: no surface is green while another is not.
class TestSurfaces final : public TestCase
{
    Q_OBJECT

    Language m_language;
    Theme m_theme{Theme::Mode::Light};
    std::unique_ptr<SampleEngine> m_engine;
    std::unique_ptr<MainWindow> m_window;

    static AccountSnapshot healthy()
    {
        AccountSnapshot account = SampleEngine().account(u"napcat-01"_s);
        account.activity.sends = {};
        for (ReadinessEvidence &check : account.readiness)
            check.state = ReadinessState::Working;
        return account;
    }
    void open(const AccountSnapshot &account)
    {
        m_engine = std::make_unique<SampleEngine>(SampleEngine::Fill::Empty);
        engine::Delta delta;
        delta.sessions.accounts = {account};
        m_engine->push(delta);
        openWindow();
    }
    void openWindow()
    {
        WindowOptions options;
        options.language = u"en"_s;
        options.theme = u"light"_s;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        m_window = std::make_unique<MainWindow>(*m_engine, options);
        m_window->show();
        for (const PageId page : {PageId::Health, PageId::Gateways, PageId::Overview})
            m_window->navigateTo({.page = page});
        QCoreApplication::sendPostedEvents();
    }
    template <class Widget>
    [[nodiscard]] Widget *named(const QString &name) const
    {
        return rookery::named<Widget>(m_window.get(), name);
    }
    [[nodiscard]] QModelIndex cell(const QString &table, int column) const
    {
        return named<QTableView>(table)->model()->index(0, column);
    }
    //! Every surface says `condition`, in looks and words.
    void showsEverywhere(Condition condition)
    {
        const AccountSnapshot account = m_engine->sessions().accounts().constFirst();
        const QString word = text::accountWord(account); // what `rookeryctl status` prints
        const bool green = condition == Condition::Working;
        QCOMPARE(account.condition.condition, condition);
        QCOMPARE(word == u"online"_s, green && account.session.phase == SessionPhase::Online);
        QCOMPARE(Condition(cell(u"Accounts"_s, 0).data(AccountModel::ConditionRole).toInt()), condition);
        // the overview says more where it ticks or where there is room for a cause
        if (account.session.phase != SessionPhase::Backoff && account.session.phase != SessionPhase::Rejected)
            QCOMPARE(cell(u"Accounts"_s, AccountModel::State).data().toString(), word);
        QCOMPARE(cell(u"Gateways"_s, GatewayModel::State).data().toString(), word);
        const StatusStyle look = statusStyle(condition);
        const QImage icon = m_theme.statusIcon(look, 14).pixmap(14).toImage();
        for (const QModelIndex &state :
             {cell(u"Accounts"_s, AccountModel::State), cell(u"Gateways"_s, GatewayModel::State)})
            QCOMPARE(state.data(Qt::DecorationRole).value<QIcon>().pixmap(14).toImage(), icon);
        const auto *working = named<QPushButton>(u"Show: Working"_s);
        QVERIFY(working);
        QCOMPARE(working->text(), green ? u"Working  1"_s : u"Working  0"_s);
        const QString counts = named<QLabel>(u"Accounts by state"_s)->text();
        QCOMPARE(counts.contains(u"online"_s), green);
        Tray tray(m_theme, nullptr);
        tray.show(m_engine->sessions().accounts(), m_engine->health().incidents());
        QCOMPARE(*tray.condition(), condition);
        const QString tip = Tray::tipFor(m_engine->sessions().accounts(), m_engine->health().incidents());
        QCOMPARE(tip == u"Rookery: all accounts work"_s, green);
        QCOMPARE(tip.contains(u"need"_s) && !tip.contains(u"nothing"_s), asksForAttention(condition));
    }
    //! One open incident is on strip, top bar and Health.
    void isTold(const Incident &incident)
    {
        QCOMPARE(named<QPushButton>(u"Incidents"_s)->text(), u"Incidents: 1"_s);
        QCOMPARE(cell(u"Incidents"_s, IncidentModel::Title).data().toString(), text::incidentTitle(incident));
        QCOMPARE(cell(u"Incidents"_s, IncidentModel::State).data().toString(), u"open"_s);
        const auto *strip = m_window->findChild<IncidentStrip *>();
        QCOMPARE(strip->isVisible(), incident.severity != Severity::Info);
        if (strip->isVisible())
            QVERIFY(strip->findChild<QPushButton *>()->text().contains(text::incidentTitle(incident)));
    }

    void finish() override
    {
        m_window.reset();
        m_engine.reset();
    }

private Q_SLOTS:
    void aHealthyAccountIsGreenEverywhere()
    {
        open(healthy());
        showsEverywhere(Condition::Working);
        QCOMPARE(named<QPushButton>(u"Incidents"_s)->text(), u"No incidents"_s);
    }

    void anOpenIncidentIsNowhereGreen_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("severity");
        for (int kind = 0; kind < kIncidentKindCount; ++kind) {
            for (int severity = 0; severity <= int(Severity::Failed); ++severity)
                QTest::addRow("kind %d severity %d", kind, severity) << kind << severity;
        }
    }
    void anOpenIncidentIsNowhereGreen()
    {
        QFETCH(const int, kind);
        QFETCH(const int, severity);
        open(healthy());
        Incident incident;
        incident.id = IncidentId(7);
        incident.kind = IncidentKind(kind);
        incident.severity = Severity(severity);
        incident.cause = u"napcat-01"_s;
        incident.gateways = {GatewayId(u"napcat-01"_s)};
        incident.startedAt = fromMSecs(1'795'000'000'000);
        incident.count = 1;
        engine::Delta delta;
        delta.health.incidents = {incident};
        m_engine->push(delta);
        showsEverywhere(conditionOf(incident.severity));
        isTold(incident);
        QVERIFY(
            text::accountWord(m_engine->sessions().accounts().constFirst()).endsWith(text::incidentTitle(incident)));
        delta.health.incidents[0].endedAt = incident.startedAt + seconds(5);
        m_engine->push(delta);
        showsEverywhere(Condition::Working);
        QCOMPARE(named<QPushButton>(u"Incidents"_s)->text(), u"No incidents"_s);
    }

    void aStateIsTheSameOnEverySurface_data()
    {
        QTest::addColumn<int>("phase");
        QTest::addColumn<int>("login");
        QTest::addColumn<int>("condition");
        const auto row = [](const char *name, SessionPhase phase, LoginReason login, Condition condition) {
            QTest::newRow(name) << int(phase) << int(login) << int(condition);
        };
        using P = SessionPhase;
        using L = LoginReason;
        row("stopped", P::Stopped, L::None, Condition::Stopped);
        row("connecting", P::Connecting, L::None, Condition::Connecting);
        row("retrying", P::Backoff, L::None, Condition::Connecting);
        row("two-factor", P::NeedsTotp, L::None, Condition::NeedsAttention);
        row("scan", P::LoginRequired, L::Fresh, Condition::NeedsAttention);
        row("captcha", P::LoginRequired, L::Captcha, Condition::NeedsAttention);
        row("kicked", P::LoginRequired, L::Kicked, Condition::Failed);
        row("offline", P::LoginRequired, L::OfflineByQq, Condition::Failed);
        row("refused", P::Rejected, L::None, Condition::Failed);
    }
    void aStateIsTheSameOnEverySurface()
    {
        QFETCH(const int, phase);
        QFETCH(const int, login);
        QFETCH(const int, condition);
        AccountSnapshot account = healthy();
        account.session.phase = SessionPhase(phase);
        account.session.login = LoginReason(login);
        open(account);
        showsEverywhere(Condition(condition));
    }

    void aBrokenCheckOrKeyIsTheSameOnEverySurface_data()
    {
        QTest::addColumn<int>("check");
        QTest::addColumn<int>("source");
        QTest::newRow("actions") << int(ReadinessCheck::ActionsAnswer) << 0;
        QTest::newRow("events") << int(ReadinessCheck::EventsFlow) << 0;
        QTest::newRow("sending") << int(ReadinessCheck::SendingProven) << 0;
        QTest::newRow("fallback") << -1 << int(RkeySource::StaleFallback);
        QTest::newRow("remote") << -1 << int(RkeySource::RemoteServer);
    }
    void aBrokenCheckOrKeyIsTheSameOnEverySurface()
    {
        QFETCH(const int, check);
        QFETCH(const int, source);
        AccountSnapshot account = healthy();
        if (check >= 0)
            account.readiness[size_t(check)].state = ReadinessState::Broken;
        open(account);
        if (source > 0) {
            RkeyState keys;
            keys.gateway = account.profile.id;
            keys.source = RkeySource(source);
            engine::Delta delta;
            delta.health.rkeys = {keys};
            m_engine->push(delta);
        }
        showsEverywhere(Condition::Degraded);
        QVERIFY(text::accountWord(m_engine->sessions().accounts().constFirst()).startsWith(u"degraded: "_s));
    }

    void withoutAGatewayNothingIsGreen()
    {
        m_engine = std::make_unique<SampleEngine>(SampleEngine::Fill::Empty);
        openWindow();
        QCOMPARE(named<QPushButton>(u"Incidents"_s)->text(), u"No gateway yet"_s);
        QCOMPARE(named<QLabel>(u"Accounts by state"_s)->text(), u"no gateway yet"_s);
        QCOMPARE(Tray::tipFor({}, {}), u"Rookery: no gateway yet"_s);
        Tray tray(m_theme, nullptr);
        tray.show({}, {});
        QVERIFY(!tray.condition());
    }

    void theGravestIncidentStandsFirstOnStripAndHealth()
    {
        open(healthy());
        engine::Delta delta;
        int id = 0;
        for (const auto &[kind, severity] : {std::pair(IncidentKind::AccountKicked, Severity::Failed),
                                             std::pair(IncidentKind::LoginNeeded, Severity::NeedsHand),
                                             std::pair(IncidentKind::RkeyFallback, Severity::Degraded)}) {
            Incident incident;
            incident.id = IncidentId(++id);
            incident.kind = kind;
            incident.severity = severity;
            incident.gateways = {GatewayId(u"napcat-01"_s)};
            incident.startedAt = fromMSecs(1'795'000'000'000) + seconds(id); // the gravest is the oldest
            delta.health.incidents.append(incident);
        }
        m_engine->push(delta);
        QCOMPARE(cell(u"Incidents"_s, IncidentModel::Title).data().toString(), u"Account kicked offline"_s);
        const auto *strip = m_window->findChild<IncidentStrip *>();
        QVERIFY(strip->findChild<QPushButton *>()->text().contains(u"Account kicked offline"_s));
    }

    void theAgeOnTheStripMovesOn()
    {
        open(healthy());
        Incident incident;
        incident.id = IncidentId(1);
        incident.kind = IncidentKind::RkeyFallback;
        incident.gateways = {GatewayId(u"napcat-01"_s)};
        incident.startedAt = fromMSecs(QDateTime::currentMSecsSinceEpoch()) - seconds(7);
        engine::Delta delta;
        delta.health.incidents = {incident};
        m_engine->push(delta);
        const auto age = [this] {
            const QList<QLabel *> labels = m_window->findChild<IncidentStrip *>()->findChildren<QLabel *>();
            const auto it = std::find_if(labels.cbegin(), labels.cend(), [](const QLabel *label) {
                return label->accessibleDescription() == u"Age of the incident"_s;
            });
            return it == labels.cend() ? QString() : (*it)->text();
        };
        const QString first = age();
        QVERIFY(!first.isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(age() != first, 5'000);
    }
};

ROOKERY_WINDOW_TEST(tst_surfaces, TestSurfaces)
#include "tst_surfaces.moc"
