// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewayform.h"

#include <QCoreApplication>

namespace rookery::ui {

namespace {

GatewayForm napCat()
{
    return {.words = QCoreApplication::translate(
                "GatewayForm",
                "QQ accounts through NapCatQQ. The address and token of its panel are all that is "
                "needed; nothing in its configuration is changed."),
            .address = QCoreApplication::translate("GatewayForm", "Panel address"),
            .example = QStringLiteral("http://127.0.0.1:6099"),
            .addressHint = QCoreApplication::translate(
                "GatewayForm", "As printed at start: \"WebUi User Panel Url\". The port is 6099 unless it was taken."),
            .token = QCoreApplication::translate("GatewayForm", "Token"),
            .secondWay = true};
}

GatewayForm llBot()
{
    return {.words = QCoreApplication::translate(
                "GatewayForm",
                "QQ accounts through LLBot (LLOneBot, LuckyLilliaBot) 5 and later, by its panel. For "
                "LLOneBot 3 and 4, which have no panel, choose OneBot 11."),
            .address = QCoreApplication::translate("GatewayForm", "Panel address"),
            .example = QStringLiteral("http://127.0.0.1:3080"),
            .addressHint = QCoreApplication::translate(
                "GatewayForm", "The port is 3080, or the next one that was free: LLBot prints it at start."),
            .token = QCoreApplication::translate("GatewayForm", "Panel password"),
            .secondWay = true};
}

GatewayForm oneBot()
{
    return {.words = QCoreApplication::translate(
                "GatewayForm",
                "Any program that speaks OneBot 11, such as Lagrange.OneBot. Logging the account in "
                "stays with that program: OneBot has no login code."),
            .address = QCoreApplication::translate("GatewayForm", "OneBot address"),
            .example = QStringLiteral("ws://127.0.0.1:3001"),
            .addressHint = QCoreApplication::translate(
                "GatewayForm", "ws:// for its WebSocket server, which is the better way; http:// for its HTTP server."),
            .token = QCoreApplication::translate("GatewayForm", "Access token")};
}

GatewayForm milky()
{
    return {.words = QCoreApplication::translate(
                "GatewayForm",
                "QQ accounts through Lagrange 2 or LLBot 7 and later, over Milky. Logging the account "
                "in stays with the gateway: Milky has no login code."),
            .address = QCoreApplication::translate("GatewayForm", "Milky address"),
            .example = QStringLiteral("http://127.0.0.1:3000"),
            .addressHint =
                QCoreApplication::translate("GatewayForm",
                                            "Lagrange listens on 3000, LLBot on 3010; with the prefix, if one "
                                            "is set."),
            .token = QCoreApplication::translate("GatewayForm", "Access token")};
}

} // namespace

GatewayForm gatewayForm(GatewayKind kind)
{
    switch (kind) {
    case GatewayKind::NapCat:
        return napCat();
    case GatewayKind::LLBot:
        return llBot();
    case GatewayKind::OneBot11:
        return oneBot();
    case GatewayKind::Milky:
        return milky();
    case GatewayKind::Lagrange:
    case GatewayKind::ILink:
    case GatewayKind::Probe:
        break;
    }
    return {};
}

} // namespace rookery::ui
