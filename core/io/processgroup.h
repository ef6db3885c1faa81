// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QProcess;

namespace rookery::io {

//! Makes the process lead its own session and process group (Unix); call before it starts. On Linux the process ends
//! with the thread that starts it, however that thread ends.
void leadsOwnGroup(QProcess &process);

enum class GroupSignal { End, Kill };

//! Asks all processes in the group of this leader to end, or kills them; false if there is no such group.
bool signalGroup(qint64 leader, GroupSignal signal);

//! Does the same for a running process; only the process itself where there are no groups.
void signalTree(QProcess &process, qint64 leader, GroupSignal signal);

} // namespace rookery::io
