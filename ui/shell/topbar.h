// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/destination.h"
#include "kit/theme.h"

#include "model/condition.h"

#include <QFrame>

#include <optional>

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
    //! Whether messages are queued: only then the button that stops them stands out.
    void setQueued(bool queued);

Q_SIGNALS:
    void searchWanted();
    void incidentsWanted();
    void stopSendingWanted(bool stop);
    void languageWanted(const QString &language);
    void themeWanted(const QString &theme);
    void settingsWanted();
    void backupWanted();
    void navigate(const rookery::ui::Destination &to);
    void quitWanted();

private:
    [[nodiscard]] QPushButton *menuButton();
    void showStop();

    const Theme &m_theme;
    QPushButton *m_incidents = nullptr;
    QPushButton *m_stop = nullptr;
    bool m_queued = false;
    bool m_stopped = false;
};

} // namespace rookery::ui
