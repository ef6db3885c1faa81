// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"

#include <QString>

#include <spdlog/spdlog.h>

#include <functional>
#include <string>

//! Logs messages of the programs themselves (gateway logs are data, see core/logs). Format strings use fmt syntax;
//! QString prints as UTF-8; a Redacted<T> does not compile.
#define rkDebug(...) SPDLOG_LOGGER_DEBUG(spdlog::default_logger_raw(), __VA_ARGS__)
#define rkInfo(...) SPDLOG_LOGGER_INFO(spdlog::default_logger_raw(), __VA_ARGS__)
#define rkWarn(...) SPDLOG_LOGGER_WARN(spdlog::default_logger_raw(), __VA_ARGS__)
#define rkError(...) SPDLOG_LOGGER_ERROR(spdlog::default_logger_raw(), __VA_ARGS__)

namespace fmt {

//! Lets log lines contain a QString.
template <>
struct formatter<QString> : formatter<std::string> {
    template <class Context>
    auto format(const QString &text, Context &context) const
    {
        return formatter<std::string>::format(text.toStdString(), context);
    }
};

} // namespace fmt

namespace rookery {

//! Removes secrets from a line before it is written anywhere.
using LogMask = std::function<std::string(std::string_view)>;

//! Says where the log goes.
struct LogSetup {
    QString folder; //!< empty: no file
    bool toStderr = true; //!< warnings and errors only
    LogMask mask = {};
};

//! Starts logging; call once at program start. Writes `rookery.log` (5 files of 2 MiB, mode 0600) with every line
//! masked. Qt's own messages go to the same log. The file lags at most two seconds behind. Returns an error of kind
//! Storage if the file cannot be opened.
[[nodiscard]] Result<> startLogging(const LogSetup &setup);

} // namespace rookery
