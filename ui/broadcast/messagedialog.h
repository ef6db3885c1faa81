// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QDialog>

namespace rookery::ui {

//! Shows what a broadcast of the queue sent, and offers to send it once more.
class MessageDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageDialog)

public:
    MessageDialog(const BroadcastSummary &broadcast, const SentBroadcast &sent, QWidget *parent);

Q_SIGNALS:
    void againWanted();
};

} // namespace rookery::ui
