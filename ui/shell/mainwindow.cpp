// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "base/reasons/gateway.h"
#include "broadcast/broadcastpage.h"
#include "commandpalette.h"
#include "demo/democard.h"
#include "demo/demostory.h"
#include "gateways/gatewayspage.h"
#include "health/healthpage.h"
#include "incidentstrip.h"
#include "kit/democontrol.h"
#include "kit/dialog.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "login/loginpage.h"
#include "logs/logspage.h"
#include "model/severity.h"
#include "navigation.h"
#include "overview/overviewpage.h"
#include "rkey/rkeypage.h"
#include "settings/backupdialog.h"
#include "settingsopener.h"
#include "statusline.h"
#include "text/wording.h"
#include "topbar.h"
#include "tray.h"
#include "windowdialogs.h"
#include "windowlifecycle.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedWidget>
#include <QStyleHints>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <type_traits>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Returns the first shown control inside that takes the focus by Tab.
QWidget *firstTabStop(const QWidget *pane)
{
    for (QWidget *at = pane->nextInFocusChain(); at && at != pane; at = at->nextInFocusChain()) {
        if (pane->isAncestorOf(at) && at->isVisible() && at->isEnabled() && (at->focusPolicy() & Qt::TabFocus))
            return at;
    }
    return nullptr;
}

} // namespace

MainWindow::MainWindow(engine::Engine &engine, WindowOptions options)
    : m_engine(engine)
    , m_options(std::move(options))
    , m_platform(QApplication::palette())
{
    setWindowIcon(QIcon(u":/icons/rookery.svg"_s));
    setMinimumSize(800, 500);
    // A laptop's screen may be smaller, and not every window manager shrinks a window to fit.
    resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    if (!m_options.hasTray)
        m_options.hasTray = &Tray::isThere;
    m_lifecycle = new WindowLifecycle(
        engine, this, [this](QJsonObject &state) { collectState(state); }, m_options.hasTray);
    connect(m_lifecycle, &WindowLifecycle::quitWanted, this, &MainWindow::quitWanted);
    connect(m_lifecycle, &WindowLifecycle::saveTroubleChanged, this, &MainWindow::showStorage);
    m_settings = new SettingsOpener(engine, this, m_options.hasTray);
    if (m_options.demo)
        m_story = std::make_unique<DemoStory>(engine, *m_options.demo);
    m_applied = engine.profile().settings();
    m_wantedLanguage = m_options.language.isEmpty() ? m_applied.language : m_options.language;
    m_language = m_options.useLanguage ? m_options.useLanguage(m_wantedLanguage) : m_wantedLanguage;
    m_wantedTheme = m_options.theme.isEmpty() ? m_applied.theme : m_options.theme;
    m_theme = std::make_unique<Theme>(Theme::modeFor(m_wantedTheme, m_platform));
    const QList<Entry> pages = entries();
    for (const Entry &page : pages) {
        if (page.entry.key == m_lifecycle->state().value(u"page"_s).toString())
            m_current = page.entry.id;
    }
    buildActions();
    build();
    m_lifecycle->restoreGeometry();

    m_rate = new QTimer(this);
    m_rate->setInterval(2000);
    connect(m_rate, &QTimer::timeout, this, [this] { m_status->showEvents(m_engine.sessions().eventsPerSecond()); });
    connect(&engine.sessions(), &engine::SessionService::changed, this, [this](const engine::SessionChanges &changes) {
        showAccounts();
        if (m_names.apply(changes))
            showIncidents();
    });
    connect(&engine.health(), &engine::HealthService::changed, this, [this](const engine::HealthChanges &changes) {
        if (changes.incidents.isEmpty())
            return;
        showAccounts();
        showIncidents();
        m_tray->showIncidents(changes.incidents, m_names);
    });
    connect(&engine.broadcasts(), &engine::BroadcastService::changed, this, &MainWindow::showQueue);
    if (m_options.demo) {
        connect(m_options.demo, &DemoControl::failed, this, [this](const QString &detail) {
            tell(this, *m_theme, tr("Could not run the gateways of the demo"),
                 Error{.kind = ErrorKind::Offline, .reason = Reason::ProgramNotStarted, .detail = detail});
        });
    }
    connect(&engine.profile(), &engine::ProfileService::settingsChanged, this, &MainWindow::applySettings);
    connect(&engine.profile(), &engine::ProfileService::keyringChanged, this,
            [this](KeyringState state) { m_status->showKeyring(state); });
    connect(&engine.broadcasts(), &engine::BroadcastService::sendingStoppedChanged, this, [this](bool stopped) {
        m_bar->setSendingStopped(stopped);
        m_tray->setSendingStopped(stopped);
    });
    connect(&engine.profile(), &engine::ProfileService::storageTrouble, this, [this](const Error &error) {
        m_trouble = error;
        showStorage();
    });
    connect(&engine.profile(), &engine::ProfileService::databaseRestored, this, [this](int deliveries) {
        m_restoredDeliveries = deliveries;
        showRestored();
    });
    connect(&engine.profile(), &engine::ProfileService::storageRecovered, this, [this] {
        m_trouble.reset();
        showStorage();
        m_lifecycle->storageRecovered();
    });
}

