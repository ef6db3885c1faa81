// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"
#include "base/result.h"

#include <QList>
#include <QString>

namespace rookery {

//! Lists the named problems; each has its texts in ui/text.
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
    BroadcastUnknown, //!< deliveries that the operator has to decide
    StorageFull,
    KeyringTrouble,
    ProtocolGarbage,
    GatewayRestarted,
    CertificateRefused,
    SameAccountTwice,
    QrRefreshStuck,
    PortsSilent, //!< logged in, but the gateway's services never started
    AccountRestricted, //!< QQ limits what the account may send
    SignTokenNeeded, //!< LLBot's own Auth Token is missing or refused: it never reaches a login
    GatewayChanged, //!< the gateway reports another kind or generation than before
    ServiceHeldUp, //!< a watched service does not start because its bot waits for a scan
    ServiceBotOff, //!< the service is up, but its bot's login failed
    ServiceSessionLost, //!< the service is up, but its bot's session has ended
    ServiceFailing, //!< the service answers with failures, or its front page does not answer
    PortFull, //!< unauthenticated connections hold the places on our own port
    RkeyNativeDown, //!< keys no longer come from QQ itself; a public server may still provide them
    TotpNeeded, //!< a panel asks for a two-factor code, or a phone for its digits
    LoginCheckNeeded, //!< a captcha, a new-device check or another login is required between code and login
};
inline constexpr int kIncidentKindCount = 29;

enum class Severity { Info, Degraded, NeedsHand, Failed };

//! Holds one piece of evidence of an incident.
struct IncidentEvidence {
    GatewayId gateway;
    WallTime at{};
    Error what; //!< Reason::None if the text alone is the evidence
    QString text; //!< log line or number, masked, remote text
    bool operator==(const IncidentEvidence &) const = default;
};

//! Describes a named problem with evidence, a start and an end. There is one per cause, however many accounts it
//! affects.
struct Incident {
    IncidentId id;
    IncidentKind kind = IncidentKind::GatewayUnreachable;
    Severity severity = Severity::Degraded;
    QString cause; //!< the key that groups accounts under one incident (a host, a server's address, a gateway id)
    QList<GatewayId> gateways;
    WallTime startedAt{};
    WallTime endedAt{}; //!< default: still open
    int count = 0; //!< number of occurrences
    QList<IncidentEvidence> evidence; //!< newest last, at most 20

    [[nodiscard]] bool isOpen() const { return endedAt == WallTime{}; }
    bool operator==(const Incident &) const = default;
};

} // namespace rookery
