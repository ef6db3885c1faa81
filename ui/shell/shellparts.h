// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QFrame>
#include <QList>
#include <QString>

class QLabel;
class QPushButton;
class QTimer;

namespace rookery::ui {

//! Describes one entry of the navigation, in the order of Ctrl+1 … Ctrl+7.
struct PageEntry {
    QString key; //!< "overview" …
    QString title;
    QString iconName;
};

//! Holds the pages' buttons on the left edge.
class Navigation final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigation)

public:
    Navigation(const Theme &theme, const QList<PageEntry> &pages, QWidget *parent);
    void setCurrent(const QString &key);
    //! Shows a count behind the title; 0 removes it.
    void setCount(const QString &key, int count);

Q_SIGNALS:
    void chosen(const QString &key);

private:
    const Theme &m_theme;
    QList<PageEntry> m_pages;
    QList<QPushButton *> m_buttons;
};

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

Q_SIGNALS:
    void searchWanted();
    void incidentsWanted();
    void stopSendingWanted(bool stop);
    void languageWanted(const QString &language);
    void themeWanted(const QString &theme);
    void networkWanted();
    void backupWanted();
    void aboutWanted();
    void quitWanted();

private:
    [[nodiscard]] QPushButton *menuButton();

    const Theme &m_theme;
    QPushButton *m_incidents = nullptr;
    QPushButton *m_stop = nullptr;
};

//! Shows counts by state, the queue, events per second, and what the operator should know about this machine.
class StatusLine final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusLine)

public:
    StatusLine(const Theme &theme, bool demo, QWidget *parent);
    void showAccounts(const QList<AccountSnapshot> &accounts);
    void showQueue(const QList<BroadcastSummary> &broadcasts);
    void showEvents(double perSecond);
    void showKeyring(KeyringState state);
    //! Shows a notice for some seconds, then the counts again.
    void showNotice(const QString &text);

private:
    bool m_demo;
    QLabel *m_counts = nullptr;
    QLabel *m_queue = nullptr;
    QLabel *m_events = nullptr;
    QLabel *m_keyring = nullptr;
    QLabel *m_notice = nullptr;
    QTimer *m_noticeTimer = nullptr;
};

} // namespace rookery::ui
