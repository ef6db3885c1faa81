// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/destination.h"

#include "model/broadcast.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace rookery::ui {

//! Says what a broadcast waits for, and offers the page where the operator can end the wait.
class WaitStrip final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WaitStrip)

public:
    WaitStrip(const AccountNames &names, QWidget *parent);
    //! Shows the waits of a broadcast, or hides itself; a stop of all sending has its own strip and is left out.
    void show(const BroadcastSummary *broadcast);

Q_SIGNALS:
    void helpWanted(const rookery::ui::Destination &place);

private:
    const AccountNames &m_names;
    QLabel *m_words = nullptr;
    QPushButton *m_help = nullptr;
    Destination m_place;
};

} // namespace rookery::ui
