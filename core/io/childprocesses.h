// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QObject>

class QProcess;

namespace rookery::io {

//! Owns the child processes that runners of one thread have started, each until it has ended, even after its runner is
//! destroyed. The destructor kills those that still run. Lives on that thread; must outlive the runners.
class ChildProcesses final
{
    Q_DISABLE_COPY_MOVE(ChildProcesses)

public:
    //! Defines the time between asking a process to end and killing it.
    static constexpr seconds kGrace{5};

    ChildProcesses() = default;
    ~ChildProcesses();

    //! Returns whether at least one process has not ended yet.
    [[nodiscard]] bool anyRuns() const;
    //! Returns whether a process with this working folder still runs although its runner is gone.
    [[nodiscard]] bool anyLeftIn(const QString &folder) const;

    //! Creates a process for a runner to start. The runner calls `deleteLater` once it no longer needs it.
    [[nodiscard]] QProcess *make();
    //! Takes `process` over from a runner that is being destroyed and has disconnected it: asks it to end, and kills it
    //! after kGrace. `leader` is the leader of its group, 0 if it has not started.
    void adopt(QProcess *process, qint64 leader);

private:
    QObject m_attended; //!< parent of the processes with a runner
    QObject m_left; //!< parent of the processes without a runner
};

} // namespace rookery::io
