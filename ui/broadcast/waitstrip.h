// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"

#include "model/broadcast.h"

#include <QFrame>
#include <QString>

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
    void helpWanted(const QString &page, const rookery::GatewayId &gateway);

private:
    const AccountNames &m_names;
    QLabel *m_words = nullptr;
    QPushButton *m_help = nullptr;
    QString m_page;
    GatewayId m_gateway;
};

} // namespace rookery::ui
