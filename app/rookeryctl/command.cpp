// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

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
    connect(m_engine.get(), &engine::Engine::storageTrouble, this, [this](const Error &error) { out().error(error); });
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
         "gateway add <id> --kind napcat --url URL [--onebot URL] [--way socket|two-sockets|reverse|http|http-post|"
         "http-events] [--account NUMBER] [--name TEXT] --token-stdin | list | test <id> | "
         "remove <id>",
         makeGatewayCommand},
        {"login", "login <id> [--qr-png FILE] [--qr-text] [--timeout SECONDS]", makeLoginCommand},
        {"status", "status [--watch] [--timeout SECONDS]", makeStatusCommand},
        {"broadcast",
         "broadcast [--text TEXT] [--image FILE]… --to group:ID,friend:ID… [--via ACCOUNT] [--pace "
         "default|none|SECONDS] [--dry-run] [--watch]",
         makeBroadcastCommand},
        {"resume", "resume <broadcast> [--watch]", makeResumeCommand},
        {"deliveries", "deliveries <broadcast>", makeDeliveriesCommand},
        {"rkey", "rkey <id> [--probe]", makeRkeyCommand},
        {"logs", "logs scan FILE… [--kind KIND] [--category NAME] | follow <id>", makeLogsCommand},
        {"incidents", "incidents", makeIncidentsCommand},
    };
    return entries;
}

} // namespace rookery::ctl
