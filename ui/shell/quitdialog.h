// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

namespace rookery::ui {

//! Asks what to do when the window is closed while messages are in flight: keep in the tray, pause and quit, or stay.
class QuitDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QuitDialog)

public:
    QuitDialog(const Theme &theme, bool hasTray, QWidget *parent);

Q_SIGNALS:
    void keepInTray();
    void pauseAndQuit();
};

} // namespace rookery::ui
