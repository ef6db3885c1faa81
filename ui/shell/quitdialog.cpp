// SPDX-License-Identifier: GPL-3.0-or-later
#include "quitdialog.h"

#include <QPushButton>

namespace rookery::ui {

QuitDialog::QuitDialog(const Theme &theme, bool hasTray, QWidget *parent)
    : Dialog(theme, tr("Messages are still being sent"), parent)
{
    addText(hasTray ? tr("Rookery can continue sending from the tray, or pause the broadcasts and quit: after the next "
                         "start they stay paused until you resume them.")
                    : tr("Rookery pauses the broadcasts and quits: after the next start they stay paused until you "
                         "resume them."));
    const auto quit = [this] {
        accept();
        Q_EMIT pauseAndQuit();
    };
    if (!hasTray) {
        setPrimary(tr("Pause and quit"), quit);
        return;
    }
    addButton(tr("Pause and quit"), quit);
    setPrimary(tr("Keep in tray"), [this] {
        accept();
        Q_EMIT keepInTray();
    });
}

} // namespace rookery::ui

#include "moc_quitdialog.cpp"
