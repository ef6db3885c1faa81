// SPDX-License-Identifier: GPL-3.0-or-later
// The words of OneBot 11: several depend on the way that its actions and events take.
#include "kinds.h"

#include <QCoreApplication>

#include <array>

namespace rookery::text::kinds {

namespace {

constexpr std::array<FieldSource, 3> fieldsWith(const char *addressHint)
{
    return {{
        {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "OneBot address"), addressHint},
        {ProfileField::Account, QT_TRANSLATE_NOOP("GatewayForm", "Account number (optional)"),
         QT_TRANSLATE_NOOP("GatewayForm",
                           "If given, only this account can connect with the token. If empty, any account can.")},
        {ProfileField::Token, QT_TRANSLATE_NOOP("GatewayForm", "Access token")},
    }};
}

constexpr auto kSocketFields = fieldsWith(QT_TRANSLATE_NOOP("GatewayForm", "Address of its WebSocket server."));
constexpr auto kTwoSocketsFields = fieldsWith(QT_TRANSLATE_NOOP("GatewayForm", "Without /api or /event at its end."));
constexpr auto kHttpFields = fieldsWith(QT_TRANSLATE_NOOP("GatewayForm", "Address of its HTTP server."));

constexpr const char *kSocketSwitch =
    QT_TRANSLATE_NOOP("GatewayNeeds", "A WebSocket server (\"forward WebSocket\") in the gateway's settings.");
constexpr const char *kOurToken =
    QT_TRANSLATE_NOOP("GatewayNeeds", "Rookery generates it and shows it once; paste it at the gateway.");

//! Returns the words for one way. An empty `token`: it is the gateway's own, and `tokenHint` says where it is found.
constexpr Source sourceWith(std::span<const FieldSource> fields, const char *switchOn, const char *token = "")
{
    return {
        .name = "OneBot 11",
        .summary = QT_TRANSLATE_NOOP("GatewayForm", "Any program that speaks OneBot 11."),
        .fields = fields,
        .tokenHint = QT_TRANSLATE_NOOP(
            "rookery::ui::TokenDialog",
            "The access token of the gateway's OneBot server, as in its own settings; for a gateway that connects to "
            "Rookery, the token that was generated for it."),
        .setup =
            {
                .switchOn = switchOn,
                .token = token,
                .limits = QT_TRANSLATE_NOOP(
                    "GatewayNeeds",
                    "OneBot has no login code, no log and no restart: log in at the gateway's own panel or "
                    "console. NapCat, LLBot 5 and later and Lagrange can do more under their own names."),
                .checked = QT_TRANSLATE_NOOP(
                    "GatewayNeeds", "LLOneBot 3.27 to 7.8, LLBot 8.1.7, Lagrange.OneBot 0.0.3, NapCat 4.18.19."),
            },
    };
}

constexpr Source kSocket = sourceWith(kSocketFields, kSocketSwitch);
constexpr Source kTwoSockets = sourceWith(kTwoSocketsFields, kSocketSwitch);
constexpr Source kReverse =
    sourceWith(kSocketFields,
               QT_TRANSLATE_NOOP("GatewayNeeds",
                                 "A WebSocket client (\"reverse WebSocket\") in the gateway's settings, with the "
                                 "address and token that the third step shows."),
               kOurToken);
constexpr Source kHttp =
    sourceWith(kHttpFields, QT_TRANSLATE_NOOP("GatewayNeeds", "An HTTP server in the gateway's settings."));
constexpr Source kHttpPost =
    sourceWith(kHttpFields,
               QT_TRANSLATE_NOOP("GatewayNeeds",
                                 "An HTTP server, and an HTTP client (\"HTTP POST\") with the address that the third "
                                 "step shows. Both get the same token: it is the access token of the one and the "
                                 "secret of the other."),
               kOurToken);
constexpr Source kHttpEvents =
    sourceWith(kHttpFields, QT_TRANSLATE_NOOP("GatewayNeeds", "An HTTP server that serves /_events as well."));

} // namespace

const Source &oneBot11(OneBotTransportKind way)
{
    switch (way) {
    case OneBotTransportKind::Socket:
        break;
    case OneBotTransportKind::TwoSockets:
        return kTwoSockets;
    case OneBotTransportKind::Reverse:
        return kReverse;
    case OneBotTransportKind::Http:
        return kHttp;
    case OneBotTransportKind::HttpPost:
        return kHttpPost;
    case OneBotTransportKind::HttpEvents:
        return kHttpEvents;
    }
    return kSocket;
}

} // namespace rookery::text::kinds
