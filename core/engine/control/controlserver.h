// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "controlconnection.h"

#include "io/locallistener.h"

#include <memory>

namespace rookery::engine {

//! Lets other programs of the same user talk to the window that holds the profile: a second start hands over its
//! arguments, `rookeryctl` reads the state and steers broadcasts. See controlmessages.h. Lives on the window's thread,
//! and must end before the engine, which holds the profile's lock.
class ControlServer final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ControlServer)

public:
    //! Creates the server; `engine` and `clock` outlive it.
    ControlServer(Engine &engine, Clock &clock, const ControlLimits &limits = {}, QObject *parent = nullptr);

    //! Opens the profile's socket; only the holder of its lock may. Storage/FileDenied.
    [[nodiscard]] Result<> listen(const QString &profileFolder);
    [[nodiscard]] int connectionCount() const { return m_connections; }

Q_SIGNALS:
    //! Reports a second start with this profile.
    void startWanted(const rookery::engine::StartWish &wish);

private:
    void take(std::unique_ptr<io::LocalChannel> channel);

    Engine &m_engine;
    Clock &m_clock;
    const ControlLimits m_limits;
    int m_connections = 0;
    io::LocalListener m_listener; // last: its callback uses everything above
};

} // namespace rookery::engine
