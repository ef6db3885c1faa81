// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"
#include "base/reasons/sending.h"

namespace rookery::ctl {

void Command::usage(const QString &words)
{
    out().error(Error{.kind = ErrorKind::Rejected, .reason = Reason::BadInput, .detail = words});
    finish(ExitUsage);
}

bool Command::parse(QCommandLineParser &parser)
{
    if (parser.parse(QStringList{QStringLiteral("rookeryctl")} + m_context.arguments))
        return true;
    usage(parser.errorText());
    return false;
}

engine::Engine *Command::openEngine()
{
    engine::Options options;
    options.profileFolder = m_context.profileFolder;
    options.programName = QStringLiteral("rookeryctl");
    options.connectAtStart = false;
    auto engine = engine::Engine::start(options);
    if (!engine) {
        fail(engine.error());
        return nullptr;
    }
    m_engine = std::move(*engine);
    connect(m_engine.get(), &engine::Engine::storageTrouble, this, [this](const Error &error) {
        out().error(error);
        // every other storage trouble may pass while the command waits; these two last for the whole run
        if (error.reason == Reason::DatabaseReplaced || error.reason == Reason::DatabaseBroken)
            finish(ExitFailed);
    });
    connect(m_engine.get(), &engine::Engine::databaseRestored, this, [this](int deliveries) {
        out().error(Error{.kind = ErrorKind::Storage,
                          .reason = Reason::Restored,
                          .detail = QStringLiteral("%1 deliveries are unknown now").arg(deliveries)});
    });
    return m_engine.get();
}

engine::Reader *Command::openReader()
{
    auto reader = engine::Reader::open(m_context.profileFolder);
    if (!reader) {
        fail(reader.error());
        return nullptr;
    }
    m_reader = std::move(*reader);
    return m_reader.get();
}

const QList<CommandEntry> &commands()
{
    static const QList<CommandEntry> entries{
        {"gateway",
         "gateway add <id> --kind KIND [--url URL] [--name TEXT] --token-stdin\n"
         "      napcat, llbot: [--onebot URL] · lagrange: [--folder DIR] [--program FILE] · onebot11: [--way socket|\n"
         "      two-sockets|reverse|http|http-post|http-events] [--account NUMBER] [--make-token] (reverse, "
         "http-post:\n"
         "      prints the address and token to paste there, once) · probe: [--front URL] [--log-file FILE]\n"
         "      [--log-command COMMAND, run as typed]; where there is no token, --token-stdin may be left out\n"
         "  gateway list | test <id> | remove <id> | detect URL\n"
         "  gateway allow-command <id>: runs its program or log command from now on, which stands in settings.json\n"
         "      and was not typed here. Without a keyring a command counts for one run, unless ROOKERY_COMMAND_KEY\n"
         "      (32 random characters or more) is the same in each\n"
         "  gateway listener [--host ADDRESS] [--port N] [--cert FILE --key FILE]\n"
         "  gateway dial-ins [--timeout SECONDS]",
         makeGatewayCommand},
        {"login", "login <id> [--qr-png FILE] [--qr-text] [--timeout SECONDS]", makeLoginCommand},
        {"status", "status [--watch] [--timeout SECONDS]", makeStatusCommand},
        {"broadcast",
         "broadcast [--text TEXT] [--image FILE]… --to group:ID,friend:ID… | --to-file FILE|- [--via ACCOUNT,…]\n"
         "      [--no-merge] [--pace default|none|SECONDS] [--time-limit SECONDS] [--dry-run] [--watch]\n"
         "      --to-file: targets parted by lines, spaces or commas, # begins a comment, - is standard input, 16 MiB\n"
         "      at most. Several accounts after --via: a group that more than one reaches gets the message once, with\n"
         "      --no-merge from each. Progress and what it waits for go to stderr (JSON: lines of type progress).\n"
         "      After --time-limit (else 5 min to connect, then twice the planned time, 1 s a message and 5 min) what "
         "is\n"
         "      open stays in the queue, paused, and the exit code is 1",
         makeBroadcastCommand},
        {"resume", "resume <broadcast> [--time-limit SECONDS, else 6 for each open message and 5 min] [--watch]",
         makeResumeCommand},
        {"deliveries", "deliveries <broadcast>", makeDeliveriesCommand},
        {"rkey", "rkey <id> [--probe]", makeRkeyCommand},
        {"logs", "logs scan FILE… [--kind KIND] [--category NAME] | follow <id>", makeLogsCommand},
        {"incidents", "incidents", makeIncidentsCommand},
        {"settings", "settings restore: puts the last good copy back in the place of an unreadable settings.json",
         makeSettingsCommand},
    };
    return entries;
}

} // namespace rookery::ctl
