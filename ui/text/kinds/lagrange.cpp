// SPDX-License-Identifier: GPL-3.0-or-later
// The words of Lagrange.OneBot; its facts are in docs/protocol/lagrange.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kLagrangeFields[] = {
    {ProfileField::Folder, QT_TRANSLATE_NOOP("GatewayForm", "Working folder"),
     QT_TRANSLATE_NOOP(
         "GatewayForm",
         "The folder of its appsettings.json: the OneBot address, its token and the login code are read there, and "
         "nothing is changed. Leave it empty if it runs on another machine.")},
    {ProfileField::Program, QT_TRANSLATE_NOOP("GatewayForm", "Program (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm",
                       "If given, Rookery starts it in that folder, shows its log, and restarts it for a new code. If "
                       "empty, it has to be started by other means.")},
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "OneBot address"),
     QT_TRANSLATE_NOOP("GatewayForm", "Only needed without a folder, or when its address differs from its settings.")},
    {ProfileField::Token, QT_TRANSLATE_NOOP("GatewayForm", "Access token")},
};

constexpr Source kLagrange{
    .name = "Lagrange",
    .summary = QT_TRANSLATE_NOOP("GatewayForm", "QQ accounts through Lagrange.OneBot, on this machine or elsewhere."),
    .fields = kLagrangeFields,
    .tokenHint = QT_TRANSLATE_NOOP(
        "rookery::ui::TokenDialog",
        "AccessToken of the entry in its appsettings.json. If empty, it is read from the working folder."),
    .portAdvice = QT_TRANSLATE_NOOP(
        "Errors", "Lagrange's ports are set in its appsettings.json; it opens them only after a login."),
    .tokenAdvice = QT_TRANSLATE_NOOP("Errors", "Lagrange keeps it as AccessToken in its appsettings.json."),
    .setup =
        {
            .switchOn = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "In its appsettings.json, under Implementations, an entry of the type ForwardWebSocket or Http; or a "
                "ReverseWebSocket to Rookery's port. By default it has one to 127.0.0.1:8080."),
            .token = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "AccessToken of that entry in appsettings.json; with a working folder it is read there."),
            .limits = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "The program exits when the login code expires; a new code appears by itself only if Rookery starts "
                "the program. Its get_status always reports online, so it is not trusted. Its built-in sign server no "
                "longer answers: enter another SignServerUrl."),
            .checked = QT_TRANSLATE_NOOP("GatewayNeeds", "Lagrange.OneBot 0.0.3 (v1, October 2025, its last)."),
        },
};

} // namespace

const Source &lagrange(OneBotTransportKind /*way*/)
{
    return kLagrange;
}

} // namespace rookery::text::kinds
