// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

namespace rookery::ui {

//! Asks what closing the window means where there is a tray: keep watching there, quit, or stay. The answer is
//! remembered by its owner, so it is asked once.
class CloseDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CloseDialog)

public:
    //! Creates the question; `sending` says that messages are in flight.
    CloseDialog(const Theme &theme, bool sending, QWidget *parent);

Q_SIGNALS:
    void keepInTray();
    void quit();
};

} // namespace rookery::ui
