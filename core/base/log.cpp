// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include "reasons/machine.h"

#include <QDir>
#include <QFile>
#include <QLoggingCategory>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

fmt::format_context::iterator fmt::formatter<QString>::format(const QString &text, format_context &context)
{
    const QByteArray bytes = text.toUtf8();
    return std::copy(bytes.cbegin(), bytes.cend(), context.out());
}

namespace rookery {

namespace {

constexpr std::size_t kFileBytes = 2 * 1024 * 1024;
constexpr std::size_t kFiles = 5;
constexpr std::chrono::seconds kFlushEvery{1};

//! Replaces control and format characters with their codes. Log lines can contain remote text and may be read on a
//! terminal, where such characters could move the cursor or reverse the reading direction.
std::string harmless(const std::string &line)
{
    std::u16string safe;
    const QString given = QString::fromStdString(line);
    for (qsizetype i = 0; i < given.size(); ++i) {
        const QChar c = given.at(i);
        const bool end = i + 2 >= given.size() && (c == QLatin1Char('\r') || c == QLatin1Char('\n'));
        if (end || (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format))
            safe += c.unicode();
        else
            safe += QStringLiteral("<U+%1>").arg(uint(c.unicode()), 4, 16, QLatin1Char('0')).toStdU16String();
    }
    return QString::fromStdU16String(safe).toStdString();
}

//! Formats as spdlog does, then masks the finished line and escapes its control characters.
class MaskingFormatter final : public spdlog::formatter
{
public:
    explicit MaskingFormatter(LogMask mask) : m_mask(std::move(mask)) {}

    void format(const spdlog::details::log_msg &message, spdlog::memory_buf_t &out) override
    {
        spdlog::memory_buf_t line;
        m_pattern.format(message, line);
        const std::string masked =
            harmless(m_mask ? m_mask({line.data(), line.size()}) : std::string(line.data(), line.size()));
        out.append(masked.data(), masked.data() + masked.size());
    }

    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override
    {
        return std::make_unique<MaskingFormatter>(m_mask);
    }

private:
    LogMask m_mask;
    spdlog::pattern_formatter m_pattern{"%Y-%m-%d %H:%M:%S.%e [%l] %v"};
};

void qtMessage(QtMsgType type, const QMessageLogContext & /*context*/, const QString &text)
{
    switch (type) {
    case QtDebugMsg:
        rkDebug("qt: {}", text);
        break;
    case QtInfoMsg:
        rkInfo("qt: {}", text);
        break;
    case QtWarningMsg:
        rkWarn("qt: {}", text);
        break;
    case QtCriticalMsg:
    case QtFatalMsg:
        rkError("qt: {}", text);
        break;
    }
}

spdlog::level::level_enum levelOf(LogAs as)
{
    switch (as) {
    case LogAs::Debug:
        return spdlog::level::debug;
    case LogAs::Info:
        return spdlog::level::info;
    case LogAs::Warning:
        return spdlog::level::warn;
    case LogAs::Error:
        break;
    }
    return spdlog::level::err;
}

} // namespace

void detail::log(LogAs as, const char *file, int line, fmt::string_view format, fmt::format_args arguments)
{
    spdlog::logger *logger = spdlog::default_logger_raw();
    const spdlog::level::level_enum level = levelOf(as);
    if (!logger->should_log(level))
        return;
    fmt::memory_buffer text;
    fmt::vformat_to(std::back_inserter(text), format, arguments);
    logger->log(spdlog::source_loc{file, line, ""}, level, spdlog::string_view_t(text.data(), text.size()));
}

Result<> startLogging(const LogSetup &setup)
{
    std::vector<spdlog::sink_ptr> sinks;
    if (setup.toStderr) {
        sinks.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        sinks.back()->set_level(spdlog::level::warn);
    }
    Result<> result;
    if (!setup.folder.isEmpty()) {
        spdlog::file_event_handlers handlers;
        handlers.after_open = [](const spdlog::filename_t &name, std::FILE * /*stream*/) {
            QFile::setPermissions(QString::fromStdString(name), QFile::ReadOwner | QFile::WriteOwner);
        };
        try { // spdlog throws; the exception is caught here and becomes a Result
            sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                QDir(setup.folder).filePath(QStringLiteral("rookery.log")).toStdString(), kFileBytes, kFiles, false,
                handlers));
        } catch (const spdlog::spdlog_ex &failure) {
            result = fail(ErrorKind::Storage, Reason::FileDenied, QString::fromUtf8(failure.what()));
        }
    }
    auto logger = std::make_shared<spdlog::logger>("rookery", sinks.begin(), sinks.end());
    logger->set_formatter(std::make_unique<MaskingFormatter>(setup.mask));
    logger->set_level(spdlog::level::info);
    logger->flush_on(spdlog::level::warn);
    // A full disk must not end the program: the failure is dropped, because the window reports a full disk itself.
    logger->set_error_handler([](const std::string &) {});
    spdlog::set_default_logger(logger);
    spdlog::flush_every(kFlushEvery); // so that the file holds what happened before a crash
    qInstallMessageHandler(qtMessage);
    return result;
}

} // namespace rookery
