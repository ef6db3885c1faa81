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

Result<std::unique_ptr<engine::Engine>> Command::startEngine() const
{
    engine::Options options;
    options.profileFolder = m_context.profileFolder;
    options.programName = QStringLiteral("rookeryctl");
    options.connectAtStart = false;
    return engine::Engine::start(options);
}

engine::Engine *Command::openEngine()
{
    auto engine = startEngine();
    if (!engine) {
        fail(engine.error());
        return nullptr;
    }
    own(std::move(*engine));
    return m_engine.get();
}

void Command::openConsole(BroadcastId deliveries, const std::function<void(const Console &)> &ready)
{
    auto engine = startEngine();
    if (!engine && engine.error().reason == Reason::ProfileInUse)
        return connectToWindow(engine.error(), deliveries, ready);
    if (!engine)
        return fail(engine.error());
    own(std::move(*engine));
    ready({.sessions = m_engine->sessions(),
           .broadcasts = m_engine->broadcasts(),
           .pace = [this] { return m_engine->profile().settings().pace; },
           .health = &m_engine->health()});
}

//! Connects to the window. Where there is none, or it cannot be reached, the command ends with `inUse`.
void Command::connectToWindow(const Error &inUse, BroadcastId deliveries,
                              const std::function<void(const Console &)> &ready)
{
    m_remote = std::make_unique<engine::RemoteEngine>(
        engine::RemoteEngine::Options{.profileFolder = m_context.profileFolder, .deliveries = deliveries});
    onResult(this, m_remote->open(), [this, inUse, ready](const Result<> &opened) {
        if (!opened)
            return fail(inUse);
        connect(m_remote.get(), &engine::RemoteEngine::lost, this, &Command::fail);
        ready({.sessions = m_remote->sessions(), .broadcasts = m_remote->broadcasts(), .pace = [this] {
                   return m_remote->pace();
               }});
    });
}

void Command::own(std::unique_ptr<engine::Engine> engine)
{
    m_engine = std::move(engine);
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

#include "moc_command.cpp"
