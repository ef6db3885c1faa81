// SPDX-License-Identifier: GPL-3.0-or-later
#include "quitdialog.h"

#include <QPushButton>

namespace rookery::ui {

QuitDialog::QuitDialog(const Theme &theme, bool hasTray, QWidget *parent)
    : Dialog(theme, tr("Messages are still being sent"), parent)
{
    addText(hasTray
                ? tr("Rookery can go on sending from the tray. Or it pauses the broadcasts and quits: at the next "
                     "start they wait, "
                     "paused, for your word.")
                : tr("Rookery pauses the broadcasts and quits: at the next start they wait, paused, for your word."));
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
