// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/destination.h"
#include "kit/statusstyle.h"
#include "kit/theme.h"

#include "engine/engine.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <optional>
#include <utility>

class QAction;
class QMenu;
class QSystemTrayIcon;

namespace rookery::ui {

class AccountNames;
class DesktopNotifier;

//! Shows the worst state in the tray as shape and colour, with a menu for what is needed while the window is closed,
//! and groups notifications by cause, so that thirty accounts behind one failing server are one message. At most one
//! message in ten seconds, and the same cause again only after ten minutes.
class Tray final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tray)

public:
    static constexpr int kWorstAccounts = 5; //!< in the menu

    Tray(const Theme &theme, QWidget *window);
    ~Tray() override;

    [[nodiscard]] static bool isThere();
    //! Sets icon, tip and the accounts of the menu to the worst conditions of all accounts and open incidents.
    void show(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents);
    //! Returns the condition that the icon shows; empty: there is nothing to judge.
    [[nodiscard]] std::optional<Condition> condition() const { return m_worst; }
    [[nodiscard]] static QString tipFor(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents);
    void setSendingStopped(bool stopped);
    //! Chooses which incidents are reported from now on, also of those that a mute holds back.
    void setNotifications(const NotificationSettings &wanted);
    //! Mutes notifications until a time; a time that is over ends that. What began meanwhile, is still open then and
    //! has a wanted severity is reported.
    void muteUntil(WallTime until);
    //! Notifies about incidents of this run.
    void showIncidents(const QList<Incident> &incidents, const AccountNames &names);
    [[nodiscard]] const QMenu &menu() const { return *m_menu; }

Q_SIGNALS:
    //! The operator wants the window as it is.
    void openWanted();
    //! The operator wants the window with an account or an incident.
    void placeWanted(const rookery::ui::Destination &to);
    void stopSendingWanted(bool stop);
    //! The operator wants notifications muted until this time; default: no longer.
    void muteWanted(rookery::WallTime until);
    void quitWanted();
    //! Somebody has to log in, and a sound is wanted for that.
    void scanNeeded();

private:
    //! Holds a line of the next message, and what it is about.
    struct Line {
        QString text;
        Destination to;
    };

    void buildMenu();
    void showWorst(const QList<AccountSnapshot> &accounts);
    void showMute();
    [[nodiscard]] bool isMuted() const;
    void report(const Incident &incident, const QString &line);
    void flush();
    [[nodiscard]] bool isWanted(Severity severity) const;

    const Theme &m_theme;
    QSystemTrayIcon *m_icon = nullptr;
    QMenu *m_menu = nullptr;
    QAction *m_stop = nullptr;
    QAction *m_mute = nullptr;
    QList<QAction *> m_accounts; //!< hidden where fewer need attention
    QList<GatewayId> m_shown; //!< of m_accounts
    DesktopNotifier *m_notifier = nullptr;
    struct Told {
        qint64 at = 0; //!< msecs
        qsizetype accounts = 0;
    };
    QHash<QString, Told> m_told; //!< the last notification of each cause
    QHash<QString, std::pair<Incident, QString>> m_missed; //!< cause -> open incident of the muted time, and its line
    QList<Line> m_waiting; //!< of the next message
    QTimer m_pace;
    QTimer m_muteEnds;
    QElapsedTimer m_clock;
    std::optional<qint64> m_lookedForTray; //!< msecs of m_clock
    NotificationSettings m_wanted;
    std::optional<Condition> m_worst;
    WallTime m_since{}; //!< older incidents were reported in an earlier run
    WallTime m_mutedUntil{};
    bool m_stopped = false;
};

} // namespace rookery::ui
