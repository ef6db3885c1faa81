// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>

namespace rookery {

//! Named problems; each has words in ui/text.
enum class IncidentKind {
    GatewayUnreachable,
    TokenRefused,
    LoginNeeded,
    AccountKicked,
    AccountOfflineByQq,
    RkeyFallback, //!< the source of picture keys changed for the worse
    RkeyServerFailing,
    RichMediaFailing,
    SendTimeouts,
    BroadcastUnknown, //!< deliveries ask the operator
    StorageFull,
    KeyringTrouble,
    ProtocolGarbage,
    GatewayRestarted,
    CertificateRefused,
    SameAccountTwice,
    QrRefreshStuck,
    PortsSilent, //!< logged in, but the gateway's services never started
    AccountRestricted, //!< QQ limits what the account may send
    SignTokenNeeded, //!< LLBot's own Auth Token is missing or refused: it never gets to a login
    GatewayChanged, //!< it says it is another kind or generation than before
    ServiceHeldUp, //!< a watched service does not start because its bot waits for a scan
    ServiceBotOff, //!< it is up, but its bot's login failed
    ServiceSessionLost, //!< it is up, but its bot's session is over
    ServiceFailing, //!< it answers with failures, or its front page does not answer
    PortFull, //!< strangers hold the places of our own port
    RkeyNativeDown, //!< keys do not come from QQ itself any more; a public server may still give them
    TotpNeeded, //!< a panel asks for a two-factor code, or a phone for its digits
    LoginCheckNeeded, //!< captcha, new device or another login stands between the code and the login
};
inline constexpr int kIncidentKindCount = 29;

enum class Severity { Info, Degraded, NeedsHand, Failed };

struct IncidentEvidence {
    GatewayId gateway;
    WallTime at{};
    Error what; //!< Reason::None when the text alone is the evidence
    QString text; //!< log line or number, masked, remote text
    bool operator==(const IncidentEvidence &) const = default;
};

//! A named problem with evidence, a start and an end. One per cause, however many accounts.
struct Incident {
    IncidentId id;
    IncidentKind kind = IncidentKind::GatewayUnreachable;
    Severity severity = Severity::Degraded;
    QString cause; //!< what groups accounts under one incident (a host, a server's address, a gateway id)
    QList<GatewayId> gateways;
    WallTime startedAt{};
    WallTime endedAt{}; //!< default: still open
    int count = 0; //!< times it was seen
    QList<IncidentEvidence> evidence; //!< newest last, at most 20

    [[nodiscard]] bool isOpen() const { return endedAt == WallTime{}; }
    bool operator==(const Incident &) const = default;
};

} // namespace rookery
