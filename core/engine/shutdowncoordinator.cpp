// SPDX-License-Identifier: GPL-3.0-or-later
#include "shutdowncoordinator.h"

namespace rookery::engine {

ShutdownCoordinator::ShutdownCoordinator(Clock &clock, std::function<void()> done)
    : m_clock(clock)
    , m_done(std::move(done))
    , m_next(clock, [this] { look(); })
{}

void ShutdownCoordinator::begin(const io::ChildProcesses &children, const session::SessionRegistry &sessions)
{
    if (std::exchange(m_children, &children))
        return;
    m_until = m_clock.now() + io::ChildProcesses::kGrace + seconds(1);
    for (session::AccountSession *session : sessions.all()) {
        session->blockSignals(true); // our own exit must not become the session's last reported state
        session->stop();
    }
    look();
}

void ShutdownCoordinator::look()
{
    if (m_children->anyRuns() && m_clock.now() < m_until)
        m_next.start(milliseconds(50));
    else
        m_done();
}

} // namespace rookery::engine
