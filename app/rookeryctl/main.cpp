// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"

#include "base/coredumps.h"
#include "base/log.h"
#include "base/quitsignals.h"
#include "translations/language.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTextStream>
#include <QTimer>

using namespace rookery;
using namespace rookery::ctl;

namespace {

QString helpText()
{
    QString text =
        QStringLiteral("Usage: rookeryctl [--profile DIR] [--json] <command>\n\n"
                       "The Rookery console without a window. Secrets come from standard input, from\n"
                       "ROOKERY_SECRET_<ID>, from $CREDENTIALS_DIRECTORY or from the keyring, never from arguments.\n\n"
                       "Commands:\n");
    for (const CommandEntry &entry : commands())
        text += QStringLiteral("  %1\n").arg(QString::fromUtf8(entry.synopsis));
    return text
        + QStringLiteral(
               "\nExit codes: 0 done (all deliveries verified, or accepted without possible proof), 1 failed,\n"
               "2 wrong usage, 3 settled with deliveries that are unknown, failed or cancelled, or with\n"
               "targets that were skipped.\n");
}

struct Invocation {
    Context context;
    QString command;
    bool help = false;
    bool version = false;
    QString mistake;
};

// Options before the command belong to the program, everything after it to the command.
Invocation readArguments(const QStringList &arguments)
{
    Invocation invocation;
    bool json = false;
    int i = 1;
    for (; i < arguments.size() && invocation.command.isEmpty(); ++i) {
        const QString &word = arguments.at(i);
        if (word == u"--json") {
            json = true;
        } else if (word == u"--profile" && i + 1 < arguments.size()) {
            invocation.context.profileFolder = arguments.at(++i);
        } else if (word == u"--help" || word == u"-h") {
            invocation.help = true;
        } else if (word == u"--version") {
            invocation.version = true;
        } else if (word.startsWith(u'-')) {
            invocation.mistake = QStringLiteral("unknown option %1").arg(word);
        } else {
            invocation.command = word;
        }
    }
    invocation.context.arguments = arguments.mid(i);
    invocation.context.output = Output(json);
    return invocation;
}

} // namespace

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

    Invocation invocation = readArguments(QCoreApplication::arguments());
    if (invocation.version) {
        QTextStream(stdout) << "rookeryctl " << ROOKERY_VERSION << '\n';
        return ExitOk;
    }
    if (invocation.help) {
        QTextStream(stdout) << helpText();
        return ExitOk;
    }
    const auto &all = commands();
    const auto entry = std::find_if(all.begin(), all.end(), [&invocation](const CommandEntry &candidate) {
        return invocation.command == QLatin1StringView(candidate.name);
    });
    if (!invocation.mistake.isEmpty() || entry == all.end()) {
        if (!invocation.mistake.isEmpty())
            QTextStream(stderr) << "rookeryctl: " << invocation.mistake << "\n\n";
        QTextStream(stderr) << helpText();
        return ExitUsage;
    }
    if (invocation.context.profileFolder.isEmpty())
        invocation.context.profileFolder = engine::defaultProfileFolder();

    const std::unique_ptr<Command> command = entry->make(invocation.context);
    QObject::connect(
        command.get(), &Command::finished, &app, [](int code) { QCoreApplication::exit(code); }, Qt::QueuedConnection);
    // Ctrl-C ends in order: the picture of a login code is removed, and a send in flight is recorded.
    const QuitSignals signalWatch;
    QObject::connect(&signalWatch, &QuitSignals::endWanted, &app, [] { QCoreApplication::exit(ExitFailed); });
    QTimer::singleShot(0, command.get(), [&command] { command->start(); });
    return QCoreApplication::exec();
}
