// SPDX-License-Identifier: GPL-3.0-or-later
// What a view of a log file waits for: the first lines, all of them, a filter, and all of them the second time.
// bench_logs.py runs it beside ripgrep on the same file: bench_filelog FILE EXPRESSION

#include "logs/filelog.h"
#include "logs/filteredlog.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>

#include <cstdio>
#include <functional>

using namespace rookery;
using namespace rookery::logs;

namespace {

//! Runs the event loop until the document says something and it is so; returns the seconds that it took.
double secondsUntil(const QElapsedTimer &since, const std::function<bool()> &done)
{
    while (!done())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return double(since.nsecsElapsed()) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        return 2;
    const QTemporaryDir folder;
    QElapsedTimer since;
    since.start();
    FileLog log(arguments.at(1), GatewayKind::NapCat, folder.path());
    const double first =
        secondsUntil(since, [&log] { return log.lineCount() > 50 && log.line({0}) && log.line({50}); });
    const double all = secondsUntil(since, [&log] { return !log.state().busy; });
    FilteredLog filtered(&log);
    since.start();
    filtered.setFilter({.text = arguments.at(2), .pattern = true, .caseSensitive = true});
    const double filter = secondsUntil(since, [&filtered] { return !filtered.state().busy; });
    since.start();
    filtered.setFilter({.lowest = LogLevel::Info});
    const double level = secondsUntil(since, [&filtered] { return !filtered.state().busy; });
    const qint64 most = filtered.lineCount();
    filtered.setFilter({.text = arguments.at(2), .pattern = true, .caseSensitive = true});
    secondsUntil(since, [&filtered] { return !filtered.state().busy; });
    since.start();
    FileLog again(arguments.at(1), GatewayKind::NapCat, folder.path());
    const double second = secondsUntil(since, [&again] { return !again.state().busy && again.line({0}); });
    std::printf("{\"first\":%.4f,\"all\":%.3f,\"filter\":%.3f,\"level\":%.3f,\"second\":%.4f,\"lines\":%lld,"
                "\"matches\":%lld,\"most\":%lld,\"index\":%lld}\n",
                first, all, filter, level, second, qlonglong(log.lineCount()), qlonglong(filtered.lineCount()),
                qlonglong(most), qlonglong(log.indexBytes()));
    return 0;
}
