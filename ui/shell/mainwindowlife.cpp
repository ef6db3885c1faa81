// SPDX-License-Identifier: GPL-3.0-or-later
// How the window starts, saves its state, is searched and closed; mainwindow.cpp has what it shows.
#include "mainwindow.h"

#include "commandpalette.h"
#include "tray.h"

#include "kit/blocks.h"
#include "quitdialog.h"
#include "text/wording.h"

#include <QApplication>
#include <QCloseEvent>
#include <QStackedWidget>
#include <QTimer>

#include <algorithm>
#include <memory>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

void MainWindow::setLanguage(const QString &language)
{
    keepPageState();
    m_language = m_options.useLanguage ? m_options.useLanguage(language) : language;
    Settings settings = m_engine.settings();
    settings.language = language;
    onResult(this, m_engine.saveSettings(settings), [this](const Result<> &result) { showError(result); });
    build();
}

void MainWindow::setTheme(const QString &theme)
{
    keepPageState();
    Settings settings = m_engine.settings();
    settings.theme = theme;
    onResult(this, m_engine.saveSettings(settings), [this](const Result<> &result) { showError(result); });
    // The pages use the old theme until they are deleted.
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
                                 .iconName = entry.entry.iconName,
                                 .run = [this, key = entry.entry.key] { showPage(key); }});
    }
    const bool stopped = m_engine.sendingStopped();
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
    ofMenu(tr("Network"), u"link"_s, &TopBar::networkWanted);
    ofMenu(tr("Back up profile"), u"download"_s, &TopBar::backupWanted);
    ofMenu(tr("About and support"), u"info"_s, &TopBar::aboutWanted);
    ofMenu(tr("Quit"), u"power"_s, &TopBar::quitWanted);
    for (const Entry &entry : std::as_const(m_entries)) {
        if (Page *built = page(entry.entry.key))
            items += built->paletteItems();
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
    const bool masked = m_engine.settings().maskNumbers;
    const QList<AccountSnapshot> accounts = m_engine.accounts();
    for (const AccountSnapshot &account : accounts) {
        if (account.session.phase != SessionPhase::Online)
            continue;
        const GatewayId gateway = account.profile.id;
        const QString via = account.nickname;
        onResult(palette, m_engine.contacts(gateway),
                 [this, palette, gateway, via, masked](const Result<QList<Contact>> &contacts) {
                     if (!contacts)
                         return; // the account went offline in the meantime: it has no groups to offer
                     QList<PaletteItem> items;
                     for (const Contact &contact : *contacts) {
                         if (contact.target.kind != ChatKind::Group)
                             continue;
                         const QJsonObject what{{u"gateway"_s, gateway.value()}, {u"group"_s, contact.target.id}};
                         const Target shown{contact.target.kind, text::shownNumber(contact.target.id, masked)};
                         items.append(
                             PaletteItem{.title = text::visibleControls(contact.name),
                                         .hint = text::targetLabel(shown) + u" · "_s + text::visibleControls(via),
                                         .iconName = u"broadcast"_s,
                                         .run = [this, what] { showPage(u"broadcast"_s, what); }});
                     }
                     palette->add(items);
                 });
    }
}

void MainWindow::keepPageState()
{
    QJsonObject pages = m_state.value(u"pages"_s).toObject();
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.page)
            pages.insert(entry.entry.key, entry.page->saveState());
    }
    m_state.insert(u"pages"_s, pages);
    m_state.insert(u"page"_s, m_current);
    m_state.insert(u"stripExpanded"_s, m_strip->isExpanded());
    m_state.insert(u"geometry"_s, QString::fromLatin1(saveGeometry().toBase64()));
}

void MainWindow::saveState()
{
    const QJsonObject before = m_state;
    keepPageState();
    // After a failed save the state is saved again even when it has not changed.
    if (m_state == before && !m_saveTrouble)
        return;
    onResult(this, m_engine.saveWindowState(m_state), [this](const Result<> &result) {
        m_saveTrouble = result ? std::nullopt : std::optional<Error>(result.error());
        showStorage();
    });
}

void MainWindow::restoreWindow()
{
    const QByteArray geometry = QByteArray::fromBase64(m_state.value(u"geometry"_s).toString().toLatin1());
    if (!geometry.isEmpty())
        restoreGeometry(geometry);
}

bool MainWindow::isSending() const
{
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts();
    return std::any_of(broadcasts.cbegin(), broadcasts.cend(), [](const BroadcastSummary &broadcast) {
        return broadcast.state == BroadcastState::Running && broadcast.counts.live() > 0;
    });
}

void MainWindow::askBeforeQuit()
{
    if (m_leaving)
        return;
    if (!isSending()) {
        leave();
        return;
    }
    showNormal();
    auto *dialog = new QuitDialog(*m_theme, Tray::isThere(), this);
    connect(dialog, &QuitDialog::keepInTray, this, &QWidget::hide);
    connect(dialog, &QuitDialog::pauseAndQuit, this, &MainWindow::pauseAndQuit);
    dialog->open();
}

void MainWindow::pauseAndQuit()
{
    const auto left = std::make_shared<int>(1);
    const auto done = [this, left] {
        if (--*left == 0)
            leave();
    };
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts();
    for (const BroadcastSummary &broadcast : broadcasts) {
        if (broadcast.state != BroadcastState::Running)
            continue;
        ++*left;
        // The result does not matter: after a quit a broadcast comes back paused anyway.
        onResult(this, m_engine.pause(broadcast.id), [done](const Result<> &) { done(); });
    }
    done();
}

void MainWindow::leave()
{
    m_leaving = true;
    saveState();
    Q_EMIT quitWanted();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_leaving) {
        event->accept();
        return;
    }
    event->ignore();
    askBeforeQuit();
}

void MainWindow::followVisibility()
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
    m_status->showEvents(m_engine.eventsPerSecond());
    m_rate->start();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    followVisibility();
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QMainWindow::hideEvent(event);
    followVisibility();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        followVisibility();
    // The operator may not come back to this window, so typed text is saved now.
    if (event->type() == QEvent::ActivationChange && !isActiveWindow() && m_strip && !m_leaving)
        saveState();
}

} // namespace rookery::ui
