// SPDX-License-Identifier: GPL-3.0-or-later
#include "coredumps.h"

#include <QtGlobal>

#if defined(Q_OS_UNIX) && defined(NDEBUG)
#include <sys/resource.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#endif

namespace rookery {

void keepSecretsOutOfCores()
{
#if defined(Q_OS_UNIX) && defined(NDEBUG)
    constexpr rlimit kNone{0, 0};
    ::setrlimit(RLIMIT_CORE, &kNone);
#ifdef Q_OS_LINUX
    // the core size limit does not apply when the system pipes core files to a handler
    ::prctl(PR_SET_DUMPABLE, 0); // NOLINT(cppcoreguidelines-pro-type-vararg): the kernel's interface
#endif
#endif
}

} // namespace rookery
