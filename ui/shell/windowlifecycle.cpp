// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowlifecycle.h"

#include "closedialog.h"
#include "engine/engine.h"
#include "quitdialog.h"

#include <QWidget>

#include <algorithm>
#include <memory>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

WindowLifecycle::WindowLifecycle(engine::Engine &engine, QWidget *window, std::function<void(QJsonObject &)> collect,
                                 std::function<bool()> hasTray)
    : QObject(window)
    , m_engine(engine)
    , m_window(window)
    , m_collect(std::move(collect))
    , m_hasTray(std::move(hasTray))
    , m_state(engine.profile().windowState())
{}

void WindowLifecycle::restoreGeometry()
{
    const QByteArray geometry = QByteArray::fromBase64(m_state.value(u"geometry"_s).toString().toLatin1());
    if (!geometry.isEmpty())
        m_window->restoreGeometry(geometry);
}

void WindowLifecycle::keepState()
{
    m_collect(m_state);
    m_state.insert(u"geometry"_s, QString::fromLatin1(m_window->saveGeometry().toBase64()));
}

void WindowLifecycle::saveState()
{
    const QJsonObject before = m_state;
    keepState();
    // After a failed save the state is saved again even when it has not changed.
    if (m_state == before && !m_saveTrouble)
        return;
    onResult(this, m_engine.profile().saveWindowState(m_state), [this](const Result<> &result) {
        m_saveTrouble = result ? std::nullopt : std::optional<Error>(result.error());
        Q_EMIT saveTroubleChanged();
    });
}

void WindowLifecycle::storageRecovered()
{
    if (m_saveTrouble)
        saveState();
}

bool WindowLifecycle::isSending() const
{
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    return std::any_of(broadcasts.cbegin(), broadcasts.cend(), [](const BroadcastSummary &broadcast) {
        return broadcast.state == BroadcastState::Running && broadcast.counts.live() > 0;
    });
}

CloseAction WindowLifecycle::closeAction() const
{
    return m_hasTray() ? m_engine.profile().settings().closeAction : CloseAction::Quit;
}

void WindowLifecycle::setCloseAction(CloseAction action)
{
    Settings settings = m_engine.profile().settings();
    settings.closeAction = action;
    onResult(this, m_engine.profile().saveSettings(settings), [this](const Result<> &result) {
        if (result)
            return;
        m_saveTrouble = result.error();
        Q_EMIT saveTroubleChanged();
    });
}

void WindowLifecycle::close(const Theme &theme)
{
    switch (closeAction()) {
    case CloseAction::KeepInTray:
        return keepInTray();
    case CloseAction::Quit:
        return askBeforeQuit(theme);
    case CloseAction::Ask:
        break;
    }
    if (m_leaving || isAsking())
        return;
    const bool sending = isSending();
    auto *dialog = new CloseDialog(theme, sending, m_window);
    m_question = dialog;
    connect(dialog, &CloseDialog::keepInTray, this, [this] {
        setCloseAction(CloseAction::KeepInTray);
        keepInTray();
    });
    connect(dialog, &CloseDialog::quit, this, [this] {
        setCloseAction(CloseAction::Quit);
        pauseAndQuit(); // at once where nothing is being sent
    });
    dialog->open();
}

void WindowLifecycle::keepInTray()
{
    saveState();
    m_window->hide();
}

void WindowLifecycle::bringToFront()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

//! Returns whether a question is open already; it then comes to the front.
bool WindowLifecycle::isAsking()
{
    if (!m_question || !m_question->isVisible())
        return false;
    m_question->raise();
    m_question->activateWindow();
    return true;
}

void WindowLifecycle::askBeforeQuit(const Theme &theme)
{
    if (m_leaving || isAsking())
        return;
    if (!isSending()) {
        leave();
        return;
    }
    bringToFront();
    auto *dialog = new QuitDialog(theme, m_hasTray(), m_window);
    m_question = dialog;
    connect(dialog, &QuitDialog::keepInTray, this, &WindowLifecycle::keepInTray);
    connect(dialog, &QuitDialog::pauseAndQuit, this, &WindowLifecycle::pauseAndQuit);
    dialog->open();
}

void WindowLifecycle::pauseAndQuit()
{
    const auto left = std::make_shared<int>(1);
    const auto done = [this, left] {
        if (--*left == 0)
            leave();
    };
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    for (const BroadcastSummary &broadcast : broadcasts) {
        if (broadcast.state != BroadcastState::Running)
            continue;
        ++*left;
        // The result does not matter: after a quit a broadcast comes back paused anyway.
        onResult(this, m_engine.broadcasts().pause(broadcast.id), [done](const Result<> &) { done(); });
    }
    done();
}

void WindowLifecycle::leave()
{
    m_leaving = true;
    saveState();
    Q_EMIT quitWanted();
}

} // namespace rookery::ui

#include "moc_windowlifecycle.cpp"
