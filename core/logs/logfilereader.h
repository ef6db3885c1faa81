// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/ruleset.h"
#include "model/gateway.h"
#include "model/logline.h"

#include "base/async.h"
#include "base/mailbox.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace rookery::logs {

//! Reads log files of gateways on a thread of its own, classified and masked. A newer request interrupts an
//! older one, which ends with Cancelled. May be called from any thread.
class LogFileReader final
{
    Q_DISABLE_COPY_MOVE(LogFileReader)

public:
    //! Of a larger file only the end is read.
    static constexpr qint64 kMaxBytes = 256LL * 1024 * 1024;

    LogFileReader();
    //! Interrupts and waits for the thread.
    ~LogFileReader();

    //! At most `limit` lines from the end, oldest first, `seq` from 1. Errors: Storage with FileMissing or
    //! FileDenied.
    [[nodiscard]] FutureResult<QList<LogLine>> read(const QString &path, GatewayKind kind, int limit);

private:
    struct Job {
        QString path;
        GatewayKind kind = GatewayKind::NapCat;
        int limit = 0;
        quint64 number = 0;
        Answer<QList<LogLine>> answer;
    };
    void work();

    Mailbox<Job> m_jobs;
    std::atomic<quint64> m_newest{0};
    std::atomic<bool> m_stopping{false};
    std::thread m_thread;
};

//! The same on the caller's thread. `keepGoing` is asked now and then; false ends with Cancelled.
[[nodiscard]] Result<QList<LogLine>> readLogFile(const QString &path, const logrules::RuleSet &rules, int limit,
                                                 const std::function<bool()> &keepGoing);

} // namespace rookery::logs
