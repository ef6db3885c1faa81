// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "childprocesses.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace rookery::io {

//! Describes what to start: a program with its arguments, or a command exactly as typed.
struct ProcessSpec {
    QString program = {};
    QStringList arguments = {};
    QString folder = {}; //!< working folder; empty: ours
    QString shellCommand = {}; //!< passed to the platform's shell instead of `program`
};

//! Runs one child process and reports its output line by line. The child gets no standard input and none of our own
//! environment variables (they may contain secrets). It ends with us, together with what it started itself: on Unix
//! everything in its process group. Never blocks. Lives on its thread; `children` and `clock` must outlive it.
class ProcessRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessRunner)

public:
    //! Limits the reported length of a line, in bytes; the rest is dropped.
    static constexpr qsizetype kLineLimit = 64 * 1024;

    ProcessRunner(ChildProcesses &children, Clock &clock, QObject *parent = nullptr);
    //! Asks a running process to end and leaves it to `children`; no signal follows.
    ~ProcessRunner() override;

    //! Starts the process; does nothing while one runs. `started` or `failed` follows.
    void start(const ProcessSpec &spec);
    //! Asks the process to end, and kills it after ChildProcesses::kGrace. `ended` follows, unless nothing runs.
    void stop();
    //! Returns true from `start` until `failed` or `ended`.
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void started();
    //! Reports a line without its line end. The last output is reported even without a line end.
    void outputLine(const QByteArray &line, bool standardError);
    void ended(int exitCode, bool crashed);
    //! Reports that it could not be started: Offline/ProgramNotStarted, with the system's text.
    void failed(const rookery::Error &why);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
