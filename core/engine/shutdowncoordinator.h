// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/async.h"
#include "io/childprocesses.h"
#include "session/sessionregistry.h"

#include <functional>

namespace rookery::engine {

//! Ends what the engine runs: lets sends in flight be recorded, then asks the programs that the sessions run on this
//! machine to exit and waits until they have, so that none is killed while it writes. Lives on the engine thread.
class ShutdownCoordinator final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShutdownCoordinator)

public:
    //! Calls `done` once: as soon as nothing runs any more, and at the latest when all must have been killed. Children
    //! and sessions outlive the coordinator.
    ShutdownCoordinator(Clock &clock, const io::ChildProcesses &children, const session::SessionRegistry &sessions,
                        std::function<void()> done);

    //! Begins the shutdown once `sent` has finished, and after some seconds in any case: a send that takes longer is
    //! unknown at the next start. Called once.
    void begin(const FutureResult<> &sent);

private:
    void stopSessions();
    void look();

    Clock &m_clock;
    const io::ChildProcesses &m_children;
    const session::SessionRegistry &m_sessions;
    const std::function<void()> m_done;
    bool m_stopped = false; //!< the sessions were asked to stop
    SteadyTime m_until{};
    Timer m_patience;
    Timer m_next;
};

} // namespace rookery::engine
