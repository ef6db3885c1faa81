// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QFile>
#include <QString>

namespace rookery::sim::geekai {

//! What the service writes: `app.log` in tab-separated fields, and in `stderr.log` what its WeChat library writes to
//! standard error alone. Without a folder nothing is written. Its clock shows China's time.
class Diary final
{
    Q_DISABLE_COPY_MOVE(Diary)

public:
    Diary(Clock &clock, const QString &folder);

    [[nodiscard]] QString logFile() const { return m_log.fileName(); }
    [[nodiscard]] QString stderrFile() const { return m_stderr.fileName(); }

    void info(const QString &caller, const QString &text) { fields(u"INFO", caller, text); }
    void error(const QString &caller, const QString &text) { fields(u"ERROR", caller, text); }
    void library(const QString &text);
    //! As at 10 MB: the file is renamed, and a new one begins.
    void rotate();

private:
    void fields(QStringView level, const QString &caller, const QString &text);
    static void append(QFile &file, const QString &line);

    Clock &m_clock;
    QFile m_log;
    QFile m_stderr;
};

//! A login code as go-qrcode draws it: two characters a square, a quiet zone of four, dark squares printed.
[[nodiscard]] QString drawCode(const QString &text);

} // namespace rookery::sim::geekai
