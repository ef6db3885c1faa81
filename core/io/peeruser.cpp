// SPDX-License-Identifier: GPL-3.0-or-later
#include "peeruser.h"

#if defined(Q_OS_LINUX) // the only file that reads the credentials of a peer

#include <sys/socket.h>
#include <unistd.h>

namespace rookery::io {

PeerUser peerUser(qintptr socket)
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    const int answer = ::getsockopt(static_cast<int>(socket), SOL_SOCKET, SO_PEERCRED, &peer, &size);
    return answer == 0 && size == sizeof(peer) && peer.uid == ::geteuid() ? PeerUser::Same : PeerUser::Other;
}

} // namespace rookery::io

#elif defined(Q_OS_DARWIN) || defined(Q_OS_FREEBSD) || defined(Q_OS_OPENBSD) || defined(Q_OS_NETBSD)

#include <sys/types.h>
#include <unistd.h>

namespace rookery::io {

PeerUser peerUser(qintptr socket)
{
    uid_t user = 0;
    gid_t group = 0;
    const int answer = ::getpeereid(static_cast<int>(socket), &user, &group);
    return answer == 0 && user == ::geteuid() ? PeerUser::Same : PeerUser::Other;
}

} // namespace rookery::io

#else

namespace rookery::io {

PeerUser peerUser(qintptr)
{
    return PeerUser::Unknown;
}

} // namespace rookery::io

#endif
