// SPDX-License-Identifier: GPL-3.0-or-later
#include "readat.h"

#include <QFile>

#ifdef Q_OS_WIN
#include <io.h>
#include <windows.h>
#else
#include <cerrno>
#include <unistd.h>
#endif

#include <algorithm>

namespace rookery {

namespace {

constexpr qint64 kMostAtOnce = 1LL << 30; // systems take no more

#ifdef Q_OS_WIN
qint64 readSome(int file, qint64 at, char *to, qint64 most)
{
    OVERLAPPED place{};
    place.Offset = DWORD(at);
    place.OffsetHigh = DWORD(at >> 32);
    DWORD got = 0;
    if (!ReadFile(HANDLE(_get_osfhandle(file)), to, DWORD(most), &got, &place))
        return GetLastError() == ERROR_HANDLE_EOF ? 0 : -1;
    return got;
}
#else
qint64 readSome(int file, qint64 at, char *to, qint64 most)
{
    for (;;) {
        const auto got = pread(file, to, std::size_t(most), off_t(at));
        if (got >= 0 || errno != EINTR)
            return got;
    }
}
#endif

} // namespace

qint64 readAt(const QFile &file, qint64 at, char *to, qint64 most)
{
    qint64 all = 0;
    while (all < most) {
        const qint64 got = readSome(file.handle(), at + all, to + all, std::min(most - all, kMostAtOnce));
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        all += got;
    }
    return all;
}

} // namespace rookery
