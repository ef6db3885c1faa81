// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/childprocesses.h"
#include "session/sessionregistry.h"

namespace rookery::engine {

//! Stops the programs that the sessions run on this machine: asks them to exit and waits until they have, so that
//! none is killed while it writes. Lives on the engine thread.
class ShutdownCoordinator final
{
public:
    //! Calls `done` once: at once if nothing runs, and at the latest when all must have been killed.
    ShutdownCoordinator(Clock &clock, std::function<void()> done);

    //! Begins the shutdown; only the first call counts.
    void begin(const io::ChildProcesses &children, const session::SessionRegistry &sessions);

private:
    void look();

    Clock &m_clock;
    std::function<void()> m_done;
    const io::ChildProcesses *m_children = nullptr;
    SteadyTime m_until{};
    Timer m_next;
};

} // namespace rookery::engine
