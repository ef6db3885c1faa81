// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include <QJsonObject>

namespace rookery::config {

// A command of the settings (a probe's log command, a Lagrange's program) is run as it stands there. So it only counts
// where it was typed: in this profile folder, on this machine. A settings file that was copied, unpacked from a backup
// or handed over by somebody loses it.

//! Adds to each gateway that has a command the seal of this machine and this folder.
void sealCommands(QJsonObject &settings, const QString &folder);

//! Empties each command whose seal is missing or of another place, and marks its gateway.
void dropForeignCommands(Settings &settings, const QJsonObject &json, const QString &folder);

} // namespace rookery::config
