// SPDX-License-Identifier: GPL-3.0-or-later
#include "windowlifecycle.h"

#include "engine/engine.h"
#include "quitdialog.h"
#include "tray.h"

#include <QWidget>

#include <algorithm>
#include <memory>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

WindowLifecycle::WindowLifecycle(engine::Engine &engine, QWidget *window, std::function<void(QJsonObject &)> collect)
    : QObject(window)
    , m_engine(engine)
    , m_window(window)
    , m_collect(std::move(collect))
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

void WindowLifecycle::askBeforeQuit(const Theme &theme)
{
    if (m_leaving)
        return;
    if (!isSending()) {
        leave();
        return;
    }
    m_window->showNormal();
    auto *dialog = new QuitDialog(theme, Tray::isThere(), m_window);
    connect(dialog, &QuitDialog::keepInTray, m_window, &QWidget::hide);
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
