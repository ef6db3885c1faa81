// SPDX-License-Identifier: GPL-3.0-or-later
#include "testcase.h"

#include "base/reasons/transport.h"

#include <QDirIterator>
#include <QFile>

namespace rookery {

namespace {

//! A thread of a QNetworkAccessManager, maybe of one that is gone already, has not left the process yet.
bool hasNetworkThread()
{
#ifdef Q_OS_LINUX
    QDirIterator threads(QStringLiteral("/proc/self/task"), QDir::Dirs | QDir::NoDotAndDotDot);
    while (threads.hasNext()) {
        QFile name(threads.next() + QStringLiteral("/comm"));
        if (name.open(QIODevice::ReadOnly) && name.readAll().startsWith("QNetworkAccessM"))
            return true;
    }
#endif
    return false;
}

} // namespace

QString described(const Error &error)
{
    return QStringLiteral("%1, %2, code %3: %4")
        .arg(nameOf(error.kind), nameOf(error.reason), QString::number(error.code), error.detail);
}

tl::unexpected<Error> neverFinished()
{
    return fail(ErrorKind::Timeout, Reason::NoReply, QStringLiteral("never finished"));
}

// QThread::wait() returns before the thread has cleaned up behind itself. Should the process end in between, what
// OpenSSL keeps for each thread is never freed, and LeakSanitizer takes it for a leak of ours.
TestCase::~TestCase()
{
    static_cast<void>(becomesTrue([] { return !hasNetworkThread(); }));
}

} // namespace rookery

#include "moc_testcase.cpp"
