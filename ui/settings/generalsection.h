// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

class QCheckBox;

namespace rookery::ui {

//! Chooses language, theme, how much the window shows, and what its closing and the session's start do.
class GeneralSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GeneralSection)

public:
    GeneralSection(const SettingsContext &context, const QString &title, QWidget *parent);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void addCloseAction();
    void addAutostart();
    //! Asks the desktop, whose own settings can change it too.
    void readAutostart();
    void setAutostart(bool on);
    void showAutostart(const AutostartState &state);

    SettingRow *m_autostart = nullptr;
    QCheckBox *m_autostartBox = nullptr;
};

} // namespace rookery::ui
