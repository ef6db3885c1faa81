// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rookery-sim/napcat/napcatdialect.h"
#include "app/rookery-sim/simgateway.h"
#include "support/outcome.h"
#include "support/testcase.h"

#include "engine/engine.h"
#include "model/severity.h"
#include "models/accountmodel.h"
#include "models/gatewaymodel.h"
#include "models/incidentmodel.h"
#include "text/wording.h"
#include "translations/language.h"
#include "ui/mainwindow.h"

#include <QHash>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

//! When a fault shows in the state of an account through which nothing is sent.
enum class Shows {
    Online, //!< switched on while the account is online
    AtStart, //!< switched on before the console connects
    LoggedOut, //!< while the account waits for a scan
};

struct Row {
    const char *fault;
    Shows when = Shows::Online;
    Condition atLeast = Condition::Stopped;
};

constexpr Row kRows[] = {
    {"kick", Shows::Online, Condition::Failed},
    {"status-offline", Shows::Online, Condition::Failed},
    {"restart", Shows::Online, Condition::NeedsAttention},
    {"garbage", Shows::Online, Condition::Connecting},
    {"giant-frame", Shows::Online, Condition::Connecting},
    {"half-open", Shows::Online, Condition::Connecting},
    {"wrong-server", Shows::AtStart, Condition::Connecting},
    {"login-rate-limit", Shows::AtStart, Condition::Connecting},
    {"mute-handshake", Shows::AtStart, Condition::Connecting},
    {"slow-loris", Shows::AtStart, Condition::Connecting},
    {"totp", Shows::AtStart, Condition::NeedsAttention},
    {"packet-down", Shows::AtStart, Condition::Degraded},
    {"rkey-504", Shows::Online, Condition::Degraded},
    {"rkey-stale", Shows::Online, Condition::Degraded},
    {"rkey-native-latched", Shows::Online, Condition::Degraded},
    {"rkey-native-failing", Shows::Online, Condition::Degraded},
    {"qr-refresh-same", Shows::LoggedOut, Condition::NeedsAttention},
    {"qr-expire-soon", Shows::LoggedOut, Condition::NeedsAttention},
    {"duplicate-login", Shows::LoggedOut, Condition::NeedsAttention},
};

const Row *rowOf(const QString &fault)
{
    const auto *const it = std::find_if(std::begin(kRows), std::end(kRows),
                                        [&fault](const Row &row) { return fault == QLatin1StringView(row.fault); });
    return it == std::end(kRows) ? nullptr : it;
}

} // namespace

//! Every fault of the simulated NapCat at a gateway of its own, in one window: no surface is green where it shows, and
//! all of them say the same about each account.
class TestFaultSurfaces final : public TestCase
{
    Q_OBJECT

    SystemClock m_clock;
    Language m_language;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<QString, std::unique_ptr<sim::SimGateway>> m_sims;
    std::unique_ptr<engine::Engine> m_engine;
    QHash<QString, Condition> m_worst; //!< how bad each was at its worst
    std::unique_ptr<MainWindow> m_window;

