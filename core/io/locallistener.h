// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "localchannel.h"

#include <QLocalServer>

#include <functional>
#include <memory>

namespace rookery::io {

//! Accepts connections of other processes of the same user on a local socket. On Unix it is a file with mode 0700; on
//! Windows a pipe with the same rights. Lives on its thread.
class LocalListener final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalListener)

public:
    using Handler = std::function<void(std::unique_ptr<LocalChannel>)>;

    //! Creates a listener; `accepted` gets each connection of the same user, and may drop it.
    LocalListener(Clock &clock, const LocalLimits &limits, Handler accepted, QObject *parent = nullptr);
    ~LocalListener() override;

    //! Starts listening. Replaces a socket of that name, so only the owner of what the name stands for may call it.
    //! Storage/FileDenied with the system's text: the name is too long, or the file system has no sockets.
    [[nodiscard]] Result<> listen(const QString &name);

private:
    void take();

    Clock &m_clock;
    const LocalLimits m_limits;
    const Handler m_accepted;
    QLocalServer m_server;
};

} // namespace rookery::io
