// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/connectiontracker.h"

#include "base/backoff.h"
#include "base/redacted.h"
#include "io/filetail.h"
#include "io/processrunner.h"
#include "logrules/logparser.h"
#include "protocol/qrdrawing.h"

#include <QObject>

#include <memory>
#include <optional>

namespace rookery::gateway {

//! Reads a service's lines from one place: cuts them into entries and finds login codes in them. Entries from before
//! we followed the source are marked as replayed. Lives on the engine thread.
class LogSource : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogSource)

public:
    //! An entry counts as complete when nothing follows for this long.
    static constexpr milliseconds kPause = milliseconds(300);

    ~LogSource() override = default;

    void start();
    void stop();
    //! Returns true if lines arrive, as far as we know.
    [[nodiscard]] bool isUp() const { return m_isUp; }
    [[nodiscard]] const Error &trouble() const { return m_trouble; }
    //! Gives the moment since when no line is missed.
    [[nodiscard]] SteadyTime liveSince() const { return m_liveSince; }

Q_SIGNALS:
    void entry(const rookery::logrules::RawLogEntry &entry, bool replayed);
    void code(const rookery::Redacted<QString> &text);
    void changed(); //!< up, down or live
    void connectionChanged(const rookery::ConnectionInfo &info);

protected:
    LogSource(const QString &label, Clock &clock, QObject *parent);

    virtual void open() = 0;
    virtual void close() = 0;

    void feed(const QByteArray &line);
    void up();
    void down(const Error &why);
    //! Treats everything from now on as new.
    void live();
    [[nodiscard]] bool isLive() const { return m_isLive; }
    [[nodiscard]] Clock &clock() { return m_clock; }

private:
    void flush();
    void drop();

    Clock &m_clock;
    ConnectionTracker m_connection;
    std::unique_ptr<logrules::LogParser> m_parser;
    protocol::QrDrawingReader m_drawing;
    Timer m_flush;
    bool m_isUp = false;
    bool m_isLive = false;
    SteadyTime m_liveSince{};
    Error m_trouble;
};

//! Reads the service's log file.
class FileSource final : public LogSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FileSource)

public:
    //! Bytes read of what the file already contains.
    static constexpr qint64 kLastBytes = 256 * 1024;

    FileSource(const QString &path, Clock &clock, QObject *parent = nullptr);

private:
    void open() override { m_tail.start(kLastBytes); }
    void close() override { m_tail.stop(); }

    io::FileTail m_tail;
};

//! Reads the output of a command, both streams, run exactly as the operator typed it. A command that ends is started
//! again with growing pauses; its output until the first silence counts as replayed, however late it begins.
class CommandSource final : public LogSource
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandSource)

public:
    //! The first silence of this length ends the replayed part.
    static constexpr milliseconds kQuiet = milliseconds(700);

    CommandSource(const QString &command, io::ChildProcesses &children, Clock &clock, QObject *parent = nullptr);

private:
    void open() override;
    void close() override;
    void onStarted();
    void onLine(const QByteArray &line);
    void onEnded(const Error &why);

    QString m_command;
    io::ProcessRunner m_process;
    Jitter m_jitter;
    Timer m_quiet;
    Timer m_retry;
    SteadyTime m_startedAt{};
    std::optional<SteadyTime> m_firstLineAt;
    int m_attempt = 0;
    bool m_wanted = false;
    bool m_restarting = false; //!< an earlier run is still ending
};

} // namespace rookery::gateway
