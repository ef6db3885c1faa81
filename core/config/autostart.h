// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/result.h"

#include <QStringList>

#include <memory>

namespace rookery::config {

//! Lets the user's desktop session start the program. Reads and writes what the desktop itself uses, so that a change
//! in the desktop's own settings counts. Lives on one thread; calls wait for the disk.
class Autostart
{
    Q_DISABLE_COPY_MOVE(Autostart)

public:
    virtual ~Autostart() = default;

    [[nodiscard]] virtual AutostartState state() const = 0;
    //! Switches it on or off. Rejected/BadInput if it is not available, or the command cannot be written down; Storage
    //! errors.
    [[nodiscard]] virtual Result<> set(bool on) = 0;

protected:
    Autostart() = default;
};

//! Creates the implementation of this platform, or one that is never available. `command` is the program with its
//! arguments, empty where it must not be started by itself; `profileFolder` keeps the profiles of one user apart.
[[nodiscard]] std::unique_ptr<Autostart> makeAutostart(const QStringList &command, const QString &profileFolder);

//! Returns a command as the Exec line of a desktop entry: each argument is quoted, so that none means anything to the
//! reader. Empty if an argument has a control character, which such a line cannot hold. Pure.
[[nodiscard]] QString execLine(const QStringList &command);

} // namespace rookery::config
