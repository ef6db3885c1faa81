// SPDX-License-Identifier: GPL-3.0-or-later
#include "shutdowncoordinator.h"

#include <utility>

namespace rookery::engine {

ShutdownCoordinator::ShutdownCoordinator(Clock &clock, const io::ChildProcesses &children,
                                         const session::SessionRegistry &sessions, std::function<void()> done)
    : m_clock(clock)
    , m_children(children)
    , m_sessions(sessions)
    , m_done(std::move(done))
    , m_patience(clock, [this] { stopSessions(); })
    , m_next(clock, [this] { look(); })
{}

void ShutdownCoordinator::begin(const FutureResult<> &sent)
{
    constexpr seconds kPatience{3};
    m_patience.start(kPatience);
    onResult(this, sent, [this](const Result<> &) { stopSessions(); });
}

void ShutdownCoordinator::stopSessions()
{
    if (std::exchange(m_stopped, true))
        return;
    m_until = m_clock.now() + io::ChildProcesses::kGrace + seconds(1);
    for (session::AccountSession *session : m_sessions.all()) {
        session->blockSignals(true); // our own exit must not become the session's last reported state
        session->stop();
    }
    look();
}

void ShutdownCoordinator::look()
{
    if (m_children.anyRuns() && m_clock.now() < m_until)
        m_next.start(milliseconds(50));
    else
        m_done();
}

} // namespace rookery::engine

#include "moc_shutdowncoordinator.cpp"
