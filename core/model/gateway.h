// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ids.h"

#include "base/clock.h"

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>

namespace rookery {

enum class GatewayKind {
    NapCat,
    LLBot, //!< LLOneBot and LuckyLilliaBot, every generation
    Lagrange, //!< Lagrange.OneBot (v1)
    OneBot11, //!< anything else that speaks it
    Milky, //!< Lagrange v2, LLBot 7 and later
    ILink, //!< WeChat over Tencent's bot interface
    Probe, //!< a service that is watched, never sent through
};

//! How OneBot 11 actions and events travel.
enum class OneBotWay {
    Socket, //!< we dial one WebSocket that carries both
    TwoSockets, //!< we dial /api and /event apart
    Reverse, //!< the gateway dials our listener
    Http, //!< actions over HTTP, events not at all
    HttpPost, //!< actions over HTTP, events posted to our listener
    HttpEvents, //!< actions over HTTP, events as a stream from /_events
};

//! What the operator told us about a gateway. Secrets are not part of it (SecretStore).
struct GatewayProfile {
    GatewayId id;
    GatewayKind kind = GatewayKind::NapCat;
    QString name; //!< free text; empty: show the id
    QUrl webUi; //!< NapCat, LLBot: the panel. Milky, iLink: the interface's base. Probe: the API to ask
    QUrl oneBot; //!< ws://… or http://…; NapCat, LLBot: may be empty. Empty with Reverse
    OneBotWay way = OneBotWay::Socket; //!< of `oneBot`
    QString account; //!< Reverse, HttpPost: the number that dials in or posts; empty: whoever has the token
    QUrl front; //!< Probe: the page people see; empty: none
    QString folder; //!< Lagrange: its working folder on this machine; empty: it runs elsewhere
    QString program; //!< Lagrange: the executable that we start in `folder`; empty: somebody else starts it
    QString logFile; //!< Probe: followed through rotation; empty: none
    QString logCommand; //!< Probe: run as typed, its output followed; never taken from imported settings
    bool commandLeftOut = false; //!< nothing shows that its program or log command was typed here: it is not run
    QByteArray commandSeal; //!< that shows it (config::CommandTrust), hex; empty: none
    QByteArray pinnedSha256; //!< trusted certificate (DER, SHA-256, raw bytes); empty: only the system's trust
    bool enabled = true; //!< false: stopped by the operator, not connected at start

    //! The address it is known by: the panel's or interface's, else where OneBot is spoken.
    [[nodiscard]] QUrl address() const { return webUi.isEmpty() ? oneBot : webUi; }
    [[nodiscard]] QString displayName() const { return name.isEmpty() ? id.value() : name; }
    bool operator==(const GatewayProfile &) const = default;
};

//! What a gateway can show and prove; what it cannot is said in the window, never invented.
struct Capabilities {
    bool actions = true; //!< false: it is only watched, nothing is called or sent there
    bool qrLogin = false;
    bool qrRefresh = true; //!< false: nobody can ask it for another code
    bool qrLifeStated = false; //!< false: show the code's age, not a countdown
    bool quickLogin = false;
    bool ownMessageEcho = false; //!< pushes own messages that were confirmed
    bool historyIsServerSide = false; //!< only then a history can prove that something is missing
    bool logStream = false;
    bool rkey = false;
    bool stagedUpload = false;
    bool remoteRestart = false;
    bool ownProgram = false; //!< we start it ourselves: a restart needs no link
    bool logout = false;
    bool answersOnly = false; //!< no groups; private chats only with those who wrote within a day

    bool operator==(const Capabilities &) const = default;
};

//! Names and version as the gateway states them.
struct GatewayVersion {
    QString app;
    QString version;
    QString qqVersion;
    std::optional<GatewayKind> seems = {}; //!< another kind than the profile names: it was replaced or updated
    bool operator==(const GatewayVersion &) const = default;
};

//! A certificate that was refused, to be shown before it may be trusted.
struct CertificateInfo {
    QByteArray sha256; //!< raw bytes
    QString subject;
    QString issuer;
    WallTime notAfter{};
    bool operator==(const CertificateInfo &) const = default;
};

} // namespace rookery
