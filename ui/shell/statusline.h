// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QFrame>
#include <QList>

class QLabel;
class QTimer;

namespace rookery::ui {

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
