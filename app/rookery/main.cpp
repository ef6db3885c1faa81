// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root of the window: options, language, engine, demo, window. Nothing else.
#include "demo.h"

#include "base/coredumps.h"
#include "base/log.h"
#include "base/quitsignals.h"
#include "base/reasons/machine.h"
#include "engine/engine.h"
#include "translations/language.h"
#include "ui/kit/accessiblebutton.h"
#include "ui/kit/dialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/text/errortext.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QProcess>

#include <cstdio>
#include <optional>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Arguments {
    QString profile;
    bool demo = false;
    QString language;
    QString theme;
};

//! Returns the options, or the exit code. Works without a QApplication, hence without a display.
std::variant<Arguments, int> readArguments(const QStringList &given)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Desktop console for QQ and WeChat bot accounts behind their gateways."_s);
    const QCommandLineOption help{{u"h"_s, u"help"_s}, u"Shows this."_s};
    const QCommandLineOption version{u"version"_s, u"Shows the version."_s};
    const QCommandLineOption profile{u"profile"_s, u"Keeps everything in this folder."_s, u"folder"_s};
    const QCommandLineOption demo{u"demo"_s, u"Shows made-up accounts on this machine; keeps nothing."_s};
    const QCommandLineOption lang{u"lang"_s, u"Language of the window: zh_CN or en."_s, u"language"_s};
    const QCommandLineOption theme{u"theme"_s, u"light, dark or system."_s, u"theme"_s};
    parser.addOptions({help, version, profile, demo, lang, theme});
    const bool parsed = parser.parse(given);
    const QString language = parser.value(lang);
    const QString mode = parser.value(theme);
    QString wrong = parsed ? QString() : parser.errorText();
    if (parsed && !parser.positionalArguments().isEmpty())
        wrong = u"unexpected: "_s + parser.positionalArguments().join(u' ');
    else if (!language.isEmpty() && language != u"zh_CN" && language != u"en")
        wrong = u"--lang takes zh_CN or en"_s;
    else if (!mode.isEmpty() && mode != u"light" && mode != u"dark" && mode != u"system")
        wrong = u"--theme takes light, dark or system"_s;
    if (!wrong.isEmpty()) {
        std::fprintf(stderr, "rookery: %s\n", qPrintable(wrong));
        return kUsage;
    }
    if (parser.isSet(help)) {
        std::printf("%s", qPrintable(parser.helpText().replace(u"<executable_name>"_s, u"rookery"_s)));
        return 0;
    }
    if (parser.isSet(version)) {
        std::printf("rookery %s\n", ROOKERY_VERSION);
        return 0;
    }
    return Arguments{.profile = parser.value(profile), .demo = parser.isSet(demo), .language = language, .theme = mode};
}

//! Returns false where Qt would abort for lack of a display, so that main() can explain what to do instead.
bool hasDisplay()
{
#ifdef Q_OS_LINUX
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        || !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

int sayNoDisplay()
{
    std::fputs(
        "rookery: there is no display here (DISPLAY and WAYLAND_DISPLAY are empty).\n"
        "  On a desktop or over \"ssh -X\" the window opens; \"xvfb-run rookery\" gives it a display of its own.\n"
        "  Without any display, rookeryctl does the same job: \"rookeryctl --help\".\n",
        stderr);
    return kFailed;
}

int runWindow(QApplication &app, const Arguments &arguments);

//! Reports on the terminal and in a window that the profile could not be opened; a start from a menu has no terminal.
int sayNoProfile(QApplication &app, const Arguments &arguments, const QString &folder, const Error &error)
{
    std::fprintf(stderr, "rookery: %s\n", qPrintable(text::errorText(error)));
    const ui::Theme theme(ui::Theme::modeFor(arguments.theme, QApplication::palette()));
    theme.applyTo(app);
    const QString title = QCoreApplication::translate("main", "Rookery cannot open its profile");
    if (error.reason != Reason::SettingsBroken && error.reason != Reason::SettingsRefused) {
        ui::tell(nullptr, theme, title, error);
        QApplication::exec();
        return kFailed;
    }
    bool restore = false;
    ui::ask(nullptr, theme, title, text::errorText(error) + u"\n\n"_s + text::errorAdvice(error),
            QCoreApplication::translate("main", "Use the last good copy"), [&restore] { restore = true; });
    QApplication::exec();
    if (!restore)
        return kFailed;
    if (const Result<QString> aside = engine::restoreSettings(folder, u"rookery"_s); !aside) {
        ui::tell(nullptr, theme, title, aside.error());
        QApplication::exec();
        return kFailed;
    }
    return runWindow(app, arguments); // cannot recurse: the restored settings are readable
}

int runWindow(QApplication &app, const Arguments &arguments)
{
    Language language;
    language.use(arguments.language);
    std::optional<Demo> demo;
    if (arguments.demo)
        demo.emplace();
    engine::Options options;
    options.profileFolder = demo      ? demo->profileFolder()
        : arguments.profile.isEmpty() ? engine::defaultProfileFolder()
                                      : arguments.profile;
    options.memorySecrets = arguments.demo;
    Result<std::unique_ptr<engine::Engine>> started = engine::Engine::start(options);
    if (!started)
        return sayNoProfile(app, arguments, options.profileFolder, started.error());
    const std::unique_ptr<engine::Engine> engine = std::move(*started);

    QApplication::setQuitOnLastWindowClosed(false);
    ui::WindowOptions shown;
    shown.demo = arguments.demo;
    shown.language = arguments.language;
    shown.theme = arguments.theme;
    shown.useLanguage = [&language](const QString &wanted) { return language.use(wanted); };
    shown.openDemo = [] { QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--demo"_s}); };
    ui::MainWindow window(*engine, shown);
    const QuitSignals signalWatch;
    // A signal has no operator to ask, so the window closes without a question; sends in flight come back paused.
    QObject::connect(&signalWatch, &QuitSignals::endWanted, &window, &ui::MainWindow::leave);
    if (demo) {
        QObject::connect(&*demo, &Demo::failed, &window, [](const QString &detail) {
            std::fprintf(stderr, "rookery: the demo's simulator: %s\n", qPrintable(detail));
        });
        QObject::connect(&window, &ui::MainWindow::quitWanted, &*demo, &Demo::end, Qt::QueuedConnection);
        QObject::connect(&*demo, &Demo::ended, &app, &QCoreApplication::quit, Qt::QueuedConnection);
        demo->start(*engine);
    } else {
        QObject::connect(&window, &ui::MainWindow::quitWanted, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    }
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    keepSecretsOutOfCores();
    static_cast<void>(startLogging({.folder = {}, .toStderr = true, .mask = {}}));
    QStringList given;
    for (int i = 0; i < argc; ++i)
        given.append(QString::fromLocal8Bit(argv[i]));
    const std::variant<Arguments, int> read = readArguments(given);
    if (const int *code = std::get_if<int>(&read))
        return *code;
    if (!hasDisplay())
        return sayNoDisplay();
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"rookery"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ROOKERY_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Rookery"_s);
    QGuiApplication::setDesktopFileName(u"rookery"_s);
    ui::installAccessibleButtons();
    return runWindow(app, std::get<Arguments>(read));
}
