// SPDX-License-Identifier: GPL-3.0-or-later
#include "closedialog.h"

#include <QPushButton>

namespace rookery::ui {

CloseDialog::CloseDialog(const Theme &theme, bool sending, QWidget *parent)
    : Dialog(theme, tr("Keep watching in the tray?"), parent)
{
    addText(
        tr("In the tray Rookery keeps watching your accounts and notifies you. To come back, click its icon there, or "
           "start Rookery again."));
    if (sending)
        addText(tr("Messages are still being sent. In the tray sending continues; quitting pauses the broadcasts until "
                   "you resume them."));
    addText(tr("Your answer is remembered. To change it later, open the settings (Ctrl+,): General, When the window is "
               "closed."),
            LabelKind::Muted);
    addButton(sending ? tr("Pause and quit") : tr("Quit"), [this] {
        accept();
        Q_EMIT quit();
    });
    setPrimary(tr("Keep in tray"), [this] {
        accept();
        Q_EMIT keepInTray();
    });
}

} // namespace rookery::ui

#include "moc_closedialog.cpp"
