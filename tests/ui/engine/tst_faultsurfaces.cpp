// SPDX-License-Identifier: GPL-3.0-or-later
#include "faulttable.h"

#include "app/rookeryctl/names.h"

#include "support/outcome.h"
#include "support/windowtest.h"

#include "engine/engine.h"
#include "gateways/gatewaymodel.h"
#include "health/incidentmodel.h"
#include "model/severity.h"
#include "overview/accountmodel.h"
#include "text/wording.h"
#include "translations/language.h"
#include "ui/kit/statusstyle.h"
#include "ui/shell/incidentstrip.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusline.h"
#include "ui/shell/topbar.h"
#include "ui/shell/tray.h"

#include <QDir>
#include <QElapsedTimer>
#include <QHash>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QSet>
#include <QTableView>
#include <QTemporaryDir>
#include <QTimer>

using namespace rookery;
using namespace rookery::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

//! Until a send counts as unproven, and a heartbeat as missing, with time to spare.
constexpr int kLongest = 180'000;

//! One gateway with one fault.
struct Case {
    Subject subject;
    QString fault;
    FaultRow row;
    GatewayId id;
    std::unique_ptr<sim::SimGateway> sim;
};

//! Returns whether the driver is the one made for this kind of gateway; the others share its wire.
bool isTried(const Subject &subject)
{
    const bool asItself = subject.kind != GatewayKind::OneBot11 || subject.simKind == "onebot11"_L1;
    return asItself && (subject.way == OneBotTransportKind::Socket || subject.way == OneBotTransportKind::Http);
}

//! The few that need no long wait, for the run under the sanitizers (ROOKERY_BRIEF).
bool isInBrief(const Subject &subject, const QString &fault)
{
    static const QSet<QString> faults{QLatin1String(kNoFault), u"kick"_s, u"packet-down"_s, u"totp"_s};
    return subject.kind == GatewayKind::NapCat && faults.contains(fault);
}

QString caseName(const Subject &subject, const QString &fault)
{
    return subjectName(subject) + u": "_s + fault;
}

} // namespace

//! Runs every fault of every kind of simulated gateway, each at a gateway of its own, in one window. No surface may be
//! green where the fault shows, and all must agree about each account. `kFaultRows` lists the faults and their effects.
class TestFaultSurfaces final : public TestCase
{
    Q_OBJECT

    SystemClock m_clock;
    Language m_language;
    Theme m_theme{Theme::Mode::Light};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::map<QString, Case> m_cases; //!< by name
    std::unique_ptr<engine::Engine> m_engine;
    QHash<GatewayId, Condition> m_worst; //!< how bad each was at its worst since its fault is on
    QSet<QString> m_lies; //!< who was green with an open incident, at any moment
    QList<sim::SimGateway *> m_scans; //!< gateways whose code is being scanned
    QTimer m_phone;
    QElapsedTimer m_struck; //!< since all faults are on
    const bool m_isBrief = qEnvironmentVariableIsSet("ROOKERY_BRIEF");
    std::unique_ptr<MainWindow> m_window;

    // --- the gateways ---------------------------------------------------------------------------------

