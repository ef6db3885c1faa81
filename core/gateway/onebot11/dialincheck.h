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

//! What a gateway that dials in wants its socket for (X-Client-Role).
enum class DialInRole { Universal, Actions, Events };

//! What one driver expects to come in by itself.
struct DialInClaim {
    GatewayId gateway;
    QString account; //!< its number; empty: whoever has the token
    Redacted<QString> token; //!< never empty
    //! Whether a socket is welcome just now; else 503, told nobody.
    std::function<bool()> isOpen = {};
    //! Takes a socket whose token was right; null: no sockets.
    std::function<void(DialInRole role, const QString &self, std::unique_ptr<QWebSocket> socket)> onSocket = {};
    //! Takes a posted event whose signature was right; null: no posts.
    std::function<void(const QString &self, const QByteArray &body)> onPost = {};
    //! The port that was to be opened, or moved, stays closed: the claim has ended.
    std::function<void(const Error &why)> onShut = {};
};

//! A claim that stands, and who used it last.
struct HeldClaim {
    DialInClaim claim;
    QString self = {};
    QString program = {};
    QString address = {};
};
using HeldClaims = std::map<quint64, HeldClaim>;

//! The claim that fits a request, or why none does.
struct ClaimMatch {
    quint64 claim = 0; //!< 0: none
    DialInTrouble trouble = DialInTrouble::WrongToken; //!< with claim 0
};

// What a request says about its sender, and whether it may come in. All of it is pure, and all of it reads what a
// stranger wrote. Facts: docs/protocol/onebot11.md, "Dialling in".

//! Returns a header of a stranger's, fit to be shown: printable, and at most `most` characters of it.
[[nodiscard]] QString shownHeader(const QByteArray &value, qsizetype most);
inline constexpr qsizetype kLongestSelf = 24;
inline constexpr qsizetype kLongestProgram = 80;
//! Returns the account that the sender says it is (X-Self-ID); empty: it does not say.
[[nodiscard]] QString selfOf(const io::IncomingRequest &request);
//! Returns the name of the program that dials (User-Agent).
[[nodiscard]] QString programOf(const io::IncomingRequest &request);
[[nodiscard]] DialInRole roleOf(const io::IncomingRequest &request);
//! Returns the token shown, in any of the ways gateways show it; empty: none.
[[nodiscard]] QByteArray tokenOf(const io::IncomingRequest &request);
//! Names what counts as one peer: an address, or of IPv6 the network that a peer may pick its addresses from.
[[nodiscard]] QString peerOf(const io::IncomingRequest &request);
//! Tells a page in a browser, which names the site it comes from. Of programs, the libraries that send an Origin name
//! the very address that they dial; a site's name that is made to point here is not an address.
[[nodiscard]] bool isFromAPage(const io::IncomingRequest &request);

//! Finds the claim whose socket this is, by token and account.
[[nodiscard]] ClaimMatch matchSocket(const HeldClaims &claims, const io::IncomingRequest &request);
//! Finds the claim that may take a post of this account, before its body is read. It proves nothing yet.
[[nodiscard]] ClaimMatch matchPostHead(const HeldClaims &claims, const io::IncomingRequest &request);
//! Finds the claim whose post this is, by the signature of its whole body and the account.
[[nodiscard]] ClaimMatch matchPost(const HeldClaims &claims, const io::IncomingRequest &request);

//! True when both are the same; takes equally long whatever they share.
[[nodiscard]] bool sameSecret(const QByteArray &a, const QByteArray &b);

} // namespace rookery::gateway
