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
    connect(&m_engine->profile(), &engine::ProfileService::storageTrouble, this, [this](const Error &error) {
        out().error(error);
        // every other storage trouble may pass while the command waits; these two last for the whole run
        if (error.reason == Reason::DatabaseReplaced || error.reason == Reason::DatabaseBroken)
            finish(ExitFailed);
    });
    connect(&m_engine->profile(), &engine::ProfileService::databaseRestored, this, [this](int deliveries) {
        out().error(Error{.kind = ErrorKind::Storage,
                          .reason = Reason::Restored,
                          .detail = QStringLiteral("%1 deliveries need confirmation").arg(deliveries)});
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

} // namespace rookery::ctl
