// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace rookery {

//! One harmless question to an address, and what came: the evidence for what stands there.
struct DetectionProof {
    QString asked; //!< "GET /api/login-info", "WebSocket /"
    int status = 0; //!< of HTTP; 101: the WebSocket opened; 0: no answer
    QString said; //!< its own words, shortened and masked (remote text); empty: none
    int closeCode = 0; //!< of a WebSocket that opened and was closed by the other side
    Error error; //!< no answer: why; else kind Bug/Reason::None
    bool operator==(const DetectionProof &) const = default;
};

enum class DetectedAs {
    Unknown, //!< something answers, and what it says proves nothing
    NothingThere, //!< nothing answers: `why`
    Panel, //!< a gateway's own web panel: `kind` says whose
    OneBot, //!< OneBot 11, by `way`
    Milky,
    ILink,
    WebPage, //!< an ordinary web page
};

//! What an address seems to be, told without a token and without a login. It says no more than its evidence allows.
struct Detection {
    DetectedAs as = DetectedAs::Unknown;
    std::optional<GatewayKind> kind; //!< to add it as; empty: not told
    OneBotWay way = OneBotWay::Socket; //!< with OneBot
    QUrl address; //!< as it was asked, without a token
    QString program; //!< whose it is ("LLBot"), by its own word or its manners; empty: not told
    QString version; //!< only where it says so without a token
    bool certain = false; //!< it said what only it says; false: it behaves like one
    bool asksForToken = false; //!< one that the operator has; iLink makes its own by a scan
    Error why; //!< with NothingThere
    std::optional<CertificateInfo> certificate; //!< not trusted; was looked past, since nothing secret is shown
    QList<DetectionProof> evidence; //!< in the order of asking
    bool operator==(const Detection &) const = default;
};

} // namespace rookery
