// SPDX-License-Identifier: GPL-3.0-or-later
// The composition root of the window: options, language, engine, demo, window, and the way to a window that already
// runs. Nothing else.
#include "demo.h"

#include "base/clock.h"
#include "base/coredumps.h"
#include "base/log.h"
#include "base/quitsignals.h"
#include "base/reasons/machine.h"
#include "engine/control/controlserver.h"
#include "engine/control/handover.h"
#include "engine/engine.h"
#include "translations/language.h"
#include "ui/kit/accessiblewidgets.h"
#include "ui/kit/dialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/text/errortext.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QProcess>
#include <QTimer>

#include <cstdio>
#include <optional>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

//! A window that is just starting or ending holds its profile for a moment without listening.
constexpr int kTries = 16;
constexpr milliseconds kBetweenTries{250};
constexpr qsizetype kMaxActivation = 512; //!< bytes

struct Arguments {
    QString profile;
    bool demo = false;
    bool minimised = false;
    QString language;
    QString theme;
    QByteArray activation = {}; //!< the desktop's permission to come to the front, from the environment
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
    const QCommandLineOption minimised{{u"minimised"_s, u"minimized"_s}, u"Starts in the tray."_s};
    const QCommandLineOption lang{u"lang"_s, u"Language of the window: zh_CN or en."_s, u"language"_s};
    const QCommandLineOption theme{u"theme"_s, u"light, dark or system."_s, u"theme"_s};
    parser.addOptions({help, version, profile, demo, minimised, lang, theme});
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
    return Arguments{.profile = parser.value(profile),
                     .demo = parser.isSet(demo),
                     .minimised = parser.isSet(minimised),
                     .language = language,
                     .theme = mode};
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

//! Gives this start to the window that holds the profile, and runs the event loop until that has answered.
Result<> giveToRunningWindow(const QString &folder, const Arguments &arguments)
{
    const engine::StartWish wish{.language = arguments.language,
                                 .theme = arguments.theme,
                                 .minimised = arguments.minimised,
                                 .activation = arguments.activation};
    QObject listener;
    Result<> given = fail(ErrorKind::Cancelled, Reason::ShuttingDown);
    onResult(&listener, engine::handOver(folder, wish), [&given](const Result<> &result) {
        given = result;
        QCoreApplication::exit(0);
    });
    QApplication::exec();
    return given;
}

//! Opens the profile. If a window already holds it, that one comes to the front instead, and the result is null.
Result<std::unique_ptr<engine::Engine>> openProfile(const engine::Options &options, const Arguments &arguments)
{
    for (int tries = 1;; ++tries) {
        Result<std::unique_ptr<engine::Engine>> started = engine::Engine::start(options);
        if (started || started.error().reason != Reason::ProfileInUse || arguments.demo)
            return started;
        const Result<> given = giveToRunningWindow(options.profileFolder, arguments);
        if (given)
            return std::unique_ptr<engine::Engine>();
        if (given.error().reason == Reason::OtherVersionRuns)
            return fail(given.error());
        const bool mayComeFree = given.error().kind == ErrorKind::Offline; // nothing listens
        if (!mayComeFree || tries == kTries)
            return started;
        QTimer::singleShot(kBetweenTries, qApp, [] { QCoreApplication::exit(0); });
        QApplication::exec();
    }
}

//! Returns how a desktop session starts this program with this profile.
QStringList startCommand(const Arguments &arguments)
{
    QStringList command{QCoreApplication::applicationFilePath(), u"--minimised"_s};
    if (!arguments.profile.isEmpty())
        command += {u"--profile"_s, QDir(arguments.profile).absolutePath()};
    return command;
}

//! Does what a second start of the program asked for.
void takeStart(ui::MainWindow &window, const engine::StartWish &wish)
{
    if (wish.minimised)
        return;
    if (!wish.activation.isEmpty()) // read by Qt when a window wants to come to the front
        qputenv("XDG_ACTIVATION_TOKEN", wish.activation);
    window.openAgain(wish.language, wish.theme);
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
    if (!demo)
        options.startCommand = startCommand(arguments);
    Result<std::unique_ptr<engine::Engine>> started = openProfile(options, arguments);
    if (!started)
        return sayNoProfile(app, arguments, options.profileFolder, started.error());
    const std::unique_ptr<engine::Engine> engine = std::move(*started);
    if (!engine)
        return 0;

    QApplication::setQuitOnLastWindowClosed(false);
    ui::WindowOptions shown;
    shown.demo = demo ? &*demo : nullptr;
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
    SystemClock clock;
    std::optional<engine::ControlServer> control; // ends before the engine, which holds the profile
    if (!demo) {
        control.emplace(*engine, clock);
        QObject::connect(&*control, &engine::ControlServer::startWanted, &window,
                         [&window](const engine::StartWish &wish) { takeStart(window, wish); });
        if (const Result<> listening = control->listen(options.profileFolder); !listening)
            rkWarn("other programs cannot reach this window: {}", listening.error().detail);
    }
    window.open(arguments.minimised);
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
    Arguments arguments = std::get<Arguments>(read);
    if (const QByteArray token = qgetenv("XDG_ACTIVATION_TOKEN"); token.size() <= kMaxActivation)
        arguments.activation = token; // before Qt takes it
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"rookery"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ROOKERY_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Rookery"_s);
    QGuiApplication::setDesktopFileName(u"rookery"_s);
    ui::installAccessibleWidgets();
    return runWindow(app, arguments);
}
