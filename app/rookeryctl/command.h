// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "options.h"
#include "output.h"

#include "engine/control/remoteengine.h"
#include "engine/engine.h"
#include "engine/reader.h"

#include <QObject>

#include <functional>
#include <memory>

namespace rookery::ctl {

//! Holds what every command gets beside its own options: the profile and the output.
struct Context {
    QString profileFolder;
    Output output{false};
};

//! Holds the services that a command uses, from its own engine or from the running window.
struct Console {
    engine::SessionService &sessions;
    engine::BroadcastService &broadcasts;
    std::function<Pace()> pace; //!< of a broadcast that names none, as the settings have it
    engine::HealthService *health = nullptr; //!< null beside a window, which judges the accounts itself
    //! Returns whether a window holds the profile: it connects the gateways, and goes on after the command.
    [[nodiscard]] bool isBesideWindow() const { return health == nullptr; }
};

//! Runs one command from its options to its exit code. It starts on the event loop and ends by calling `finish`
//! exactly once.
class Command : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Command)

public:
    explicit Command(Context context) : m_context(std::move(context)) {}
    ~Command() override = default;

    virtual void start() = 0;

Q_SIGNALS:
    void finished(int exitCode);

protected:
    [[nodiscard]] const Context &context() const { return m_context; }
    [[nodiscard]] const Output &out() const { return m_context.output; }

    void finish(int exitCode) { Q_EMIT finished(exitCode); }
    void fail(const Error &error)
    {
        out().error(error);
        finish(ExitFailed);
    }
    void usage(const QString &words);

    //! Opens the profile as its owner. Returns null after an error, which it has printed.
    [[nodiscard]] engine::Engine *openEngine();
    //! Opens the profile for reading beside a running owner. Returns null after an error, which it has printed.
    [[nodiscard]] engine::Reader *openReader();
    //! Opens the profile as its owner, or connects to the window that holds it, and calls `ready`; an error is printed
    //! and ends the command. `deliveries` names the broadcast whose deliveries are followed. The console stays valid
    //! as long as the command.
    void openConsole(BroadcastId deliveries, const std::function<void(const Console &)> &ready);

    //! Waits for a future of the engine; prints an error and ends the command with it.
    template <class T, class F>
    void then(const FutureResult<T> &future, F f)
    {
        onResult(this, future, [this, f = std::move(f)](Result<T> result) mutable {
            if (!result)
                fail(result.error());
            else if constexpr (std::is_void_v<T>)
                f();
            else
                f(std::move(*result));
        });
    }

private:
    Context m_context;
    [[nodiscard]] Result<std::unique_ptr<engine::Engine>> startEngine() const;
    void own(std::unique_ptr<engine::Engine> engine);
    void connectToWindow(const Error &inUse, BroadcastId deliveries, const std::function<void(const Console &)> &ready);

    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<engine::RemoteEngine> m_remote;
    std::unique_ptr<engine::Reader> m_reader;
};

//! Is a command that was given options.
template <class Options>
class CommandWith : public Command
{
public:
    CommandWith(Context context, Options options) : Command(std::move(context)), m_options(std::move(options)) {}

protected:
    [[nodiscard]] const Options &options() const { return m_options; }

private:
    const Options m_options;
};

std::unique_ptr<Command> makeGatewayAddCommand(Context context, GatewayAddOptions options);
std::unique_ptr<Command> makeGatewayListCommand(Context context, NoOptions options);
std::unique_ptr<Command> makeGatewayTestCommand(Context context, SubjectOptions options);
std::unique_ptr<Command> makeGatewayRemoveCommand(Context context, SubjectOptions options);
std::unique_ptr<Command> makeAllowCommandCommand(Context context, SubjectOptions options);
std::unique_ptr<Command> makeDetectCommand(Context context, SubjectOptions options);
std::unique_ptr<Command> makeListenerCommand(Context context, ListenerOptions options);
std::unique_ptr<Command> makeDialInsCommand(Context context, DialInsOptions options);
std::unique_ptr<Command> makeLoginCommand(Context context, LoginOptions options);
std::unique_ptr<Command> makeStatusCommand(Context context, StatusOptions options);
std::unique_ptr<Command> makeRkeyCommand(Context context, RkeyOptions options);
std::unique_ptr<Command> makeIncidentsCommand(Context context, NoOptions options);
std::unique_ptr<Command> makeBroadcastCommand(Context context, BroadcastOptions options);
std::unique_ptr<Command> makeResumeCommand(Context context, ResumeOptions options);
std::unique_ptr<Command> makePauseCommand(Context context, BroadcastIdOptions options);
std::unique_ptr<Command> makeCancelCommand(Context context, BroadcastIdOptions options);
std::unique_ptr<Command> makeDeliveriesCommand(Context context, BroadcastIdOptions options);
std::unique_ptr<Command> makeLogsCommand(Context context, LogsOptions options);
std::unique_ptr<Command> makeLogSummaryCommand(Context context, LogsOptions options);
std::unique_ptr<Command> makeExplainCommand(Context context, LogsOptions options);
std::unique_ptr<Command> makeRestoreSettingsCommand(Context context, NoOptions options);

} // namespace rookery::ctl
