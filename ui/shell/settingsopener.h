// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settings/settingswindow.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

class QDialog;

namespace rookery::ui {

//! Opens the settings window, one at a time, and opens it again as it was when the main window is rebuilt.
class SettingsOpener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SettingsOpener)

public:
    //! `window` owns the opener and the settings window; `hasTray` says whether it can be closed to a tray.
    SettingsOpener(engine::Engine &engine, QWidget *window, std::function<bool()> hasTray);

    //! Brings the window to the front, at this section or where it was last.
    void open(const Theme &theme, std::optional<SettingsSection> section = {});
    //! Shows one section over a dialog, which blocks the main window and what belongs to it.
    void openOver(const Theme &theme, SettingsSection section, QDialog *dialog);
    void close();

    //! Closes the window for the rebuild of the main window, because it has the old words and colours.
    void suspend();
    //! Opens the window again if `suspend` closed it.
    void resume(const Theme &theme);

    [[nodiscard]] SettingsWindow *window() const { return m_window; } //!< nullptr: it is closed

private:
    [[nodiscard]] SettingsContext context(const Theme &theme);

    engine::Engine &m_engine;
    QWidget *m_parent;
    std::function<bool()> m_hasTray;
    SettingsEditor m_editor;
    QPointer<SettingsWindow> m_window;
    SettingsSection m_last = SettingsSection::General;
    std::optional<SettingsView> m_suspended;
};

} // namespace rookery::ui