    [[nodiscard]] sim::GatewayOptions optionsFor(const Case &one) const
    {
        sim::GatewayOptions options;
        options.kind = one.subject.simKind;
        options.dialect = one.subject.dialect;
        if (one.subject.generation != 0)
            options.generation = one.subject.generation;
        options.account = QString::number(20001 + m_cases.size());
        options.traffic = one.fault.startsWith("rkey"_L1) ? 5 : 0; // pictures show where keys come from
        const bool loggedOut = one.row.trigger == Trigger::LoggedOut || one.row.trigger == Trigger::Scan;
        options.loggedIn = !loggedOut && takesToken(one.subject.kind);
        if (one.subject.kind == GatewayKind::MonitoredService) {
            options.folder = m_folder->filePath(u"service-"_s + one.fault);
            if (!QDir().mkpath(options.folder))
                qFatal("no folder");
        }
        return options;
    }
    void addCase(const Subject &subject, const QString &fault)
    {
        const FaultRow *row = rowOf(subjectName(subject), fault);
        if (row->trigger == Trigger::LeftOut || (m_isBrief && !isInBrief(subject, fault)))
            return;
        Case one{.subject = subject, .fault = fault, .row = *row, .id = {}, .sim = nullptr};
        one.sim = std::make_unique<sim::SimGateway>(m_clock, optionsFor(one));
        if (!one.sim->start())
            qFatal("no simulated gateway");
        if (row->trigger == Trigger::Connect)
            switchOn(one);
        auto [profile, token] = accessTo(*one.sim, subject);
        profile.name = caseName(subject, fault);
        profile.id = one.id = m_engine->gateways().suggestId(profile.name);
        if (!outcome(m_engine->gateways().add(profile, Redacted<QString>(token))))
            qFatal("not added");
        const bool byScan = !takesToken(subject.kind) && row->trigger != Trigger::LoggedOut;
        if (byScan && row->trigger != Trigger::Scan)
            m_scans.append(one.sim.get());
        m_cases.insert({profile.name, std::move(one)});
    }
    static void switchOn(const Case &one)
    {
        if (one.fault != QLatin1StringView(kNoFault) && !one.sim->setFault(one.fault))
            qFatal("no such fault");
    }
    [[nodiscard]] AccountSnapshot account(const GatewayId &id) const
    {
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        const auto it = std::find_if(accounts.cbegin(), accounts.cend(),
                                     [&id](const AccountSnapshot &snapshot) { return snapshot.profile.id == id; });
        return it == accounts.cend() ? AccountSnapshot() : *it;
    }
    //! It is where its fault can be switched on.
    [[nodiscard]] bool isReady(const Case &one) const
    {
        switch (one.row.trigger) {
        case Trigger::Connect:
        case Trigger::LeftOut:
            return true;
        case Trigger::LoggedOut:
        case Trigger::Scan:
            return !one.sim->qrUrl().isEmpty();
        case Trigger::Nothing:
        case Trigger::Send:
        case Trigger::SendPicture:
            break;
        }
        return account(one.id).session.phase == SessionPhase::Online;
    }
    //! The users of a bot that only answers write to it first.
    void letUsersWrite(const Case &one)
    {
        if (one.subject.kind != GatewayKind::ILink)
            return;
        if (!one.sim->command(u"/message"_s, {{u"from"_s, u"20001"_s}, {u"text"_s, u"hi"_s}}))
            qFatal("nobody writes");
        if (!becomesTrue([this, &one] { return account(one.id).answerable > 0; }))
            qFatal("nobody was heard");
    }
    void send(const Case &one)
    {
        Draft draft;
        draft.text = u"hello"_s;
        draft.pace = {.interval = milliseconds(0), .jitter = 0, .rampUp = false};
        if (one.row.trigger == Trigger::SendPicture)
            draft.pictures = {{m_folder->filePath(u"picture.png"_s)}};
        const Target target = one.subject.kind == GatewayKind::ILink ? Target{ChatKind::Friend, u"20001@im.wechat"_s}
                                                                     : Target{ChatKind::Group, u"30001"_s};
        draft.targets = {{one.id, target, {}}};
        const Result<Plan> plan = outcome(m_engine->broadcasts().plan(draft));
        if (!plan || !plan->sendable() || !outcome(m_engine->broadcasts().enqueue(*plan)))
            qFatal("%s cannot send", qPrintable(caseName(one.subject, one.fault)));
    }
    void strike(const Case &one)
    {
        const bool sends = one.row.trigger == Trigger::Send || one.row.trigger == Trigger::SendPicture;
        if (sends && one.subject.kind != GatewayKind::MonitoredService)
            letUsersWrite(one);
        m_worst.remove(one.id);
        if (one.row.trigger != Trigger::Connect)
            switchOn(one);
        if (sends && one.subject.kind != GatewayKind::MonitoredService)
            send(one);
        if (one.row.trigger == Trigger::Scan)
            m_scans.append(one.sim.get());
        if (one.fault == "giant-frame"_L1) // 60 MB each: one after the other
            static_cast<void>(becomesTrue([this, &one] { return m_worst.value(one.id) >= one.row.atLeast; }));
    }
    void watch(const engine::SessionChanges &changes)
    {
        const QList<Incident> incidents = m_engine->health().incidents();
        for (const AccountSnapshot &told : changes.accounts) {
            const GatewayId &id = told.profile.id;
            m_worst[id] = std::max(m_worst.value(id), told.condition.condition);
            if (told.condition.condition == Condition::Working && !openOf(id, incidents).isEmpty())
                m_lies.insert(told.profile.name);
        }
    }
    [[nodiscard]] static QList<Incident> openOf(const GatewayId &id, const QList<Incident> &incidents)
    {
        QList<Incident> open;
        std::copy_if(incidents.cbegin(), incidents.cend(), std::back_inserter(open),
                     [&id](const Incident &incident) { return incident.isOpen() && incident.gateways.contains(id); });
        return open;
    }

