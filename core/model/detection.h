// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway.h"

#include "base/result.h"

#include <QList>
#include <QString>
#include <QUrl>

#include <optional>

namespace rookery {

//! Records one harmless request to an address and its answer, as evidence for what runs there.
struct DetectionProof {
    QString asked; //!< for example "GET /api/login-info", "WebSocket /"
    int status = 0; //!< of HTTP; 101: the WebSocket opened; 0: no answer
    QString said; //!< the peer's own text, shortened and masked (remote text); empty: none
    int closeCode = 0; //!< with a WebSocket that opened and was closed by the peer
    Error error; //!< no answer: why; else Reason::None
    bool operator==(const DetectionProof &) const = default;
};

enum class DetectedAs {
    Unknown, //!< something answers, but the answer proves nothing
    NothingThere, //!< nothing answers: `why`
    Panel, //!< a gateway's own web panel: `kind` says whose
    OneBot, //!< OneBot 11, by `way`
    Milky,
    ILink,
    WebPage, //!< an ordinary web page
};

//! Describes what an address seems to be, found out without a token or login. It claims no more than its evidence
//! shows.
struct Detection {
    DetectedAs as = DetectedAs::Unknown;
    std::optional<GatewayKind> kind; //!< the kind to add it as; empty: not known
    OneBotTransportKind way = OneBotTransportKind::Socket; //!< with OneBot
    QUrl address; //!< as it was requested, without a token
    QString program; //!< name of the program ("LLBot"), by its own statement or its behaviour; empty: not known
    QString version; //!< only if stated without a token
    bool certain = false; //!< true: it gave an answer that only this program gives; false: it behaves like one
    bool asksForToken = false; //!< needs a token that the operator has; iLink issues its own after a scan
    Error why; //!< with NothingThere
    std::optional<CertificateInfo> certificate; //!< if not trusted; detection ignores that, as it sends no secret
    QList<DetectionProof> evidence; //!< in the order of the requests
    bool operator==(const Detection &) const = default;
};

} // namespace rookery
