// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a monitored service; the facts about GeekAI are in docs/protocol/geekai.md.
#include "kinds.h"

#include <QCoreApplication>

namespace rookery::text::kinds {

namespace {

constexpr FieldSource kMonitoredFields[] = {
    {ProfileField::Address, QT_TRANSLATE_NOOP("GatewayForm", "API address"),
     QT_TRANSLATE_NOOP("GatewayForm", "Address of the service itself, not of the web server in front of it.")},
    {ProfileField::Front, QT_TRANSLATE_NOOP("GatewayForm", "Page address (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm",
                       "The page that its users open. With both addresses Rookery can tell which of the two is down.")},
    {ProfileField::LogFile, QT_TRANSLATE_NOOP("GatewayForm", "Log file (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm", "Followed through rotation. The bot's login code is read from it.")},
    {ProfileField::LogCommand, QT_TRANSLATE_NOOP("GatewayForm", "Or a log command (optional)"),
     QT_TRANSLATE_NOOP("GatewayForm",
                       "Runs on this machine exactly as entered, with your permissions, while the service is "
                       "monitored. Enter only commands that you know.")},
};

constexpr StepSource kMonitoredSteps[] = {
    {TestStep::Kind, QT_TRANSLATE_NOOP("Words", "Service behind it answers")},
    {TestStep::Login, QT_TRANSLATE_NOOP("Words", "Log can be read")},
};

constexpr Source kMonitored{
    .name = QT_TRANSLATE_NOOP("Words", "Monitored service"),
    .summary = QT_TRANSLATE_NOOP("GatewayForm",
                                 "A service such as GeekAI that is monitored only, nothing is sent through it: is it "
                                 "up, and is its bot logged in?"),
    .fields = kMonitoredFields,
    .setup =
        {
            .switchOn = QT_TRANSLATE_NOOP(
                "GatewayNeeds",
                "Nothing. The state of the bot is read from the log: a file, or a command that prints it."),
            .token = QT_TRANSLATE_NOOP("GatewayNeeds", "None: only public pages are requested."),
            .limits =
                QT_TRANSLATE_NOOP("GatewayNeeds",
                                  "It is monitored only: no messages are sent through it, and it cannot be restarted "
                                  "from here. The login code of its bot is read from the log."),
            .checked = QT_TRANSLATE_NOOP("GatewayNeeds", "GeekAI 3.1.4 to 4.1.1."),
        },
    .steps = kMonitoredSteps,
};

} // namespace

const Source &monitored(OneBotTransportKind /*way*/)
{
    return kMonitored;
}

} // namespace rookery::text::kinds
