// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include "engine/engine.h"
#include "engine/reader.h"

#include <QCommandLineParser>
#include <QObject>

#include <functional>
#include <memory>

namespace rookery::ctl {

//! Holds what every command gets: the words after the command's name, the profile, the output.
struct Context {
    QStringList arguments;
    QString profileFolder;
    Output output{false};
};

//! Runs one command from its arguments to its exit code. It starts on the event loop and ends by calling `finish`
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
    //! Parses the arguments of this command; prints a mistake and finishes with ExitUsage.
    [[nodiscard]] bool parse(QCommandLineParser &parser);

    //! Opens the profile as its owner. Returns null after an error, which it has printed.
    [[nodiscard]] engine::Engine *openEngine();
    //! Opens the profile for reading beside a running owner. Returns null after an error, which it has printed.
    [[nodiscard]] engine::Reader *openReader();

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
    std::unique_ptr<engine::Engine> m_engine;
    std::unique_ptr<engine::Reader> m_reader;
};

using CommandFactory = std::function<std::unique_ptr<Command>(Context)>;

//! Describes one command; commands() lists them in the order of the help text.
struct CommandEntry {
    const char *name;
    const char *synopsis;
    CommandFactory make;
};
[[nodiscard]] const QList<CommandEntry> &commands();

std::unique_ptr<Command> makeGatewayCommand(Context context);
std::unique_ptr<Command> makeLoginCommand(Context context);
std::unique_ptr<Command> makeStatusCommand(Context context);
std::unique_ptr<Command> makeRkeyCommand(Context context);
std::unique_ptr<Command> makeIncidentsCommand(Context context);
std::unique_ptr<Command> makeBroadcastCommand(Context context);
std::unique_ptr<Command> makeResumeCommand(Context context);
std::unique_ptr<Command> makeDeliveriesCommand(Context context);
std::unique_ptr<Command> makeLogsCommand(Context context);
std::unique_ptr<Command> makeSettingsCommand(Context context);

} // namespace rookery::ctl
