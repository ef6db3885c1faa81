// SPDX-License-Identifier: GPL-3.0-or-later
// The words of LLBot; its facts are in docs/protocol/llbot.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kLLBotFields[] = {
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "Panel address"),
     QT_TRANSLATE_NOOP("GatewayForm", "The port is 3080, or the next one that was free: LLBot prints it at start.")},
    {ProfileField::Token, QT_TRANSLATE_NOOP("GatewayForm", "Panel password")},
    {ProfileField::OneBot, QT_TRANSLATE_NOOP("GatewayForm", "OneBot address (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm", "If empty, LLBot's own settings apply.")},
};

constexpr Source kLlBot{
    .name = "LLBot",
    .summary = QT_TRANSLATE_NOOP("GatewayForm", "QQ accounts through LLBot (LLOneBot) 5 and later, by its panel."),
    .fields = kLLBotFields,
    .tokenHint = QT_TRANSLATE_NOOP("rookery::ui::TokenDialog",
                                   "The password of LLBot's WebUI: it keeps it in data/webui_token.txt."),
    .portAdvice = QT_TRANSLATE_NOOP("Errors", "LLBot's WebUI uses port 3080 unless it is set otherwise."),
    .tokenAdvice = QT_TRANSLATE_NOOP("Errors", "LLBot keeps that of its WebUI in data/webui_token.txt."),
    .setup =
        {
            .switchOn =
                QT_TRANSLATE_NOOP("GatewayNeeds",
                                  "Its panel (WebUI), and on the panel's page OneBot 11 a WebSocket server (type "
                                  "ws) or an HTTP server. Rookery reads its address and changes nothing."),
            .limits = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "The fourth wrong password in a row locks out all clients for an hour, so a rejected one is never "
                "retried. "
                "It cannot be restarted from here: restart its process. Through PMHQ (5 to 7, or 8 when started that "
                "way) "
                "it has no quick login: scan its code. LLOneBot 3 and 4 have no panel: choose OneBot 11."),
            .checked = QT_TRANSLATE_NOOP("GatewayNeeds", "LLBot 8.1.7 and 7.8.3 (panel from 5.2)."),
        },
};

} // namespace

const Source &llBot(OneBotTransportKind /*way*/)
{
    return kLlBot;
}

} // namespace rookery::text::kinds
