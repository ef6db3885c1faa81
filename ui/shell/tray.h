// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/statusstyle.h"
#include "kit/theme.h"

#include "engine/engine.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

class QMenu;
class QSystemTrayIcon;

namespace rookery::ui {

class AccountNames;

//! Shows the worst state in the tray as shape and colour, and groups notifications by cause, so that thirty accounts
//! behind one failing server are one message. At most one message in ten seconds, and the same cause again only after
//! ten minutes.
class Tray final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tray)

public:
    Tray(const Theme &theme, QWidget *window);
    ~Tray() override;

    [[nodiscard]] static bool isThere();
    //! Sets icon and tip to the worst condition of all accounts and open incidents.
    void show(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents);
    //! Returns the condition that the icon shows; empty: there is nothing to judge.
    [[nodiscard]] std::optional<Condition> condition() const { return m_worst; }
    [[nodiscard]] static QString tipFor(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents);
    //! Chooses which incidents are reported from now on.
    void setNotifications(const NotificationSettings &wanted) { m_wanted = wanted; }
    //! Notifies about incidents of this run.
    void showIncidents(const QList<Incident> &incidents, const AccountNames &names);

Q_SIGNALS:
    void openWanted();
    void quitWanted();
    //! Somebody has to log in, and a sound is wanted for that.
    void scanNeeded();

private:
    void flush();
    [[nodiscard]] bool isWanted(Severity severity) const;

    const Theme &m_theme;
    QSystemTrayIcon *m_icon = nullptr;
    QMenu *m_menu = nullptr;
    QHash<QString, qint64> m_told; //!< cause -> msecs of the last message about it
    QStringList m_waiting; //!< lines of the next message
    QTimer m_pace;
    QElapsedTimer m_clock;
    NotificationSettings m_wanted;
    std::optional<Condition> m_worst;
    WallTime m_since{}; //!< older incidents were reported in an earlier run
};

} // namespace rookery::ui
