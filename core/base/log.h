// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"

#include <QString>

#include <fmt/core.h>

#include <functional>
#include <string>

//! Logs messages of the programs themselves (gateway logs are data, see core/logs). Format strings use fmt syntax and
//! are checked at compile time; QString prints as UTF-8; a Redacted<T> does not compile.
#define rkDebug(...) ::rookery::log(::rookery::LogAs::Debug, __FILE__, __LINE__, __VA_ARGS__)
#define rkInfo(...) ::rookery::log(::rookery::LogAs::Info, __FILE__, __LINE__, __VA_ARGS__)
#define rkWarn(...) ::rookery::log(::rookery::LogAs::Warning, __FILE__, __LINE__, __VA_ARGS__)
#define rkError(...) ::rookery::log(::rookery::LogAs::Error, __FILE__, __LINE__, __VA_ARGS__)

namespace fmt {

//! Lets log lines contain a QString.
template <>
struct formatter<QString> {
    static constexpr auto parse(format_parse_context &context) { return context.begin(); }
    static format_context::iterator format(const QString &text, format_context &context);
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

enum class LogAs { Debug, Info, Warning, Error };

namespace detail {
//! Formats and writes one line; compiled once, whatever its arguments are.
void log(LogAs as, const char *file, int line, fmt::string_view format, fmt::format_args arguments);
} // namespace detail

//! Writes one line; called by the macros above. Any thread.
template <class... Arguments>
void log(LogAs as, const char *file, int line, fmt::format_string<Arguments...> format, Arguments &&...arguments)
{
    detail::log(as, file, line, format, fmt::make_format_args(arguments...));
}

} // namespace rookery
