// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QObject>

class QProcess;

namespace rookery::io {

//! The child processes that runners of one thread have started: owns each until it has ended, be its runner gone or
//! not. What still runs when this goes is killed. Lives on that thread, longer than the runners.
class ChildProcesses final
{
    Q_DISABLE_COPY_MOVE(ChildProcesses)

public:
    //! From asking a process to end until it is killed.
    static constexpr seconds kGrace{5};

    ChildProcesses() = default;
    ~ChildProcesses();

    //! At least one has not ended yet.
    [[nodiscard]] bool anyRuns() const;
    //! One that works in this folder has not ended yet although its runner is gone.
    [[nodiscard]] bool anyLeftIn(const QString &folder) const;

    //! For the runner: one to be started. It is not needed any more after `deleteLater`.
    [[nodiscard]] QProcess *make();
    //! From the runner that goes, without its connections: asks `process` to end, and kills it after kGrace. `leader`
    //! is that of its group, 0 where it has not begun.
    void adopt(QProcess *process, qint64 leader);

private:
    QObject m_attended; //!< parent of those with a runner
    QObject m_left; //!< and of those without
};

} // namespace rookery::io
