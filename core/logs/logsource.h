// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdevice.h"
#include "textlines.h"

#include "logrules/logparser.h"
#include "model/kind.h"

namespace rookery::logs {

//! Holds an open log file with its lines, and the parser that has seen the first of them.
class LogSource final
{
    Q_DISABLE_COPY_MOVE(LogSource)

public:
    //! Opens the log of a gateway of that kind, at its first line. Errors as openLog.
    [[nodiscard]] static Result<std::unique_ptr<LogSource>> open(const QString &path, GatewayKind kind);
    ~LogSource() = default;

    [[nodiscard]] QIODevice &device() { return *m_device; }
    [[nodiscard]] TextLines &text() { return m_text; }
    [[nodiscard]] logrules::LogParser &parser() { return *m_parser; }
    [[nodiscard]] QStringList wrappings() const; //!< by name, outermost first
    [[nodiscard]] const QString &misread() const { return m_misread; } //!< as LogReading says it

private:
    LogSource(std::unique_ptr<QIODevice> device, std::unique_ptr<logrules::LogParser> parser);

    std::unique_ptr<QIODevice> m_device;
    TextLines m_text;
    std::unique_ptr<logrules::LogParser> m_parser;
    QString m_misread;
};

} // namespace rookery::logs
