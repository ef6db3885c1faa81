// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QJsonObject>
#include <QObject>

#include <functional>
#include <optional>

class QWidget;

namespace rookery::engine {
class Engine;
}

namespace rookery::ui {

class Theme;

//! Restores and saves the window's state, and ends the program: asks first while messages are in flight, and pauses
//! them if the operator wants that.
class WindowLifecycle final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowLifecycle)

public:
    //! `collect` writes the present state of the pages into the object.
    WindowLifecycle(engine::Engine &engine, QWidget *window, std::function<void(QJsonObject &)> collect);

    //! Returns the state as last saved or kept.
    [[nodiscard]] const QJsonObject &state() const { return m_state; }
    void restoreGeometry();
    //! Reads the present state into state(), without saving it: before the pages are rebuilt.
    void keepState();
    //! Saves the present state if it differs from the saved one, or if the last save failed.
    void saveState();
    //! Tries again after a failed save.
    void storageRecovered();
    //! Returns why the last save failed, until saving works again.
    [[nodiscard]] const std::optional<Error> &saveTrouble() const { return m_saveTrouble; }

    //! Quits, after a question if something is being sent.
    void askBeforeQuit(const Theme &theme);
    //! Saves the state and emits quitWanted, without a question.
    void leave();
    [[nodiscard]] bool isLeaving() const { return m_leaving; }

Q_SIGNALS:
    void saveTroubleChanged();
    //! The operator wants to quit, and every question has been answered.
    void quitWanted();

private:
    [[nodiscard]] bool isSending() const;
    void pauseAndQuit();

    engine::Engine &m_engine;
    QWidget *m_window;
    std::function<void(QJsonObject &)> m_collect;
    QJsonObject m_state;
    std::optional<Error> m_saveTrouble;
    bool m_leaving = false;
};

} // namespace rookery::ui
