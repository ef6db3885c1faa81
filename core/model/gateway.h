// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"
#include "kind.h"

#include "base/clock.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace rookery {

//! Defines how OneBot 11 actions and events are transported.
enum class OneBotTransportKind {
    Socket, //!< we dial one WebSocket that carries both
    TwoSockets, //!< we dial /api and /event separately
    Reverse, //!< the gateway dials our listener
    Http, //!< actions over HTTP, no events
    HttpPost, //!< actions over HTTP, events posted to our listener
    HttpEvents, //!< actions over HTTP, events as a stream from /_events
};

//! Holds what the operator entered about a gateway. Secrets are not part of it (SecretStore).
struct GatewayProfile {
    GatewayId id;
    GatewayKind kind = kDefaultKind;
    QString name; //!< free text; empty: show the id
    QStringList tags; //!< words of the operator, as tagsIn() gives them
    bool neverBroadcast = false; //!< no plan sends through it; what is queued already is not touched
    QUrl webUi; //!< NapCat, LLBot: the panel. Milky, iLink: the interface's base. Probe: the API to query
    QUrl oneBot; //!< ws://… or http://…; NapCat, LLBot: may be empty. Empty with Reverse
    OneBotTransportKind way = OneBotTransportKind::Socket; //!< of `oneBot`
    QString account; //!< Reverse, HttpPost: the number that dials in or posts; empty: any account with the token
    QUrl front; //!< Probe: the page that users see; empty: none
    QString folder; //!< Lagrange: its working folder on this machine; empty: it runs on another machine
    QString program; //!< Lagrange: the executable that we start in `folder`; empty: it is started outside the console
    QString logFile; //!< Probe: followed through rotation; empty: none
    QString logCommand; //!< Probe: a command that is run as typed and whose output is followed; never taken from
                        //!< imported settings
    bool commandLeftOut = false; //!< program or log command is not run: no proof that it was typed here
    QByteArray commandSeal; //!< the proof that it was typed here (config::CommandTrust), hex; empty: none
    QByteArray pinnedSha256; //!< trusted certificate (DER, SHA-256, raw bytes); empty: only the system's trust
    WallTime pinnedUntil{}; //!< the end of that certificate's validity; default: not known
    bool enabled = true; //!< false: stopped by the operator, not connected at start

    //! Returns the address that identifies the gateway: the panel's or interface's, else the OneBot address.
    [[nodiscard]] QUrl address() const { return webUi.isEmpty() ? oneBot : webUi; }
    [[nodiscard]] QString displayName() const { return name.isEmpty() ? id.value() : name; }
    bool operator==(const GatewayProfile &) const = default;
};

//! Names a gateway that the operator gave no name, after its kind, its host unless that is this machine, and its port
//! or account: "napcat-6099".
[[nodiscard]] QString suggestedName(const GatewayProfile &profile);

//! Lists what a gateway can show and prove. The window names what is missing and never invents it.
struct Capabilities {
    bool actions = true; //!< false: it is only watched; no actions, no sends
    bool qrLogin = false;
    bool qrRefresh = true; //!< false: a new code cannot be requested
    bool qrLifeStated = false; //!< false: show the code's age, not a countdown
    bool quickLogin = false;
    bool ownMessageEcho = false; //!< pushes the account's own messages once they are confirmed
    bool logStream = false;
    bool rkey = false;
    bool stagedUpload = false;
    bool remoteRestart = false;
    bool ownProgram = false; //!< we start the program ourselves, so a restart needs no connection
    bool answersOnly = false; //!< private chats only, with users who wrote within the last day; no groups

    bool operator==(const Capabilities &) const = default;
};

//! Holds names and version as stated by the gateway.
struct GatewayVersion {
    QString app;
    QString version;
    QString qqVersion;
    std::optional<GatewayKind> seems = {}; //!< another kind than the profile names: the gateway was replaced or updated
    bool operator==(const GatewayVersion &) const = default;
};

//! Describes a certificate that was refused, shown before it may be trusted.
struct CertificateInfo {
    QByteArray sha256; //!< raw bytes
    QString subject;
    QString issuer;
    WallTime notAfter{};
    bool operator==(const CertificateInfo &) const = default;
};

} // namespace rookery
