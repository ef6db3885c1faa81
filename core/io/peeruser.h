// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace rookery::io {

//! Says which user runs the process at the other end of a local socket.
enum class PeerUser {
    Same, //!< the user of this process
    Other,
    Unknown, //!< this system does not tell; only the access rights of the socket protect it
};

//! Asks the system for the user behind a connected local socket. A failed question counts as Other.
[[nodiscard]] PeerUser peerUser(qintptr socket);

} // namespace rookery::io
