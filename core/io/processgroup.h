// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QProcess;

namespace rookery::io {

//! Before it starts: makes it lead a session and process group of its own (Unix), which ends with the thread that
//! starts it however that ends (Linux).
void leadsOwnGroup(QProcess &process);

enum class GroupSignal { End, Kill };

//! Asks everything in the group of this leader to end, or kills it; false where there is no such group.
bool signalGroup(qint64 leader, GroupSignal signal);

//! The same for a process that runs, alone where there are no groups.
void signalTree(QProcess &process, qint64 leader, GroupSignal signal);

} // namespace rookery::io
