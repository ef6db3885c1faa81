// SPDX-License-Identifier: GPL-3.0-or-later
// The words of iLink; its facts are in docs/protocol/ilink.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kILinkFields[] = {
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "Base URL (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm", "Empty: Tencent's own.")},
};

// a login binds the bot to this console instead of logging an account in
constexpr StepSource kILinkSteps[] = {
    {TestStep::Token, QT_TRANSLATE_NOOP("Words", "WeChat bot bound")},
    {TestStep::Login, QT_TRANSLATE_NOOP("Words", "WeChat account")},
};

constexpr CheckSource kChecks[] = {
    {ReadinessCheck::LoggedIn, QT_TRANSLATE_NOOP("Words", "WeChat bot bound")},
};

constexpr Source kILink{
    .name = QT_TRANSLATE_NOOP("Words", "WeChat (iLink)"),
    .summary = QT_TRANSLATE_NOOP("GatewayForm",
                                 "A WeChat bot over Tencent's own bot interface (iLink); log in by scanning a code."),
    .fields = kILinkFields,
    .warning = QT_TRANSLATE_NOOP("GatewayForm",
                                 "The scan binds the bot to this console. A program that it is bound to now loses it, "
                                 "and vice versa: one WeChat user has one bound program."),
    .setup =
        {
            .switchOn = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "Nothing: Rookery connects to Tencent's server. Scan the code on the Login page with WeChat on the "
                "phone; the page may then ask for digits that the phone shows."),
            .token = QT_TRANSLATE_NOOP("GatewayNeeds", "None: it comes with the scan and is kept in the keyring."),
            .limits = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "Private chats only, no groups. The bot cannot start a conversation: it can reply to a user for 24 "
                "hours after the user wrote. No proof that a message arrived."),
            .checked = QT_TRANSLATE_NOOP(
                "GatewayNeeds", "The behaviour of Tencent's own client 2.4.9; not tested against the live service."),
        },
    .steps = kILinkSteps,
    .checks = kChecks,
};

} // namespace

const Source &iLink(OneBotTransportKind /*way*/)
{
    return kILink;
}

} // namespace rookery::text::kinds
