// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QFile>
#include <QString>

namespace rookery::sim::geekai {

//! Writes the service's logs: `app.log` in tab-separated fields, and `stderr.log` with what its WeChat library writes
//! only to standard error. Writes nothing without a folder. The times are China's (UTC+8).
class LogWriter final
{
    Q_DISABLE_COPY_MOVE(LogWriter)

public:
    LogWriter(Clock &clock, const QString &folder);

    [[nodiscard]] QString logFile() const { return m_log.fileName(); }
    [[nodiscard]] QString stderrFile() const { return m_stderr.fileName(); }

    void info(const QString &caller, const QString &text) { fields(u"INFO", caller, text); }
    void error(const QString &caller, const QString &text) { fields(u"ERROR", caller, text); }
    void library(const QString &text);
    //! Renames the log file and begins a new one, as the service does at 10 MB.
    void rotate();

private:
    void fields(QStringView level, const QString &caller, const QString &text);
    static void append(QFile &file, const QString &line);

    Clock &m_clock;
    QFile m_log;
    QFile m_stderr;
};

//! Draws a login code as go-qrcode does: two characters per square, a quiet zone of four, dark squares printed.
[[nodiscard]] QString drawCode(const QString &text);

} // namespace rookery::sim::geekai
