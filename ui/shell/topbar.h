// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "model/condition.h"

#include <QFrame>

#include <optional>

class QAction;
class QPushButton;

namespace rookery::ui {

//! Holds search, incidents, stop all sending, language, theme and menu.
class TopBar final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopBar)

public:
    TopBar(const Theme &theme, const QString &language, QWidget *parent);
    //! Shows the open incidents in the look of the worst condition of all accounts and incidents; empty: there is
    //! nothing to judge.
    void setIncidents(int open, std::optional<Condition> worst);
    void setSendingStopped(bool stopped);
    //! Shows in the menu whether closing the window keeps it in the tray; empty: there is no tray.
    void setCloseToTray(std::optional<bool> keeps);

Q_SIGNALS:
    void searchWanted();
    void incidentsWanted();
    void stopSendingWanted(bool stop);
    void languageWanted(const QString &language);
    void themeWanted(const QString &theme);
    void networkWanted();
    void backupWanted();
    void aboutWanted();
    void closeToTrayWanted(bool keep);
    void menuOpening(); //!< its entries may be brought up to date
    void quitWanted();

private:
    [[nodiscard]] QPushButton *menuButton();

    const Theme &m_theme;
    QPushButton *m_incidents = nullptr;
    QPushButton *m_stop = nullptr;
    QAction *m_closeToTray = nullptr;
};

} // namespace rookery::ui