MainWindow::~MainWindow()
{
    // Deletes the pages, and the settings window, before the theme that they read.
    m_settings->suspend();
    delete takeCentralWidget();
}

QList<MainWindow::Entry> MainWindow::entries()
{
    const auto maker = [this]<class PageType>(std::type_identity<PageType>) -> std::function<Page *()> {
        return [this] { return new PageType(m_engine, *m_theme, m_stack); };
    };
    const auto makerOfDialogs = [this]<class PageType>(std::type_identity<PageType>) -> std::function<Page *()> {
        return [this] { return new PageType(m_engine, *m_theme, *m_dialogs, m_stack); };
    };
    return {
        {{PageId::Overview, u"overview"_s, tr("Overview")}, makerOfDialogs(std::type_identity<OverviewPage>{})},
        {{PageId::Login, u"login"_s, tr("Login")},
         [this] { return new LoginPage(m_engine, *m_theme, *m_dialogs, m_options.demo, m_stack); }},
        {{PageId::Broadcast, u"broadcast"_s, tr("Broadcast")}, maker(std::type_identity<BroadcastPage>{})},
        {{PageId::Rkey, u"rkey"_s, tr("rkey")}, maker(std::type_identity<RkeyPage>{})},
        {{PageId::Logs, u"logs"_s, tr("Logs")}, maker(std::type_identity<LogsPage>{})},
        {{PageId::Health, u"health"_s, tr("Health")}, maker(std::type_identity<HealthPage>{})},
        {{PageId::Gateways, u"gateways"_s, tr("Gateways")}, makerOfDialogs(std::type_identity<GatewaysPage>{})},
    };
}

void MainWindow::build()
{
    if (m_palette)
        m_palette->close();
    m_settings->suspend();
    m_tray.reset();
    delete takeCentralWidget();
    m_theme->applyTo(*qApp);
    m_dialogs = std::make_unique<WindowDialogs>(
        m_engine, *m_theme, [this](QDialog *over) { m_settings->openOver(*m_theme, SettingsSection::Security, over); });
    m_entries = entries();
    setCentralWidget(centre());
    connectTopBar();
    buildTray();
    showShellState();
    m_strip->setExpanded(m_lifecycle->state().value(u"stripExpanded"_s).toBool());
    navigateTo({.page = m_current});
    m_settings->resume(*m_theme);
}

