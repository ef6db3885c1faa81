// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "model/settings.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

class QWidget;

namespace rookery::engine {
class Engine;
}

namespace rookery::ui {

class Dialog;
class Theme;

//! Restores and saves the window's state, closes it to the tray, and ends the program: asks first while messages are
//! in flight, and pauses them if the operator wants that.
class WindowLifecycle final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowLifecycle)

public:
    //! Creates the lifecycle. `collect` writes the present state of the pages into the object; `hasTray` says whether
    //! a hidden window can be brought back from a tray.
    WindowLifecycle(engine::Engine &engine, QWidget *window, std::function<void(QJsonObject &)> collect,
                    std::function<bool()> hasTray);

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

    [[nodiscard]] bool hasTray() const { return m_hasTray(); }
    //! Closes to the tray, or quits, as the operator wants; asks if that is not known yet.
    void close(const Theme &theme);
    //! Shows the window as it was, and in front.
    void bringToFront();
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
    //! Returns what closing the window does; Quit where there is no tray.
    [[nodiscard]] CloseAction closeAction() const;
    //! Saves what closing the window does from now on.
    void setCloseAction(CloseAction action);
    [[nodiscard]] bool isSending() const;
    [[nodiscard]] bool isAsking();
    void keepInTray();
    void pauseAndQuit();

    engine::Engine &m_engine;
    QWidget *m_window;
    std::function<void(QJsonObject &)> m_collect;
    std::function<bool()> m_hasTray;
    QPointer<Dialog> m_question; //!< about closing or quitting
    QJsonObject m_state;
    std::optional<Error> m_saveTrouble;
    bool m_leaving = false;
};

} // namespace rookery::ui
