// SPDX-License-Identifier: GPL-3.0-or-later
// What to have ready for each kind of gateway, according to docs/protocol; gatewayform.h declares it.
#include "gatewayform.h"
#include "tokendialog.h"

#include <QCoreApplication>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

SetupGuide napCat()
{
    return {.switchOn = QCoreApplication::translate(
                "GatewayNeeds",
                "Its panel (WebUI), which is on from the start. No OneBot port has to be opened, and "
                "nothing in its configuration is changed."),
            .token = tokenHint(GatewayKind::NapCat),
            .limits = QCoreApplication::translate(
                "GatewayNeeds",
                "It reports neither how long a login code is valid nor that it was scanned: the age of the code is "
                "shown, and a new code is verified to be new. Captchas and new devices are confirmed on its own page."),
            .checked = QCoreApplication::translate("GatewayNeeds", "NapCat 4.18.19 (August 2026); 4.7.33 and later.")};
}

SetupGuide llBot()
{
    return {
        .switchOn =
            QCoreApplication::translate("GatewayNeeds",
                                        "Its panel (WebUI), and on the panel's page OneBot 11 a WebSocket server (type "
                                        "ws) or an HTTP server. Rookery reads its address and changes nothing."),
        .token = tokenHint(GatewayKind::LLBot),
        .limits = QCoreApplication::translate(
            "GatewayNeeds",
            "The fourth wrong password in a row locks out all clients for an hour, so a rejected one is never retried. "
            "It cannot be restarted from here: restart its process. Through PMHQ (5 to 7, or 8 when started that way) "
            "it has no quick login: scan its code. LLOneBot 3 and 4 have no panel: choose OneBot 11."),
        .checked = QCoreApplication::translate("GatewayNeeds", "LLBot 8.1.7 and 7.8.3 (panel from 5.2).")};
}

SetupGuide lagrange()
{
    return {.switchOn = QCoreApplication::translate(
                "GatewayNeeds",
                "In its appsettings.json, under Implementations, an entry of the type ForwardWebSocket or Http; or a "
                "ReverseWebSocket to Rookery's port. By default it has one to 127.0.0.1:8080."),
            .token = QCoreApplication::translate(
                "GatewayNeeds",
                "AccessToken of that entry in appsettings.json; with a working folder it is read "
                "there."),
            .limits = QCoreApplication::translate(
                "GatewayNeeds",
                "The program exits when the login code expires; a new code appears by itself only if Rookery starts "
                "the program. Its get_status always reports online, so it is not trusted. Its built-in sign server no "
                "longer answers: enter another SignServerUrl."),
            .checked =
                QCoreApplication::translate("GatewayNeeds", "Lagrange.OneBot 0.0.3 (v1, October 2025, its last).")};
}

QString oneBotSwitch(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::Socket:
    case OneBotTransportKind::TwoSockets:
        return QCoreApplication::translate("GatewayNeeds",
                                           "A WebSocket server (\"forward WebSocket\") in the gateway's settings.");
    case OneBotTransportKind::Reverse:
        return QCoreApplication::translate(
            "GatewayNeeds",
            "A WebSocket client (\"reverse WebSocket\") in the gateway's settings, with the address "
            "and token that the third step shows.");
    case OneBotTransportKind::Http:
        return QCoreApplication::translate("GatewayNeeds", "An HTTP server in the gateway's settings.");
    case OneBotTransportKind::HttpPost:
        return QCoreApplication::translate(
            "GatewayNeeds",
            "An HTTP server, and an HTTP client (\"HTTP POST\") with the address that the third step "
            "shows. Both get the same token: it is the access token of the one and the secret of the "
            "other.");
    case OneBotTransportKind::HttpEvents:
        return QCoreApplication::translate("GatewayNeeds", "An HTTP server that serves /_events as well.");
    }
    return {};
}

SetupGuide oneBot(OneBotTransportKind way)
{
    const bool ours = way == OneBotTransportKind::Reverse || way == OneBotTransportKind::HttpPost;
    return {.switchOn = oneBotSwitch(way),
            .token = ours ? QCoreApplication::translate(
                         "GatewayNeeds", "Rookery generates it and shows it once; paste it at the gateway.")
                          : tokenHint(GatewayKind::OneBot11),
            .limits = QCoreApplication::translate(
                "GatewayNeeds",
                "OneBot has no login code, no log and no restart: log in at the gateway's own panel or "
                "console. NapCat, LLBot 5 and later and Lagrange can do more under their own names."),
            .checked = QCoreApplication::translate(
                "GatewayNeeds", "LLOneBot 3.27 to 7.8, LLBot 8.1.7, Lagrange.OneBot 0.0.3, NapCat 4.18.19.")};
}

SetupGuide milky()
{
    return {.switchOn = QCoreApplication::translate(
                "GatewayNeeds",
                "Lagrange.Milky: on from the start. LLBot: its panel's page Milky, with own messages "
                "reported."),
            .token = tokenHint(GatewayKind::Milky),
            .limits = QCoreApplication::translate(
                "GatewayNeeds",
                "Milky has no login code, no log and no restart: log in at the gateway's own panel "
                "(LLBot, port 3080) or console (Lagrange). For LLBot's code here, add it as LLBot."),
            .checked = QCoreApplication::translate("GatewayNeeds",
                                                   "Lagrange.Milky (August 2026) and LLBot 8.1.7, over Milky 1.2.")};
}

SetupGuide iLink()
{
    return {.switchOn = QCoreApplication::translate(
                "GatewayNeeds",
                "Nothing: Rookery connects to Tencent's server. Scan the code on the Login page with WeChat on the "
                "phone; the page may then ask for digits that the phone shows."),
            .token =
                QCoreApplication::translate("GatewayNeeds", "None: it comes with the scan and is kept in the keyring."),
            .limits = QCoreApplication::translate(
                "GatewayNeeds",
                "Private chats only, no groups. The bot cannot start a conversation: it can reply to a user for 24 "
                "hours after the user wrote. No proof that a message arrived."),
            .checked = QCoreApplication::translate(
                "GatewayNeeds", "The behaviour of Tencent's own client 2.4.9; not tested against the live service.")};
}

SetupGuide probe()
{
    return {
        .switchOn = QCoreApplication::translate(
            "GatewayNeeds", "Nothing. The state of the bot is read from the log: a file, or a command that prints it."),
        .token = QCoreApplication::translate("GatewayNeeds", "None: only public pages are requested."),
        .limits = QCoreApplication::translate("GatewayNeeds",
                                              "It is monitored only: no messages are sent through it, and it cannot be "
                                              "restarted from here. The login code of its bot is read from the log."),
        .checked = QCoreApplication::translate("GatewayNeeds", "GeekAI 3.1.4 to 4.1.1.")};
}

} // namespace

SetupGuide setupGuide(GatewayKind kind, OneBotTransportKind way)
{
    switch (kind) {
    case GatewayKind::NapCat:
        return napCat();
    case GatewayKind::LLBot:
        return llBot();
    case GatewayKind::Lagrange:
        return lagrange();
    case GatewayKind::OneBot11:
        return oneBot(way);
    case GatewayKind::Milky:
        return milky();
    case GatewayKind::ILink:
        return iLink();
    case GatewayKind::MonitoredService:
        return probe();
    }
    return {};
}

} // namespace rookery::ui
