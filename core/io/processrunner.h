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

//! What to start: a program with its arguments, or a command exactly as typed.
struct ProcessSpec {
    QString program = {};
    QStringList arguments = {};
    QString folder = {}; //!< to work in; empty: ours
    QString shellCommand = {}; //!< given to the platform's shell instead of `program`
};

//! One child process and what it prints, line by line. It gets no standard input and none of our own environment
//! variables (they may carry secrets). It ends with us, and so does what it started itself: on Unix everything in its
//! process group. Never blocks. Lives on its thread, and not longer than `children` and `clock`.
class ProcessRunner final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessRunner)

public:
    //! Longest line that is told, in bytes; what is beyond is dropped.
    static constexpr qsizetype kLineLimit = 64 * 1024;

    ProcessRunner(ChildProcesses &children, Clock &clock, QObject *parent = nullptr);
    //! What still runs is left to `children`, asked to end; no signal follows.
    ~ProcessRunner() override;

    //! Nothing while one runs. `started` or `failed` follows.
    void start(const ProcessSpec &spec);
    //! Asks to end, and kills after ChildProcesses::kGrace. `ended` follows, unless nothing runs.
    void stop();
    //! From `start` until `failed` or `ended`.
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    void started();
    //! Without its line end. What the process printed last comes even if no line end does.
    void outputLine(const QByteArray &line, bool standardError);
    void ended(int exitCode, bool crashed);
    //! It could not be started: Offline/ProgramNotStarted, with the system's words.
    void failed(const rookery::Error &why);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace rookery::io