QWidget *MainWindow::centre()
{
    auto *centre = new QWidget(this);
    auto *outer = new QVBoxLayout(centre);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_bar = new TopBar(*m_theme, m_language, centre);
    outer->addWidget(m_bar);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    QList<PageEntry> pages;
    for (const Entry &entry : std::as_const(m_entries))
        pages.append(entry.entry);
    m_navigation = new Navigation(*m_theme, pages, centre);
    connect(m_navigation, &Navigation::chosen, this, [this](PageId page) { navigateTo({.page = page}); });
    middle->addWidget(m_navigation);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    auto *strips = new QVBoxLayout;
    strips->setContentsMargins(16, 6, 16, 0);
    strips->setSpacing(4);
    m_storage = new QFrame(centre);
    setStrip(m_storage, Role::Failed);
    m_storageText = makeLabel({}, LabelKind::Strong, m_storage);
    m_storageText->setWordWrap(true);
    m_storageText->setAccessibleName(tr("Storage trouble"));
    auto *storage = new QHBoxLayout(m_storage);
    storage->addWidget(m_storageText);
    m_storage->hide();
    strips->addWidget(m_storage);
    strips->addWidget(restoredStrip(centre));
    m_steps = nullptr;
    if (m_story) {
        auto *card = new DemoCard(*m_story, *m_options.demo, m_engine, *m_theme, centre);
        m_steps = card;
        connect(card, &DemoCard::navigate, this, &MainWindow::navigateTo);
        connect(card, &DemoCard::notice, this, &MainWindow::showNotice);
        strips->addWidget(card);
    }
    m_strip = new IncidentStrip(*m_theme, centre);
    connect(m_strip, &IncidentStrip::opened, this,
            [this](const Incident &incident) { navigateTo({.page = PageId::Health, .incident = incident.id}); });
    strips->addWidget(m_strip);
    right->addLayout(strips);
    m_stack = new QStackedWidget(centre);
    right->addWidget(m_stack, 1);
    middle->addLayout(right, 1);
    outer->addLayout(middle, 1);
    m_status = new StatusLine(*m_theme, m_options.demo != nullptr, centre);
    outer->addWidget(m_status);
    return centre;
}

QFrame *MainWindow::restoredStrip(QWidget *parent)
{
    m_restored = new QFrame(parent);
    setStrip(m_restored, Role::NeedsHand);
    m_restoredText = makeLabel({}, LabelKind::Strong, m_restored);
    m_restoredText->setWordWrap(true);
    m_restoredText->setAccessibleName(tr("Older database"));
    auto *look = makeButton(tr("Show deliveries"), ButtonKind::Plain, m_restored);
    connect(look, &QPushButton::clicked, this, [this] {
        m_restoredDeliveries.reset();
        showRestored();
        navigateTo({.page = PageId::Broadcast, .deliveries = DeliveryState::Unknown});
    });
    auto *row = new QHBoxLayout(m_restored);
    row->addWidget(m_restoredText, 1);
    row->addWidget(look);
    m_restored->hide();
    return m_restored;
}

void MainWindow::connectTopBar()
{
    connect(m_bar, &TopBar::searchWanted, this, &MainWindow::openPalette);
    connect(m_bar, &TopBar::incidentsWanted, this, [this] { navigateTo({.page = PageId::Health}); });
    connect(m_bar, &TopBar::stopSendingWanted, this, &MainWindow::stopSending);
    // Queued, because the pressed button is deleted with the whole bar.
    connect(m_bar, &TopBar::languageWanted, this, &MainWindow::setLanguage, Qt::QueuedConnection);
    connect(m_bar, &TopBar::themeWanted, this, &MainWindow::setTheme, Qt::QueuedConnection);
    connect(m_bar, &TopBar::navigate, this, &MainWindow::navigateTo);
    connect(m_bar, &TopBar::settingsWanted, this, [this] { m_settings->open(*m_theme); });
    connect(m_bar, &TopBar::backupWanted, this, [this] {
        const auto notice = [this](const QString &words) { showNotice(words); };
        (new BackupDialog(m_engine, *m_theme, this, notice))->open();
    });
    connect(m_bar, &TopBar::quitWanted, this, &MainWindow::askBeforeQuit);
}

void MainWindow::showNotice(const QString &words)
{
    m_status->showNotice(text::shownWords(words, m_engine.profile().settings().maskNumbers));
}

