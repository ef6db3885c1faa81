// SPDX-License-Identifier: GPL-3.0-or-later
// The words of NapCat; its facts are in docs/protocol/napcat.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kNapCatFields[] = {
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "Panel address"),
     QT_TRANSLATE_NOOP("GatewayForm",
                       "As printed at start: \"WebUi User Panel Url\". The port is 6099 unless it was taken.")},
    {ProfileField::Token, QT_TRANSLATE_NOOP("GatewayForm", "Token")},
    {ProfileField::OneBot, QT_TRANSLATE_NOOP("GatewayForm", "OneBot address (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm", "A second connection for actions; leave it empty if unsure.")},
};

constexpr Source kNapCat{
    .name = "NapCat",
    .summary = QT_TRANSLATE_NOOP("GatewayForm", "QQ accounts through NapCatQQ, by its panel."),
    .fields = kNapCatFields,
    .tokenHint = QT_TRANSLATE_NOOP("rookery::ui::TokenDialog",
                                   "NapCat keeps it in config/webui.json (\"token\") and prints it at start: "
                                   "\"WebUi Token: …\". Pasting the whole panel address works too."),
    .portAdvice = QT_TRANSLATE_NOOP("Errors", "NapCat's panel uses port 6099 unless it is set otherwise."),
    .tokenAdvice = QT_TRANSLATE_NOOP("Errors", "NapCat keeps it in webui.json and prints it at its start."),
    .accessAdvice = QT_TRANSLATE_NOOP("Errors", "NapCat: access control of its panel."),
    .setup =
        {
            .switchOn =
                QT_TRANSLATE_NOOP("GatewayNeeds",
                                  "Its panel (WebUI), which is on from the start. No OneBot port has to be opened, "
                                  "and nothing in its configuration is changed."),
            .limits = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "It reports neither how long a login code is valid nor that it was scanned: the age of the code is "
                "shown, and a new code is verified to be new. Captchas and new devices are confirmed on its own page."),
            .checked = QT_TRANSLATE_NOOP("GatewayNeeds", "NapCat 4.18.19 (August 2026); 4.7.33 and later."),
        },
};

} // namespace

const Source &napCat(OneBotTransportKind /*way*/)
{
    return kNapCat;
}

} // namespace rookery::text::kinds
