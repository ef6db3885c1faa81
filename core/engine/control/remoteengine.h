// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "controlclient.h"

#include "engine/broadcastservice.h"
#include "engine/reader.h"
#include "engine/sessionservice.h"

#include <memory>

namespace rookery::engine {

//! Watches the window that holds a profile, and steers its broadcasts, from another program. Of the services only what
//! is safe beside the window works; every other command fails with Storage/ProfileInUse. Lives on one thread.
class RemoteEngine final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoteEngine)

public:
    struct Options {
        QString profileFolder;
        BroadcastId deliveries = {}; //!< also reports changed deliveries of this broadcast; null: of none
    };

    explicit RemoteEngine(const Options &options);
    ~RemoteEngine() override;

    //! Connects, and finishes once both services have their state. Call once; fails like ControlClient::open.
    FutureResult<> open();
    //! Has the accounts with what `rookeryctl status` shows of them; their `changed` is emitted per account.
    [[nodiscard]] SessionService &sessions();
    //! Has the unfinished broadcasts, without titles and excerpts. Pauses, resumes and cancels; deliveries are read
    //! from the profile's database.
    [[nodiscard]] BroadcastService &broadcasts();
    //! Reads the pace of a broadcast that names none from the profile; if that cannot be read, it is the one of a new
    //! profile.
    [[nodiscard]] Pace pace();

Q_SIGNALS:
    //! Reports that the window has ended, or its connection.
    void lost(const rookery::Error &error);

private:
    class Sessions;
    class Broadcasts;

    void apply(const ControlTold &fact);

    const Options m_options;
    SystemClock m_clock;
    ControlClient m_client;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Broadcasts> m_broadcasts;
};

} // namespace rookery::engine
