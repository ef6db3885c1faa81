// SPDX-License-Identifier: GPL-3.0-or-later
#include "processgroup.h"

#include <QProcess>

#ifdef Q_OS_UNIX

#include <csignal>

#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace rookery::io {

void leadsOwnGroup(QProcess &process)
{
    process.setChildProcessModifier([] {
        ::setsid();
#ifdef Q_OS_LINUX
        // after kill -9 on us there is no chance to end it ourselves
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // NOLINT(cppcoreguidelines-pro-type-vararg): the kernel's interface
#endif
    });
}

bool signalGroup(qint64 leader, GroupSignal signal)
{
    if (leader > 1)
        ::kill(static_cast<pid_t>(-leader), signal == GroupSignal::Kill ? SIGKILL : SIGTERM);
    return leader > 1;
}

} // namespace rookery::io

#else

namespace rookery::io {

void leadsOwnGroup(QProcess &) {}

bool signalGroup(qint64, GroupSignal)
{
    return false;
}

} // namespace rookery::io

#endif

namespace rookery::io {

void signalTree(QProcess &process, qint64 leader, GroupSignal signal)
{
    if (signalGroup(leader, signal))
        return;
    if (signal == GroupSignal::Kill)
        process.kill();
    else
        process.terminate();
}

} // namespace rookery::io