void MainWindow::buildActions()
{
    const auto add = [this](const QKeySequence &keys, std::function<void()> action) {
        auto *shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, this, [run = std::move(action)] { run(); });
    };
    for (int i = 0; i < kPageCount; ++i)
        add(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)), [this, id = PageId(i)] { navigateTo({.page = id}); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { openPalette(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_F), [this] { page(m_current)->focusFilter(); });
    add(QKeySequence(Qt::Key_F6), [this] { nextPane(1); });
    add(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { nextPane(-1); });
    add(QKeySequence(Qt::Key_F5), [this] { page(m_current)->refresh(); });
    add(QKeySequence(Qt::Key_Escape), [this] { page(m_current)->escape(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { m_settings->open(*m_theme); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { askBeforeQuit(); });
}

void MainWindow::nextPane(int step)
{
    // reading order: bar, pages, strips above the page, the page with its lists
    QList<QWidget *> panes{m_bar, m_navigation, m_steps, m_restored, m_strip, page(m_current)};
    const QList<QAbstractItemView *> lists = page(m_current)->findChildren<QAbstractItemView *>();
    for (QAbstractItemView *list : lists) {
        if (!qobject_cast<QHeaderView *>(list))
            panes.append(list);
    }
    panes.removeIf([](const QWidget *pane) { return !pane || !pane->isVisible() || !pane->isEnabled(); });
    const QWidget *focused = focusWidget();
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focused && (panes.at(i) == focused || panes.at(i)->isAncestorOf(focused)))
            at = i;
    }
    for (qsizetype tries = 0; tries < panes.size(); ++tries) {
        at = (at + step + panes.size()) % panes.size();
        QWidget *pane = panes.at(at);
        QWidget *first = pane->focusPolicy() & Qt::TabFocus ? pane : firstTabStop(pane);
        if (!first)
            continue;
        first->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void MainWindow::buildTray()
{
    m_tray = std::make_unique<Tray>(*m_theme, nullptr);
    m_tray->setNotifications(m_applied.notifications);
    m_tray->muteUntil(m_mutedUntil);
    connect(m_tray.get(), &Tray::openWanted, m_lifecycle, &WindowLifecycle::bringToFront);
    connect(m_tray.get(), &Tray::placeWanted, this, &MainWindow::openPlace);
    connect(m_tray.get(), &Tray::stopSendingWanted, this, &MainWindow::stopSending);
    connect(m_tray.get(), &Tray::muteWanted, this, &MainWindow::muteUntil);
    connect(m_tray.get(), &Tray::quitWanted, this, &MainWindow::askBeforeQuit);
    connect(m_tray.get(), &Tray::scanNeeded, this, [] { QApplication::beep(); });
}

void MainWindow::open(bool minimised)
{
    if (!minimised)
        show();
    else if (!m_lifecycle->hasTray()) // nothing else could bring it back
        showMinimized();
}

void MainWindow::openAgain(const QString &language, const QString &theme)
{
    // an open question keeps the theme that it was made with
    if (!QApplication::activeModalWidget()) {
        if (!language.isEmpty() && language != m_language)
            showLanguage(language);
        if (!theme.isEmpty() && theme != m_wantedTheme)
            showTheme(theme);
    }
    m_lifecycle->bringToFront();
}

void MainWindow::openPlace(const Destination &to)
{
    m_lifecycle->bringToFront();
    navigateTo(to);
}

void MainWindow::stopSending(bool stop)
{
    onResult(this, m_engine.broadcasts().setSendingStopped(stop), [this](const Result<> &result) {
        const bool stopped = m_engine.broadcasts().sendingStopped();
        m_bar->setSendingStopped(stopped);
        m_tray->setSendingStopped(stopped);
        showError(result);
    });
}

void MainWindow::muteUntil(WallTime until)
{
    m_mutedUntil = until;
    m_tray->muteUntil(until);
}

Page *MainWindow::page(PageId id)
{
    Entry &entry = m_entries[int(id)];
    if (!entry.page) {
        entry.page = entry.make();
        entry.page->setAccessibleName(entry.entry.title);
        entry.page->restoreState(m_lifecycle->state().value(u"pages"_s).toObject().value(entry.entry.key).toObject());
        connect(entry.page, &Page::navigate, this, &MainWindow::navigateTo);
        connect(entry.page, &Page::notice, this, &MainWindow::showNotice);
        connect(entry.page, &Page::demoWanted, this, m_options.openDemo);
        // in a window smaller than the page wants, the page scrolls
        entry.area = new QScrollArea(m_stack);
        entry.area->setWidgetResizable(true);
        entry.area->setFocusPolicy(Qt::NoFocus);
        entry.area->setWidget(entry.page);
        m_stack->addWidget(entry.area);
    }
    return entry.page;
}

void MainWindow::navigateTo(const Destination &to)
{
    if (to.settings) {
        m_settings->open(*m_theme, to.settings);
        return;
    }
    Page *shown = page(to.page);
    m_current = to.page;
    m_stack->setCurrentWidget(m_entries.at(int(to.page)).area);
    m_navigation->setCurrent(to.page);
    if (m_story)
        m_story->showPage(to.page);
    // Another page may have changed a setting, such as masked numbers, while this one was hidden.
    shown->settingsChanged();
    shown->activate();
    if (to.hasItem())
        shown->showItem(to);
}

void MainWindow::showAccounts()
{
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    m_status->showAccounts(accounts);
    const QList<Incident> incidents = m_engine.health().incidents();
    m_tray->show(accounts, incidents);
    m_bar->setIncidents(int(std::count_if(incidents.cbegin(), incidents.cend(),
                                          [](const Incident &incident) { return incident.isOpen(); })),
                        worstCondition(accounts, incidents));
    const auto waiting = std::count_if(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &account) {
        return LoginPage::isWaiting(account.session);
    });
    m_navigation->setCount(PageId::Login, int(waiting), Role::NeedsHand);
    showTitle(accounts);
}

void MainWindow::showTitle(const QList<AccountSnapshot> &accounts)
{
    const auto attention = std::count_if(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &account) {
        return asksForAttention(account.condition.condition);
    });
    QStringList words; // Qt adds the program's name
    if (attention > 0)
        words.append(tr("%n need(s) attention", nullptr, int(attention)));
    if (m_options.demo)
        words.append(tr("Demo"));
    setWindowTitle(words.isEmpty() ? u"Rookery"_s : words.join(u" · "_s));
}

void MainWindow::showQueue()
{
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    m_status->showQueue(broadcasts);
    m_bar->setQueued(std::any_of(broadcasts.cbegin(), broadcasts.cend(), [](const BroadcastSummary &broadcast) {
        return broadcast.state != BroadcastState::Cancelled && broadcast.counts.live() > 0;
    }));
}

void MainWindow::showShellState()
{
    m_names.read(m_engine);
    showAccounts();
    showQueue();
    m_status->showEvents(m_engine.sessions().eventsPerSecond());
    m_status->showKeyring(m_engine.profile().keyring());
    m_bar->setSendingStopped(m_engine.broadcasts().sendingStopped());
    m_tray->setSendingStopped(m_engine.broadcasts().sendingStopped());
    showStorage();
    showRestored();
    showIncidents();
}

void MainWindow::showIncidents()
{
    const QList<Incident> incidents = m_engine.health().incidents();
    m_strip->show(incidents, m_names);
    QList<Incident> open;
    std::copy_if(incidents.cbegin(), incidents.cend(), std::back_inserter(open),
                 [](const Incident &incident) { return incident.isOpen(); });
    const auto worst = std::min_element(open.cbegin(), open.cend(), isGraver);
    m_navigation->setCount(PageId::Health, int(open.size()),
                           worst == open.cend() ? Role::Unknown : statusStyle(worst->severity).role);
}

SettingsWindow *MainWindow::settingsWindow() const
{
    return m_settings->window();
}

void MainWindow::setLanguage(const QString &language)
{
    showLanguage(language);
    Settings settings = m_engine.profile().settings();
    settings.language = language;
    onResult(this, m_engine.profile().saveSettings(settings), [this](const Result<> &result) { showError(result); });
}

void MainWindow::setTheme(const QString &theme)
{
    showTheme(theme);
    Settings settings = m_engine.profile().settings();
    settings.theme = theme;
    onResult(this, m_engine.profile().saveSettings(settings), [this](const Result<> &result) { showError(result); });
}

void MainWindow::applySettings(const Settings &settings)
{
    const Settings before = std::exchange(m_applied, settings);
    m_tray->setNotifications(settings.notifications);
    const bool shownDiffers = before.maskNumbers != settings.maskNumbers || before.pace != settings.pace
        || before.liveLogLines != settings.liveLogLines || before.listener != settings.listener;
    if (shownDiffers) {
        for (const Entry &entry : std::as_const(m_entries)) {
            if (entry.page)
                entry.page->settingsChanged();
        }
        m_names.read(m_engine);
        showIncidents();
    }
    // Queued, because the control that changed them is deleted with its window. What the command line or a second start
    // chose stays until the setting itself is changed.
    if (settings.language != before.language && settings.language != m_wantedLanguage)
        QMetaObject::invokeMethod(
            this, [this, language = settings.language] { showLanguage(language); }, Qt::QueuedConnection);
    if (settings.theme != before.theme && settings.theme != m_wantedTheme)
        QMetaObject::invokeMethod(
            this, [this, theme = settings.theme] { showTheme(theme); }, Qt::QueuedConnection);
}

void MainWindow::showLanguage(const QString &language)
{
    m_lifecycle->keepState();
    m_wantedLanguage = language;
    m_language = m_options.useLanguage ? m_options.useLanguage(language) : language;
    build();
}

void MainWindow::showTheme(const QString &theme)
{
    m_lifecycle->keepState();
    m_wantedTheme = theme;
    // The pages use the old theme until they are deleted.
    m_settings->suspend();
    m_tray.reset();
    delete takeCentralWidget();
    for (Entry &entry : m_entries)
        entry.page = nullptr;
    m_theme = std::make_unique<Theme>(Theme::modeFor(theme, m_platform));
    build();
}

QList<PaletteItem> MainWindow::paletteItems()
{
    QList<PaletteItem> items;
    int number = 0;
    for (const Entry &entry : std::as_const(m_entries)) {
        items.append(PaletteItem{.title = entry.entry.title,
                                 .hint = tr("page") + u" · Ctrl+%1"_s.arg(++number),
                                 .iconName = entry.entry.key,
                                 .run = [this, id = entry.entry.id] { navigateTo({.page = id}); }});
    }
    const bool stopped = m_engine.broadcasts().sendingStopped();
    items.append(PaletteItem{.title = stopped ? tr("Resume sending") : tr("Stop all sending"),
                             .hint = tr("action"),
                             .iconName = stopped ? u"play"_s : u"stop"_s,
                             .run = [this, stopped] { Q_EMIT m_bar->stopSendingWanted(!stopped); }});
    items.append(PaletteItem{.title = m_theme->isDark() ? tr("Light theme") : tr("Dark theme"),
                             .hint = tr("action"),
                             .iconName = m_theme->isDark() ? u"sun"_s : u"moon"_s,
                             .run = [this] { Q_EMIT m_bar->themeWanted(m_theme->isDark() ? u"light"_s : u"dark"_s); }});
    const auto ofMenu = [this, &items](const QString &title, const QString &icon, void (TopBar::*wanted)()) {
        items.append(PaletteItem{.title = title, .hint = tr("action"), .iconName = icon, .run = [this, wanted] {
                                     Q_EMIT(m_bar->*wanted)();
                                 }});
    };
    ofMenu(tr("Settings"), u"settings"_s, &TopBar::settingsWanted);
    if (m_story)
        items.append(
            PaletteItem{.title = tr("Steps of the demo"), .hint = tr("action"), .iconName = u"play"_s, .run = [this] {
                            m_story->setShown(true);
                        }});
    for (int i = 0; i < kSettingsSectionCount; ++i) {
        const auto section = SettingsSection(i);
        items.append(PaletteItem{.title = tr("Settings: %1").arg(SettingsWindow::titleOf(section)),
                                 .hint = tr("settings"),
                                 .iconName = u"settings"_s,
                                 .run = [this, section] { navigateTo({.settings = section}); }});
    }
    ofMenu(tr("Back up profile"), u"download"_s, &TopBar::backupWanted);
    ofMenu(tr("Quit"), u"power"_s, &TopBar::quitWanted);
    for (const Entry &entry : std::as_const(m_entries)) {
        items += page(entry.entry.id)->paletteItems();
    }
    return items;
}

void MainWindow::openPalette()
{
    if (m_palette)
        return;
    m_palette = new CommandPalette(*m_theme, paletteItems(), this);
    connect(m_palette, &QDialog::finished, this, [this] { activateWindow(); });
    m_palette->open();
    addGroups(m_palette);
}

void MainWindow::addGroups(CommandPalette *palette)
{
    const bool masked = m_engine.profile().settings().maskNumbers;
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts) {
        if (account.session.phase != SessionPhase::Online || account.profile.neverBroadcast)
            continue; // nothing can be broadcast to its groups
        const GatewayId gateway = account.profile.id;
        const QString via = account.nickname;
        onResult(
            palette, m_engine.sessions().contacts(gateway),
            [this, palette, gateway, via, masked](const Result<QList<Contact>> &contacts) {
                if (!contacts)
                    return; // the account went offline in the meantime: it has no groups to offer
                QList<PaletteItem> items;
                for (const Contact &contact : *contacts) {
                    if (contact.target.kind != ChatKind::Group)
                        continue;
                    const Destination group{.page = PageId::Broadcast, .gateway = gateway, .target = contact.target};
                    const Target shown{contact.target.kind, text::shownNumber(contact.target.id, masked)};
                    items.append(PaletteItem{.title = text::visibleControls(contact.name),
                                             .hint = text::targetLabel(shown) + u" · "_s + text::visibleControls(via),
                                             .iconName = u"broadcast"_s,
                                             .run = [this, group] { navigateTo(group); }});
                }
                palette->add(items);
            });
    }
}