    // --- the surfaces ---------------------------------------------------------------------------------

    template <class Widget>
    [[nodiscard]] Widget *named(const QString &name) const
    {
        const QList<Widget *> widgets = m_window->findChildren<Widget *>();
        const auto it = std::find_if(widgets.cbegin(), widgets.cend(),
                                     [&name](const Widget *widget) { return widget->accessibleName() == name; });
        if (it == widgets.cend())
            qFatal("no %s", qPrintable(name));
        return *it;
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
    [[nodiscard]] QModelIndex inOverview(const AccountSnapshot &told) const
    {
        return find(u"Accounts"_s, AccountModel::Gateway, told.profile.name, AccountModel::State);
    }
    [[nodiscard]] QImage shapeOf(Condition condition) const
    {
        const StatusStyle look = statusStyle(condition);
        return m_theme.statusIcon(look, 14).pixmap(14).toImage();
    }
    [[nodiscard]] static QString groupOf(Condition condition)
    {
        switch (condition) {
        case Condition::Stopped:
            return u"Stopped"_s;
        case Condition::Working:
            return u"Working"_s;
        case Condition::Unproven:
            return u"Not proven"_s;
        case Condition::Connecting:
            return u"Connecting"_s;
        case Condition::Degraded:
            return u"Degraded"_s;
        case Condition::NeedsAttention:
            return u"Attention"_s;
        case Condition::Failed:
            return u"Failed"_s;
        }
        return {};
    }
    void choose(const QString &group) { named<QPushButton>(u"Show: "_s + group)->click(); }
    [[nodiscard]] bool isShown(const AccountSnapshot &told, Condition group)
    {
        choose(groupOf(group));
        const bool shown = inOverview(told).isValid();
        choose(u"All"_s);
        return shown;
    }
    //! Rows, filters, gateway list and `rookeryctl status`.
    void rowsAgree(const AccountSnapshot &told)
    {
        const Condition condition = told.condition.condition;
        const bool green = condition == Condition::Working;
        const QModelIndex row = inOverview(told);
        QVERIFY(row.isValid());
        const QString overview = row.data().toString();
        QCOMPARE(Condition(row.data(AccountModel::ConditionRole).toInt()), condition);
        QCOMPARE(row.data(Qt::DecorationRole).value<QIcon>().pixmap(14).toImage(), shapeOf(condition));
        QVERIFY(isShown(told, condition));
        QCOMPARE(isShown(told, Condition::Working), green);
        const QModelIndex listed = find(u"Gateways"_s, GatewayModel::Id, told.profile.id.value(), GatewayModel::State);
        QCOMPARE(listed.data().toString(), text::accountWord(told));
        QCOMPARE(listed.data(Qt::DecorationRole).value<QIcon>().pixmap(14).toImage(), shapeOf(condition));
        const QJsonObject status = ctl::toJson(told);
        QCOMPARE(status.value("condition"_L1).toString() == "working"_L1, green);
        for (const QString &word : {overview, listed.data().toString(), status.value("word"_L1).toString()}) {
            const bool good = word == "online"_L1 || word.startsWith("online, no bot"_L1);
            QCOMPARE(good, green);
        }
    }
    //! Status line, tray, top bar and strip, as they are when this account is the only one.
    void showsAlone(const AccountSnapshot &told, const QList<Incident> &open)
    {
        const Condition condition = told.condition.condition;
        const bool green = condition == Condition::Working;
        StatusLine line(m_theme, false, nullptr);
        line.showAccounts({told});
        const QList<QLabel *> labels = line.findChildren<QLabel *>();
        const auto counts = std::find_if(labels.cbegin(), labels.cend(), [](const QLabel *label) {
            return label->accessibleName() == u"Accounts by state"_s;
        });
        QCOMPARE((*counts)->text() == "1 online"_L1, green);
        Tray tray(m_theme, nullptr);
        tray.show({told}, open);
        QCOMPARE(*tray.condition(), condition);
        const QString tip = Tray::tipFor({told}, open);
        QCOMPARE(tip == "Rookery: all accounts work"_L1, green);
        QCOMPARE(tip.contains("need attention"_L1) || tip.contains("needs attention"_L1),
                 asksForAttention(condition) || tip == "Rookery: nothing needs attention"_L1);
        TopBar bar(m_theme, u"en"_s, nullptr);
        bar.setIncidents(int(open.size()), worstCondition({told}, open));
        const QList<QPushButton *> buttons = bar.findChildren<QPushButton *>();
        const auto button = std::find_if(buttons.cbegin(), buttons.cend(), [](const QPushButton *one) {
            return one->accessibleName() == u"Incidents"_s;
        });
        QCOMPARE((*button)->text(), open.isEmpty() ? u"No incidents"_s : u"Incidents: %1"_s.arg(open.size()));
        const QImage check = m_theme.icon(u"check"_s, Role::Working).pixmap(14).toImage();
        QCOMPARE((*button)->icon().pixmap(14).toImage() == check, green);
        QWidget unseen;
        IncidentStrip strip(m_theme, &unseen);
        AccountNames names;
        names.read(*m_engine);
        strip.show(open, names);
        const auto grave = std::count_if(open.cbegin(), open.cend(),
                                         [](const Incident &incident) { return incident.severity != Severity::Info; });
        QCOMPARE(strip.isHidden(), grave == 0);
        if (grave > 0) {
            const Incident &gravest = *std::min_element(open.cbegin(), open.cend(), isGraver);
            QVERIFY(strip.findChild<QPushButton *>()->text().contains(text::incidentTitle(gravest)));
        }
    }
    void healthTells(const Incident &incident)
    {
        const QAbstractItemModel *model = named<QTableView>(u"Incidents"_s)->model();
        bool told = false;
        for (int row = 0; row < model->rowCount() && !told; ++row)
            told = model->index(row, IncidentModel::Title).data().toString() == text::incidentTitle(incident)
                && model->index(row, IncidentModel::State).data().toString() == u"open"_s;
        QVERIFY2(told, qPrintable(text::incidentTitle(incident)));
    }
    //! Counts, status line and top bar of the window, over all accounts.
    void aggregatesAgree()
    {
        QHash<Condition, int> counts;
        int online = 0;
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        for (const AccountSnapshot &told : accounts) {
            const Condition condition = told.condition.condition;
            ++counts[condition];
            online += condition == Condition::Working ? 1 : 0;
        }
        for (int i = 0; i < kConditionCount; ++i) {
            const QString group = groupOf(Condition(i));
            QCOMPARE(named<QPushButton>(u"Show: "_s + group)->text(),
                     u"%1  %2"_s.arg(group).arg(counts.value(Condition(i))));
        }
        QVERIFY(named<QLabel>(u"Accounts by state"_s)->text().startsWith(u"%1 online"_s.arg(online)));
        const QList<Incident> incidents = m_engine->health().incidents();
        const auto open = std::count_if(incidents.cbegin(), incidents.cend(),
                                        [](const Incident &incident) { return incident.isOpen(); });
        QCOMPARE(named<QPushButton>(u"Incidents"_s)->text(), u"Incidents: %1"_s.arg(open));
        QCOMPARE(*worstCondition(accounts, incidents), Condition::Failed);
    }
    //! All of them show meanwhile: the time is counted once.
    [[nodiscard]] int patience() const { return int(std::max<qint64>(3'000, kLongest - m_struck.elapsed())); }
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
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QImage picture(64, 64, QImage::Format_RGB32);
        picture.fill(Qt::red);
        if (!picture.save(m_folder->filePath(u"picture.png"_s)))
            qFatal("no picture");
        auto started =
            engine::Engine::start({.profileFolder = m_folder->filePath(u"profile"_s), .memorySecrets = true});
        if (!started)
            qFatal("no engine");
        m_engine = std::move(*started);
        connect(&m_engine->sessions(), &engine::SessionService::changed, this, &TestFaultSurfaces::watch);
        // the phone tries again until the code is one that can be confirmed
        connect(&m_phone, &QTimer::timeout, this, [this] {
            m_scans.removeIf([](sim::SimGateway *sim) {
                static_cast<void>(sim->scanQr());
                return sim->confirmQr().has_value();
            });
        });
        m_phone.start(100);
        QSet<QString> known{QLatin1String(kNoFault)};
        for (const Subject &subject : subjects()) {
            if (!isTried(subject))
                continue;
            addCase(subject, QLatin1StringView(kNoFault));
            const QList<sim::FaultInfo> faults = sim::SimGateway::knownFaults(subject.simKind);
            for (const sim::FaultInfo &fault : faults) {
                known.insert(fault.name);
                QVERIFY2(rowOf(subjectName(subject), fault.name), qPrintable(caseName(subject, fault.name)));
                addCase(subject, fault.name);
            }
        }
        for (const FaultRow &row : kFaultRows) // the table speaks of faults that exist
            QVERIFY2(known.contains(QLatin1String(row.fault)), row.fault);
        for (const auto &[name, one] : m_cases)
            QTRY_VERIFY2_WITH_TIMEOUT(isReady(one), qPrintable(name), 60'000);
        openWindow();
        m_struck.start();
        for (const auto &entry : m_cases)
            strike(entry.second);
    }
    void cleanupTestCase()
    {
        m_phone.stop();
        m_window.reset();
        m_engine.reset();
        m_cases.clear();
    }

    void noFaultIsGreenOnAnySurface_data()
    {
        QTest::addColumn<QString>("name");
        // what shows late has shown when the first ones were waited for
        for (const bool shows : {true, false}) {
            for (const auto &[name, one] : m_cases) {
                if ((one.row.atLeast > Condition::Working) == shows)
                    QTest::newRow(qPrintable(name)) << name;
            }
        }
    }
    void noFaultIsGreenOnAnySurface()
    {
        QFETCH(const QString, name);
        const Case &one = m_cases.at(name);
        const Case &control = m_cases.at(caseName(one.subject, QLatin1StringView(kNoFault)));
        if (one.row.atLeast > Condition::Working)
            QTRY_VERIFY2_WITH_TIMEOUT(std::max(m_worst.value(one.id), account(one.id).condition.condition)
                                          >= one.row.atLeast,
                                      qPrintable(text::accountWord(account(one.id))), patience());
        else
            QTRY_COMPARE_WITH_TIMEOUT(account(one.id).condition.condition, account(control.id).condition.condition,
                                      patience());
        const AccountSnapshot told = account(one.id);
        const QList<Incident> open = openOf(one.id, m_engine->health().incidents());
        QCOMPARE(told.condition.openIncidents, int(open.size()));
        QVERIFY(open.isEmpty() || told.condition.condition != Condition::Working);
        rowsAgree(told);
        showsAlone(told, open);
        for (const Incident &incident : open)
            healthTells(incident);
        aggregatesAgree();
    }

    void noAccountWasGreenWithAnOpenIncidentAtAnyMoment()
    {
        QVERIFY2(m_lies.isEmpty(), qPrintable(QStringList(m_lies.cbegin(), m_lies.cend()).join(u", "_s)));
    }
};

ROOKERY_WINDOW_TEST(tst_faultsurfaces, TestFaultSurfaces)
#include "tst_faultsurfaces.moc"