    void addGateway(const QString &fault, int number)
    {
        const Row *row = rowOf(fault);
        sim::GatewayOptions options;
        options.account = QString::number(20001 + number);
        options.traffic = fault.startsWith("rkey"_L1) ? 5 : 0; // pictures show where keys come from
        options.loggedIn = !row || row->when != Shows::LoggedOut;
        auto sim = std::make_unique<sim::SimGateway>(m_clock, options);
        if (!sim->start())
            qFatal("no simulated gateway");
        if (row && row->when == Shows::AtStart && !sim->setFault(fault))
            qFatal("no such fault");
        GatewayProfile profile;
        profile.id = GatewayId(fault);
        engine::Engine::setAddress(profile, sim->webUiUrl());
        if (!outcome(m_engine->addGateway(profile, Redacted<QString>(sim->token()))))
            qFatal("not added");
        m_sims.insert({fault, std::move(sim)});
    }
    [[nodiscard]] AccountSnapshot account(const QString &id) const
    {
        const QList<AccountSnapshot> accounts = m_engine->accounts();
        const auto it = std::find_if(accounts.cbegin(), accounts.cend(), [&id](const AccountSnapshot &snapshot) {
            return snapshot.profile.id.value() == id;
        });
        return it == accounts.cend() ? AccountSnapshot() : *it;
    }
    template <class Widget>
    [[nodiscard]] Widget *named(const QString &name) const
    {
        const QList<Widget *> widgets = m_window->findChildren<Widget *>();
        const auto it = std::find_if(widgets.cbegin(), widgets.cend(),
                                     [&name](const Widget *widget) { return widget->accessibleName() == name; });
        return it == widgets.cend() ? nullptr : *it;
    }
    //! The row of a gateway in a table, by the text of one of its columns.
    [[nodiscard]] QModelIndex find(const QString &table, int column, const QString &text, int wanted) const
    {
        const QAbstractItemModel *model = named<QTableView>(table)->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, column).data().toString() == text)
                return model->index(row, wanted);
        }
        return {};
    }
    //! Row, gateway list and the words that rookeryctl prints say the same.
    void surfacesAgree(const QString &id)
    {
        const AccountSnapshot told = account(id);
        const Condition condition = told.condition.condition;
        const QModelIndex row = find(u"Accounts"_s, AccountModel::Gateway, id, AccountModel::State);
        QCOMPARE(Condition(row.data(AccountModel::ConditionRole).toInt()), condition);
        const QModelIndex listed = find(u"Gateways"_s, GatewayModel::Id, id, GatewayModel::State);
        QCOMPARE(listed.data().toString(), text::accountWord(told));
        const bool online = told.session.phase == SessionPhase::Online;
        QCOMPARE(row.data().toString() == u"online"_s, online && condition == Condition::Working);
        const QList<Incident> incidents = m_engine->incidents();
        const auto open = std::count_if(incidents.cbegin(), incidents.cend(), [&id](const Incident &incident) {
            return incident.isOpen() && incident.gateways.contains(GatewayId(id));
        });
        QCOMPARE(told.condition.openIncidents, int(open));
        QVERIFY(open == 0 || condition != Condition::Working);
    }
    void aggregatesAgree()
    {
        int working = 0;
        int online = 0;
        const QList<AccountSnapshot> accounts = m_engine->accounts();
        for (const AccountSnapshot &told : accounts) {
            const bool works = told.condition.condition == Condition::Working;
            working += works ? 1 : 0;
            online += works && told.session.phase == SessionPhase::Online ? 1 : 0;
        }
        QCOMPARE(named<QPushButton>(u"Show: Working"_s)->text(), u"Working  %1"_s.arg(working));
        QVERIFY(named<QLabel>(u"Accounts by state"_s)->text().startsWith(u"%1 online"_s.arg(online)));
        QCOMPARE(*worstCondition(accounts, m_engine->incidents()), Condition::Failed);
    }

    void prepare() override
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto started =
            engine::Engine::start({.profileFolder = m_folder->filePath(u"profile"_s), .memorySecrets = true});
        if (!started)
            qFatal("no engine");
        m_engine = std::move(*started);
    }
    void finish() override
    {
        m_window.reset();
        m_engine.reset();
        m_sims.clear();
    }

private Q_SLOTS:
    void noFaultIsGreenOnAnySurface()
    {
        const QList<sim::FaultInfo> faults = sim::napcat::knownFaults();
        for (const Row &row : kRows) // the table speaks of faults that exist
            QVERIFY2(
                std::any_of(faults.cbegin(), faults.cend(),
                            [&row](const sim::FaultInfo &fault) { return fault.name == QLatin1StringView(row.fault); }),
                row.fault);
        int number = 0;
        for (const sim::FaultInfo &fault : faults) {
            if (fault.name != u"log-storm"_s) // only much of the same
                addGateway(fault.name, ++number);
        }
        for (const auto &[fault, sim] : m_sims) {
            const Row *row = rowOf(fault);
            if (!row || row->when == Shows::Online)
                QTRY_VERIFY2_WITH_TIMEOUT(account(fault).session.phase == SessionPhase::Online, qPrintable(fault),
                                          30'000);
        }
        WindowOptions options;
        options.language = u"en"_s;
        options.useLanguage = [this](const QString &wanted) { return m_language.use(wanted); };
        m_window = std::make_unique<MainWindow>(*m_engine, options);
        m_window->show();
        for (const QString &page : {u"health"_s, u"gateways"_s, u"overview"_s})
            m_window->showPage(page);
        connect(m_engine.get(), &engine::Engine::changed, m_window.get(), [this](const engine::Delta &delta) {
            for (const AccountSnapshot &told : delta.accounts)
                m_worst[told.profile.id.value()] =
                    std::max(m_worst.value(told.profile.id.value()), told.condition.condition);
        });
        for (const auto &[fault, sim] : m_sims) {
            const Row *row = rowOf(fault);
            if (!row || row->when != Shows::AtStart)
                QVERIFY2(sim->setFault(fault), qPrintable(fault));
        }
        for (const Row &row : kRows)
            QTRY_VERIFY2_WITH_TIMEOUT(
                std::max(m_worst.value(QLatin1String(row.fault)), account(QLatin1String(row.fault)).condition.condition)
                    >= row.atLeast,
                row.fault, 60'000);
        for (const auto &one : m_sims) {
            surfacesAgree(one.first);
            if (QTest::currentTestFailed())
                qFatal("at %s", qPrintable(one.first));
        }
        aggregatesAgree();
    }
};

QTEST_MAIN(TestFaultSurfaces)
#include "tst_faultsurfaces.moc"
