// SPDX-License-Identifier: GPL-3.0-or-later
// The words of Milky; its facts are in docs/protocol/milky.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kMilkyFields[] = {
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "Milky address"),
     QT_TRANSLATE_NOOP("GatewayForm", "Lagrange listens on 3000, LLBot on 3010; with the prefix, if one is set.")},
    {ProfileField::Token, QT_TRANSLATE_NOOP("GatewayForm", "Access token")},
};

constexpr Source kMilky{
    .name = "Milky",
    .summary = QT_TRANSLATE_NOOP("GatewayForm", "QQ accounts through Lagrange 2 or LLBot 7 and later, over Milky."),
    .fields = kMilkyFields,
    .tokenHint = QT_TRANSLATE_NOOP("rookery::ui::TokenDialog",
                                   "The Milky access token: Lagrange keeps it in appsettings.json "
                                   "(\"AccessToken\"), LLBot on its panel's page for Milky."),
    .setup =
        {
            .switchOn = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "Lagrange.Milky: on from the start. LLBot: its panel's page Milky, with own messages reported."),
            .limits =
                QT_TRANSLATE_NOOP("GatewayNeeds",
                                  "Milky has no login code, no log and no restart: log in at the gateway's own panel "
                                  "(LLBot, port 3080) or console (Lagrange). For LLBot's code here, add it as "
                                  "LLBot."),
            .checked =
                QT_TRANSLATE_NOOP("GatewayNeeds", "Lagrange.Milky (August 2026) and LLBot 8.1.7, over Milky 1.2."),
        },
};

} // namespace

const Source &milky(OneBotTransportKind /*way*/)
{
    return kMilky;
}

} // namespace rookery::text::kinds
