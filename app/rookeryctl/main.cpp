// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include "base/coredumps.h"
#include "base/log.h"
#include "base/quitsignals.h"
#include "translations/language.h"

#include <QCoreApplication>
#include <QTimer>

using namespace rookery;
using namespace rookery::ctl;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("rookery"));
    QCoreApplication::setApplicationVersion(QStringLiteral(ROOKERY_VERSION));

    keepSecretsOutOfCores();
    // before anything else: a warning about the settings must not end up among the lines that a script reads
    static_cast<void>(startLogging({.folder = {}, .toStderr = true, .mask = {}}));
    Language language;
    language.use({});

    const CommandLine typed = readCommandLine(QCoreApplication::arguments().mid(1));
    if (!typed.makeCommand)
        return typed.exitCode;
    const std::unique_ptr<Command> command = typed.makeCommand(typed.context);
    QObject::connect(
        command.get(), &Command::finished, &app, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    // Ctrl-C ends in order: the picture of a login code is removed, and a send in flight is recorded.
    const QuitSignals signalWatch;
    QObject::connect(&signalWatch, &QuitSignals::endWanted, &app, [] { QCoreApplication::exit(ExitFailed); });
    QTimer::singleShot(0, command.get(), [&command] { command->start(); });
    return QCoreApplication::exec();
}