void MainWindow::showError(const Result<> &result)
{
    if (!result)
        tell(this, *m_theme, tr("Could not apply the change"), result.error());
}

void MainWindow::showStorage()
{
    const std::optional<Error> &said = m_trouble ? m_trouble : m_lifecycle->saveTrouble();
    if (said)
        m_storageText->setText(text::visibleControls(text::errorText(*said) + u' ' + text::errorAdvice(*said)));
    m_storage->setVisible(said.has_value());
}

void MainWindow::showRestored()
{
    if (m_restoredDeliveries == 0)
        m_restoredText->setText(tr("The database is older than the last send from it. Nothing was sent again."));
    else if (m_restoredDeliveries)
        m_restoredText->setText(tr("The database is older than the last send from it: %n deliveries need confirmation. "
                                   "Nothing was sent again.",
                                   nullptr, *m_restoredDeliveries));
    m_restored->setVisible(m_restoredDeliveries.has_value());
}

void MainWindow::collectState(QJsonObject &state) const
{
    QJsonObject pages = state.value(u"pages"_s).toObject();
    for (const Entry &entry : m_entries) {
        if (entry.page)
            pages.insert(entry.entry.key, entry.page->saveState());
    }
    state.insert(u"pages"_s, pages);
    state.insert(u"page"_s, m_entries.at(int(m_current)).entry.key);
    state.insert(u"stripExpanded"_s, m_strip->isExpanded());
}

void MainWindow::askBeforeQuit()
{
    m_lifecycle->askBeforeQuit(*m_theme);
}

void MainWindow::leave()
{
    m_lifecycle->leave();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_lifecycle->isLeaving()) {
        event->accept();
        return;
    }
    event->ignore();
    m_lifecycle->close(*m_theme);
}

void MainWindow::updateRateTimer()
{
    if (!m_rate)
        return;
    // The count is invisible in the tray, so no timer runs for it there.
    if (!isVisible() || isMinimized()) {
        m_rate->stop();
        return;
    }
    if (m_rate->isActive())
        return;
    m_status->showEvents(m_engine.sessions().eventsPerSecond());
    m_rate->start();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    updateRateTimer();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    updateRateTimer();
    if (!event->spontaneous()) // closed to the tray; what is typed in it stays
        m_settings->close();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        updateRateTimer();
    // The operator may not come back to this window, so typed text is saved now.
    if (event->type() == QEvent::ActivationChange && !isActiveWindow() && m_strip && !m_lifecycle->isLeaving())
        m_lifecycle->saveState();
}

} // namespace rookery::ui

#include "moc_mainwindow.cpp"
