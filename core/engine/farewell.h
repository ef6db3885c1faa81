// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/childprocesses.h"
#include "session/sessionregistry.h"

namespace rookery::engine {

//! The end of what the sessions run on this machine: asks their programs to end, and waits until they have, so that
//! none is killed while it writes. Lives on the engine thread.
class Farewell final
{
public:
    //! `done` comes once, at once where nothing runs, and at the latest when all must have been killed.
    Farewell(Clock &clock, std::function<void()> done);

    //! The first call counts.
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
