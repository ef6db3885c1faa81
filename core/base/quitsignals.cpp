// SPDX-License-Identifier: GPL-3.0-or-later
#include "quitsignals.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX // the only file that uses POSIX signals

#include <QSocketNotifier>

#include <array>
#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace rookery {

namespace {

// A signal handler may only call async-signal-safe functions: it writes one byte, and the notifier reads it.
std::array<int, 2> s_pair{-1, -1};

void onSignal(int)
{
    const char byte = 1;
    const auto written = ::write(s_pair[0], &byte, 1);
    static_cast<void>(written);
}

} // namespace

QuitSignals::QuitSignals(QObject *parent) : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, s_pair.data()) != 0)
        return;
    auto *notifier = new QSocketNotifier(s_pair[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(s_pair[1], &byte, 1) == 1)
            Q_EMIT endWanted();
    });
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, onSignal);
}

QuitSignals::~QuitSignals()
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        std::signal(number, SIG_DFL);
    for (int &end : s_pair) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

} // namespace rookery

#else

namespace rookery {

QuitSignals::QuitSignals(QObject *parent) : QObject(parent) {}
QuitSignals::~QuitSignals() = default;

} // namespace rookery

#endif

#include "moc_quitsignals.cpp"
