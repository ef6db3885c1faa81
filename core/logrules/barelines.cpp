// SPDX-License-Identifier: GPL-3.0-or-later
#include "barelines.h"

#include <QRegularExpression>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

//! Matches the messages of V8, .NET, Go, Rust, the C library, Chromium and the kernel.
bool isRuntimeCrash(const QString &line)
{
    static const QRegularExpression crash(
        u"^(?:<--- (?:Last few GCs|JS stacktrace) --->|FATAL ERROR: |# Fatal error in |Unhandled exception|"
        "Fatal error\\. |Process terminated|Stack overflow|Out of memory|Memory cgroup out of memory|oom-kill:|"
        "panic: |fatal error: |runtime: out of memory|SIG[A-Z]{3,5}: |thread '[^']*' (?:\\(\\d+\\) )?panicked at|"
        "terminate called |double free or corruption|free\\(\\): |malloc\\(\\): |munmap_chunk\\(\\): |"
        "corrupted (?:size vs\\. |double-linked list)|\\*\\*\\* (?:stack smashing|buffer overflow) detected \\*\\*\\*|"
        "pure virtual method called|Received signal \\d+(?: |$)|\\[\\d+:\\d{4}/\\d{6}\\.\\d+:FATAL:|"
        "[\\w.-]{1,32}\\[\\d+\\]: segfault at |traps: |Process \\d+ \\([^)]{1,32}\\) of user \\d+ dumped core|"
        "(?:node:|file:///|/|[A-Z]:\\\\)[^\\s:]*(?:\\.[cm]?js|/[\\w-]+):\\d+$)"_s);
    return crash.match(line).hasMatch();
}

//! Matches what a shell prints when a signal ended a program, in English and Chinese.
bool isShellCrash(const QString &line)
{
    static const QRegularExpression crash(
        u"^(?:[^:\\n]{1,200}: ?(?:line \\d+|行 ?\\d+|第 ?\\d+ ?行)[:：] *\\d+ +)?(?:Segmentation fault|Aborted|Killed|"
        "Illegal instruction|Bus error|Trace/breakpoint "
        "trap|段错误|已放弃|已杀死|已终止|非法指令|总线错误|追踪与中断点陷阱|"
        "跟踪/断点陷阱)(?: *[(（](?:core dumped|核心已转储|吐核)[)）])?(?:  .*)?$"_s);
    return crash.match(line).hasMatch();
}

//! Matches what the program says that starts and watches the gateway.
bool isStatus(const QString &line)
{
    static const QRegularExpression status(
        u"^(?:[\\w@.\\\\-]{1,100}\\.(?:service|scope): |[●○×↻] [\\w@.\\\\-]{1,100}\\.service(?: - |$)|"
        "(?:Started|Stopped|Stopping|Starting|Failed to start) [\\w@.\\\\-]{1,100}\\.service(?: - |\\.?$)|"
        "[\\w.-]{1,64} exited with code \\d{1,3}(?: \\(restarting\\))?$|"
        "(?:PM2 (?:log|error): )?(?:App \\[[^\\]]{1,64}\\] (?:exited with code|online|starting in)|"
        "Script \\S{1,200} had too many unstable restarts)|Script (?:started|done) on |脚本启动于|脚本完成于)"_s);
    return status.match(line).hasMatch();
}

LogLevel levelOfStatus(const QString &line)
{
    static const QRegularExpression fault(
        u"^(?:×|Failed to start)|code=(?:killed|dumped)|code=exited, status=[1-9]|Failed with result |OOM killer|"
        "repeated too quickly|too many unstable restarts|exited with code \\[?[1-9]"_s);
    if (fault.match(line).hasMatch())
        return LogLevel::Error;
    return line.contains("Scheduled restart job"_L1) ? LogLevel::Warn : LogLevel::Info;
}

} // namespace

std::optional<LogLevel> levelOfBareLine(const QString &line)
{
    if (isRuntimeCrash(line) || isShellCrash(line))
        return LogLevel::Fatal;
    return isStatus(line) ? std::optional(levelOfStatus(line)) : std::nullopt;
}

} // namespace rookery::logrules
