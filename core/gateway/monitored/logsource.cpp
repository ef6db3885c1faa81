// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsource.h"

#include "base/reasons/gateway.h"
#include "gateway/qrreader.h"

#include "logrules/logformats.h"

#include <QRegularExpression>

#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

// a command that ran this long restarts the back-off table
constexpr seconds kStable{30};

//! Finds a login code that is printed as an address on its own line instead of drawn; the address of its picture
//! identifies the code as well. An address within other text comes from a chat or a request.
std::optional<Redacted<QString>> codeIn(const QString &line)
{
    static const QRegularExpression address(
        u"\\A\\s*https://(?:login\\.weixin\\.qq\\.com/(?:l|qrcode)/(?<uuid>[\\w=-]{4,64})|"
        "(?<whole>liteapp\\.weixin\\.qq\\.com/q/[\\w?=&.%/-]{1,400}))\\s*\\z"_s);
    if (!line.contains("weixin.qq.com/"_L1))
        return std::nullopt;
    const QRegularExpressionMatch match = address.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    const QString uuid = match.captured(u"uuid"_s);
    return Redacted<QString>(uuid.isEmpty() ? u"https://"_s + match.captured(u"whole"_s)
                                            : u"https://login.weixin.qq.com/l/"_s + uuid);
}

} // namespace

LogSource::LogSource(const QString &label, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_connection(label, clock, [this](const ConnectionInfo &info) { Q_EMIT connectionChanged(info); })
    , m_flush(clock, [this] { flush(); })
{}

void LogSource::start()
{
    m_trouble = {};
    drop();
    open();
}

void LogSource::stop()
{
    close();
    drop();
    m_isUp = false;
    m_isLive = false;
    m_trouble = {};
    m_connection.down({});
}

void LogSource::drop()
{
    m_flush.stop();
    m_drawing.reset();
    m_parser = logrules::makeLogParser(GatewayKind::MonitoredService, m_clock.wallNow());
}

void LogSource::feed(const QByteArray &line)
{
    const QString text = logrules::stripAnsi(QString::fromUtf8(line));
    m_flush.start(kPause);
    if (const auto complete = m_parser->feed(text))
        Q_EMIT entry(*complete, !m_isLive);
    if (const auto told = codeIn(text)) {
        flush();
        Q_EMIT code(*told);
    }
    const auto drawn = m_drawing.feed(text);
    if (!drawn)
        return;
    if (const Result<Redacted<QString>> read = readQr(*drawn))
        Q_EMIT code(*read);
}

void LogSource::flush()
{
    m_flush.stop();
    if (const auto last = m_parser->finish())
        Q_EMIT entry(*last, !m_isLive);
}

void LogSource::up()
{
    m_isUp = true;
    m_trouble = {};
    m_connection.up();
    Q_EMIT changed();
}

void LogSource::down(const Error &why)
{
    flush();
    m_isUp = false;
    m_isLive = false;
    m_trouble = why;
    m_connection.down(why);
    Q_EMIT changed();
}

void LogSource::live()
{
    if (m_isLive)
        return;
    flush(); // an open entry was there before
    m_isLive = true;
    m_liveSince = m_clock.now();
    Q_EMIT changed();
}

FileSource::FileSource(const QString &path, Clock &clock, QObject *parent)
    : LogSource(u"log file"_s, clock, parent)
    , m_tail(clock, path)
{
    connect(&m_tail, &io::FileTail::opened, this, [this] { up(); });
    connect(&m_tail, &io::FileTail::line, this, [this](const QByteArray &line) { feed(line); });
    connect(&m_tail, &io::FileTail::caughtUp, this, [this] { live(); });
    connect(&m_tail, &io::FileTail::trouble, this, [this](Error why) {
        why.reason = Reason::LogUnreadable;
        down(why);
    });
}

CommandSource::CommandSource(const QString &command, io::ChildProcesses &children, Clock &clock, QObject *parent)
    : LogSource(u"log command"_s, clock, parent)
    , m_command(command)
    , m_process(children, clock)
    , m_jitter(systemJitter())
    , m_quiet(clock, [this] { live(); })
    , m_retry(clock, [this] { open(); })
{
    connect(&m_process, &io::ProcessRunner::started, this, &CommandSource::onStarted);
    connect(&m_process, &io::ProcessRunner::outputLine, this, &CommandSource::onLine);
    connect(&m_process, &io::ProcessRunner::ended, this, [this](int exitCode) {
        onEnded({.kind = ErrorKind::Offline, .reason = Reason::ProgramEnded, .code = exitCode});
    });
    connect(&m_process, &io::ProcessRunner::failed, this, [this](const Error &why) { onEnded(why); });
}

void CommandSource::open()
{
    m_wanted = true;
    m_restarting = m_process.isRunning();
    m_process.start({.shellCommand = m_command}); // does nothing while the earlier run is ending
}

void CommandSource::close()
{
    m_wanted = false;
    m_restarting = false;
    m_attempt = 0;
    m_quiet.stop();
    m_retry.stop();
    m_process.stop();
}

void CommandSource::onStarted()
{
    if (!m_wanted || m_restarting)
        return;
    m_startedAt = clock().now();
    m_firstLineAt.reset();
    m_quiet.start(kStable); // a remote machine may take its time before it repeats old lines
    up();
}

void CommandSource::onLine(const QByteArray &line)
{
    if (!m_wanted || m_restarting)
        return;
    if (!m_firstLineAt)
        m_firstLineAt = clock().now();
    if (!isLive() && clock().now() - *m_firstLineAt < kStable)
        m_quiet.start(kQuiet);
    feed(line);
}

void CommandSource::onEnded(const Error &why)
{
    m_quiet.stop();
    if (!m_wanted)
        return;
    if (std::exchange(m_restarting, false)) {
        open();
        return;
    }
    if (isUp() && clock().now() - m_startedAt >= kStable)
        m_attempt = 0;
    down(why);
    m_retry.start(backoffDelay(kReconnectTable, ++m_attempt, m_jitter()));
}

} // namespace rookery::gateway

#include "moc_logsource.cpp"
