// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagedriver.h"

#include "pageprobe.h"
#include "support/sampleengine.h"
#include "support/windowtest.h"

#include "ui/kit/heldorder.h"
#include "ui/kit/walltime.h"
#include "ui/overview/accountdrawer.h"
#include "ui/overview/accountmodel.h"
#include "ui/overview/overviewpage.h"
#include "ui/shell/windowdialogs.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <memory>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

class TestOverviewPage final : public TestCase
{
    Q_OBJECT

    Theme m_theme{Theme::Mode::Light};
    std::unique_ptr<SampleEngine> m_engine;
    std::unique_ptr<WindowDialogs> m_dialogs;
    std::unique_ptr<OverviewPage> m_page;

    static Incident incident(qint64 id, IncidentKind kind, Severity severity)
    {
        return {.id = IncidentId(id),
                .kind = kind,
                .severity = severity,
                .cause = u"napcat-01"_s,
                .gateways = {GatewayId(u"napcat-01"_s)},
                .startedAt = WallTime(milliseconds(1'700'000'000'000 + id)),
                .count = 1};
    }
    void open(const QString &gateway) { m_page->showItem({.gateway = GatewayId(gateway)}); }
    [[nodiscard]] QTableView *table() const { return m_page->findChild<QTableView *>(); }
    [[nodiscard]] QStringList gateways() const
    {
        QStringList all;
        for (int row = 0; row < table()->model()->rowCount(); ++row)
            all += table()->model()->index(row, 3).data().toString();
        return all;
    }
    static void point(QWidget *at, QEvent::Type type)
    {
        if (type == QEvent::Enter) {
            QEnterEvent enter({}, {}, {});
            QCoreApplication::sendEvent(at, &enter);
        } else {
            QEvent leave(type);
            QCoreApplication::sendEvent(at, &leave);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_engine = std::make_unique<SampleEngine>();
        m_dialogs = std::make_unique<WindowDialogs>(*m_engine, m_theme);
        m_page = std::make_unique<OverviewPage>(*m_engine, m_theme, *m_dialogs, nullptr);
        m_page->resize(1300, 800);
        m_page->show();
    }
    void cleanup() { m_page.reset(); }

    void theDrawerBeginsWithWhatIsWrongAndLeadsThere()
    {
        engine::Delta delta;
        delta.health.incidents = {incident(901, IncidentKind::RkeyFallback, Severity::Degraded),
                                  incident(902, IncidentKind::AccountKicked, Severity::Failed)};
        m_engine->push(delta);
        open(u"napcat-01"_s);
        auto *drawer = m_page->findChild<AccountDrawer *>();
        QStringList names;
        for (const QPushButton *button : drawer->findChildren<QPushButton *>()) {
            if (button->accessibleName().startsWith(u"Open incident: "))
                names += button->accessibleName();
        }
        QCOMPARE(names,
                 (QStringList{u"Open incident: Account kicked offline"_s,
                              u"Open incident: Picture links run on fallback keys"_s}));
        QSignalSpy wanted(m_page.get(), &Page::navigate);
        named<QPushButton>(drawer, names.first())->click();
        QCOMPARE(wanted.value(0).value(0).value<Destination>().incident, IncidentId(902));
        for (int i = 0; i < 10; ++i) // what wraps asks for its height once it knows its width
            QCoreApplication::sendPostedEvents();
        QCOMPARE(cutTexts(m_page.get()).join(u"; "_s), QString());

        delta.health.incidents.last().endedAt = wallNow();
        m_engine->push(delta);
        QVERIFY(!named<QPushButton>(drawer, u"Open incident: Account kicked offline"_s));
    }

    void theDrawerProbesRestartsAndSends()
    {
        open(u"napcat-01"_s);
        auto *drawer = m_page->findChild<AccountDrawer *>();
        named<QPushButton>(drawer, u"Probe this account's rkey"_s)->click();
        QCOMPARE(m_engine->calls.last(), u"probeRkey napcat-01"_s);
        QSignalSpy wanted(m_page.get(), &Page::navigate);
        named<QPushButton>(drawer, u"Send from here"_s)->click();
        const auto to = wanted.value(0).value(0).value<Destination>();
        QCOMPARE(to.page, PageId::Broadcast);
        QCOMPARE(to.gateway, GatewayId(u"napcat-01"_s));
        QVERIFY(named<QPushButton>(drawer, u"Restart gateway …"_s)->isVisible());

        m_engine->change(GatewayId(u"napcat-01"_s), [](AccountSnapshot &account) {
            account.profile.neverBroadcast = true;
            account.capabilities.remoteRestart = false;
        });
        QVERIFY(!named<QPushButton>(drawer, u"Send from here"_s)->isVisible());
        QVERIFY(!named<QPushButton>(drawer, u"Restart gateway …"_s)->isVisible());
    }

    void rowsStayWhileThePointerIsOverThem()
    {
        const QStringList before = gateways();
        point(table()->viewport(), QEvent::Enter);
        m_engine->change(GatewayId(u"napcat-01"_s),
                         [](AccountSnapshot &account) { account.session.phase = SessionPhase::Rejected; });
        QCOMPARE(gateways(), before);
        point(table()->viewport(), QEvent::Leave);
        QVERIFY(gateways() != before);
    }

    void whatWasHeldIsFilteredAfterwards()
    {
        named<QPushButton>(m_page.get(), u"Show: Failed"_s)->click();
        QVERIFY(!gateways().contains(u"NapCat 01"_s));
        point(table()->viewport(), QEvent::Enter);
        m_engine->change(GatewayId(u"napcat-01"_s),
                         [](AccountSnapshot &account) { account.session.phase = SessionPhase::Rejected; });
        point(table()->viewport(), QEvent::Leave);
        QVERIFY(gateways().contains(u"NapCat 01"_s));
    }

    void whatIsEquallyUrgentStandsByName()
    {
        const QAbstractItemModel *rows = table()->model();
        for (int row = 1; row < rows->rowCount(); ++row) {
            const auto state = [rows](int at) { return rows->index(at, 0).data(AccountModel::ConditionRole).toInt(); };
            if (state(row) == state(row - 1))
                QVERIFY(QString::localeAwareCompare(rows->index(row - 1, 1).data().toString(),
                                                    rows->index(row, 1).data().toString())
                        <= 0);
        }
    }
};

ROOKERY_WINDOW_TEST(tst_overviewpage, TestOverviewPage)
#include "tst_overviewpage.moc"
