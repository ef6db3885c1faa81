// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "io/httplistener.h"
#include "model/ids.h"
#include "model/listener.h"

#include "base/redacted.h"
#include "base/result.h"

#include <QWebSocket>

#include <functional>
#include <map>
#include <memory>

namespace rookery::gateway {

//! Says what a gateway that dials in uses its socket for (X-Client-Role).
enum class IncomingRole { Universal, Actions, Events };

//! Describes the sockets or posts that one driver expects from its gateway.
struct IncomingClaim {
    GatewayId gateway;
    QString account; //!< its number; empty: any account with the token
    Redacted<QString> token; //!< never empty
    //! Returns whether a socket or post is accepted now; otherwise it gets 503 and is not listed.
    std::function<bool()> isOpen = {};
    //! Takes a socket whose token was right; null: no sockets are accepted.
    std::function<void(IncomingRole role, const QString &self, std::unique_ptr<QWebSocket> socket)> onSocket = {};
    //! Takes a posted event whose signature was right; null: no posts are accepted.
    std::function<void(const QString &self, const QByteArray &body)> onPost = {};
    //! Is called when the port could not be opened or moved: the claim has ended.
    std::function<void(const Error &why)> onShut = {};
};

//! Holds an active claim and the sender that used it last.
struct HeldClaim {
    IncomingClaim claim;
    QString self = {};
    QString program = {};
    QString address = {};
};
using HeldClaims = std::map<quint64, HeldClaim>;

//! Holds the claim that matches a request, or why none does.
struct ClaimMatch {
    quint64 claim = 0; //!< 0: none
    RejectReason trouble = RejectReason::WrongToken; //!< with claim 0
};

// These functions decide from a request who its sender is and whether it is accepted. All are pure, and all read
// untrusted input. Facts: docs/protocol/onebot11.md, "Dialling in".

//! Returns an untrusted header in a form fit for display: only printable characters, at most `most` of them.
[[nodiscard]] QString shownHeader(const QByteArray &value, qsizetype most);
inline constexpr qsizetype kLongestSelf = 24;
inline constexpr qsizetype kLongestProgram = 80;
//! Returns the account that the sender claims to be (X-Self-ID); empty if it names none.
[[nodiscard]] QString selfOf(const io::IncomingRequest &request);
//! Returns the name of the program that dials (User-Agent).
[[nodiscard]] QString programOf(const io::IncomingRequest &request);
[[nodiscard]] IncomingRole roleOf(const io::IncomingRequest &request);
//! Returns the token of a request, in any of the forms that gateways use; empty: none.
[[nodiscard]] QByteArray tokenOf(const io::IncomingRequest &request);
//! Returns what counts as one peer: an IPv4 address, or an IPv6 /64 network, in which a peer may choose its addresses.
[[nodiscard]] QString peerOf(const io::IncomingRequest &request);
//! Returns true if the request comes from a web page in a browser, whose Origin names its site. Some client libraries
//! also send an Origin, but it names the very address that they dial; a site name that was made to resolve to us is not
//! an address.
[[nodiscard]] bool isFromAPage(const io::IncomingRequest &request);

//! Finds the claim for a socket, by token and account.
[[nodiscard]] ClaimMatch matchSocket(const HeldClaims &claims, const io::IncomingRequest &request);
//! Finds the claim that may take a post of this account, before its body is read. The match proves nothing yet.
[[nodiscard]] ClaimMatch matchPostHead(const HeldClaims &claims, const io::IncomingRequest &request);
//! Finds the claim for a post, by the signature of its whole body and the account.
[[nodiscard]] ClaimMatch matchPost(const HeldClaims &claims, const io::IncomingRequest &request);

//! Returns true if both are equal; the time taken does not show what they have in common.
[[nodiscard]] bool sameSecret(const QByteArray &a, const QByteArray &b);

} // namespace rookery::gateway
