// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline.h"

#include "base/reasons/input.h"
#include "names.h"

#include <QTextStream>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <limits>

namespace rookery::ctl {

namespace {

constexpr auto kProgramFooter =
    "Options of the program go before the command, those of a command after it.\n"
    "\"rookeryctl <command> --help\" explains a command.\n\n"
    "Secrets come from standard input, from ROOKERY_SECRET_<ID>, from\n"
    "$CREDENTIALS_DIRECTORY or from the keyring, never from arguments.\n\n"
    "Exit codes: 0 done (all deliveries verified, or accepted without possible proof), 1 failed,\n"
    "2 wrong usage, 3 settled with deliveries that are unknown, failed or cancelled, or with\n"
    "targets that were skipped.";

constexpr auto kAddFooter =
    "Where a token is needed it is the first line of standard input; a second line is the token\n"
    "of the OneBot port, if that has another one.\n\n"
    "What each kind takes beside --url:\n"
    "  napcat, llbot  --onebot\n"
    "  lagrange       --folder and --program, which starts it; or --way reverse|http-post\n"
    "  onebot11       --way, --account\n"
    "  ilink          no address\n"
    "  probe          --front, --log-file or --log-command";

constexpr auto kAllowFooter =
    "It is in settings.json and was not entered here: it came from a copy, a backup or an editor.\n"
    "Without a keyring a command is trusted for one run, unless ROOKERY_COMMAND_KEY (32 random\n"
    "characters or more) is the same in each.";

constexpr auto kBroadcastFooter =
    "Targets in a file are separated by lines, spaces or commas; # starts a comment; 16 MiB at most.\n"
    "A group that several accounts reach gets the message once, unless --no-merge.\n"
    "Progress and what the broadcast waits for go to standard error (JSON: lines of type progress).\n\n"
    "Without --time-limit: 5 minutes to connect, then twice the planned time, 1 second for each\n"
    "message, and 5 minutes. What is unfinished then stays in the queue, paused, and the exit code\n"
    "is 1; \"rookeryctl resume\" continues it.";

constexpr qint64 kMostSeconds = std::numeric_limits<int>::max();
constexpr qint64 kMostLast = 10'000'000; // they are kept until the file is read
constexpr qint64 kMostBroadcasts = std::numeric_limits<qint64>::max();

//! Collects what was typed, for all commands: one of them is filled.
struct Typed {
    bool json = false;
    QString profileFolder;
    GatewayAddOptions add;
    SubjectOptions test;
    SubjectOptions remove;
    SubjectOptions allowCommand;
    SubjectOptions detect;
    ListenerOptions listener;
    DialInsOptions dialIns;
    LoginOptions login;
    StatusOptions status;
    BroadcastOptions broadcast;
    ResumeOptions resume;
    BroadcastIdOptions pause;
    BroadcastIdOptions cancel;
    BroadcastIdOptions deliveries;
    RkeyOptions rkey;
    LogsOptions logs;
    NoOptions none;
    std::function<std::unique_ptr<Command>(Context)> makeCommand;
};

//! Adds an option with a text, or a positional argument where `name` has no dashes. The last one given counts.
template <class Text>
CLI::Option *addText(CLI::App *app, const std::string &name, Text &text, const std::string &type,
                     const std::string &help)
{
    return app
        ->add_option_function<std::string>(
            name, [&text](const std::string &word) { text = QString::fromStdString(word); }, help)
        ->type_name(type)
        ->take_last();
}

//! Returns what is wrong with an empty word.
std::string refuseEmpty(const std::string &word)
{
    return word.empty() ? "may not be empty" : "";
}

//! Adds a positional argument that must be given.
void addWord(CLI::App *app, const std::string &name, QString &word, const std::string &help)
{
    addText(app, name, word, {}, help)->required()->check(refuseEmpty);
}

//! Adds an option that may be given several times.
CLI::Option *addTexts(CLI::App *app, const std::string &name, QStringList &texts, const std::string &type,
                      const std::string &help)
{
    return app
        ->add_option_function<std::vector<std::string>>(
            name,
            [&texts](const std::vector<std::string> &words) {
                std::transform(words.cbegin(), words.cend(), std::back_inserter(texts), &QString::fromStdString);
            },
            help)
        ->type_name(type)
        ->allow_extra_args(false); // otherwise it takes the words that follow, and "[a,b]" for two
}

//! Adds an option with a decimal number of `least` to `most`; an empty word leaves it as it is. CLI11 itself would read
//! 010 as 8.
template <class Number>
CLI::Option *addNumber(CLI::App *app, const std::string &name, Number &number, qint64 least, qint64 most,
                       const std::string &type, const std::string &help)
{
    const auto read = [&number, name, least, most](const std::string &word) {
        if (word.empty())
            return;
        bool isNumber = false;
        const qint64 value = QString::fromStdString(word).toLongLong(&isNumber);
        if (!isNumber || value < least || value > most)
            throw CLI::ValidationError(name, "no number from " + std::to_string(least) + " to " + std::to_string(most));
        number = value;
    };
    return app->add_option_function<std::string>(name, read, help)->type_name(type)->take_last();
}

//! Makes `command` the one that runs when it is typed.
template <class Options>
void runs(CLI::App *command, Typed &typed, const Options &options, std::unique_ptr<Command> (*make)(Context, Options))
{
    command->callback([&typed, &options, make] {
        typed.makeCommand = [options, make](Context context) { return make(std::move(context), options); };
    });
}

constexpr auto kGateway = "a gateway of the profile";

//! Adds a command that is about one gateway, and takes no options.
void addGatewayCommand(CLI::App *group, Typed &typed, const std::string &name, SubjectOptions &options,
                       std::unique_ptr<Command> (*make)(Context, SubjectOptions), const std::string &help)
{
    CLI::App *command = group->add_subcommand(name, help);
    addWord(command, "id", options.subject, kGateway);
    runs(command, typed, options, make);
}

void addGatewayAdd(CLI::App *group, Typed &typed)
{
    CLI::App *add = group->add_subcommand("add", "Adds a gateway to the profile")->footer(kAddFooter);
    GatewayAddOptions &to = typed.add;
    addWord(add, "id", to.id, "its name in all other commands: small letters, digits and -");
    addText(add, "--kind", to.kind, "KIND", kindNames().toStdString() + " (default: napcat)");
    addText(add, "--url", to.url, "URL", "its address");
    addText(add, "--name", to.name, "TEXT", "how it is shown");
    add->add_flag("--token-stdin", to.tokenStdin, "read the token from standard input");
    add->add_flag("--make-token", to.makeToken,
                  "reverse, http-post: print the address and a new token to paste there, once");
    addText(add, "--onebot", to.oneBot, "URL", "its OneBot port, a second connection for actions");
    addText(add, "--way", to.way, "WAY", "socket|two-sockets|reverse|http|http-post|http-events (default: socket)");
    addText(add, "--account", to.account, "NUMBER", "the only account that may connect");
    addText(add, "--folder", to.folder, "DIR", "the folder with its settings");
    addText(add, "--program", to.program, "FILE", "the program to start in the folder");
    addText(add, "--front", to.front, "URL", "the page that users of a monitored service open");
    addText(add, "--log-file", to.logFile, "FILE", "the log to follow");
    addText(add, "--log-command", to.logCommand, "COMMAND", "the command whose output is the log; run as entered");
    runs(add, typed, to, &makeGatewayAddCommand);
}

void addListener(CLI::App *group, Typed &typed)
{
    CLI::App *listener =
        group->add_subcommand("listener", "Shows or changes the port for incoming gateway connections");
    ListenerOptions &to = typed.listener;
    addText(listener, "--host", to.host, "ADDRESS", "the address to listen at");
    addNumber(listener, "--port", to.port, 0, 65'535, "N", "the port to listen at");
    addText(listener, "--cert", to.certificate, "FILE", "the certificate for TLS");
    addText(listener, "--key", to.key, "FILE", "the key of the certificate");
    runs(listener, typed, to, &makeListenerCommand);
}

void addGateway(CLI::App &program, Typed &typed)
{
    CLI::App *gateway = program.add_subcommand("gateway", "Adds, lists, tests and removes gateways");
    gateway->require_subcommand(1);
    addGatewayAdd(gateway, typed);
    runs(gateway->add_subcommand("list", "Lists the gateways; works beside a running owner"), typed, typed.none,
         &makeGatewayListCommand);
    addGatewayCommand(gateway, typed, "test", typed.test, &makeGatewayTestCommand, "Tests the connection step by step");
    addGatewayCommand(gateway, typed, "remove", typed.remove, &makeGatewayRemoveCommand, "Removes a gateway");
    addGatewayCommand(gateway, typed, "allow-command", typed.allowCommand, &makeAllowCommandCommand,
                      "Trusts its program or log command from now on");
    gateway->get_subcommand("allow-command")->footer(kAllowFooter);
    CLI::App *detect = gateway->add_subcommand("detect", "Detects what answers at an address, without sending a token");
    addWord(detect, "URL", typed.detect.subject, "the address; http:// is optional");
    runs(detect, typed, typed.detect, &makeDetectCommand);
    addListener(gateway, typed);
    CLI::App *dialIns =
        gateway->add_subcommand("dial-ins", "Opens the port and prints each connection that is rejected");
    addNumber(dialIns, "--timeout", typed.dialIns.timeout, 0, kMostSeconds, "SECONDS", "how long (default: 30)");
    runs(dialIns, typed, typed.dialIns, &makeDialInsCommand);
}

void addLogin(CLI::App &program, Typed &typed)
{
    CLI::App *login = program.add_subcommand("login", "Follows a gateway until it is online, and shows its codes")
                          ->footer("A second factor is read from standard input, one line.");
    addWord(login, "id", typed.login.gateway, kGateway);
    addText(login, "--qr-png", typed.login.qrPng, "FILE", "write each code to this new file; it is removed at the end");
    login->add_flag("--qr-text", typed.login.qrText, "print what is in the code");
    addNumber(login, "--timeout", typed.login.timeout, 0, kMostSeconds, "SECONDS", "how long (default: 300)");
    runs(login, typed, typed.login, &makeLoginCommand);
}

void addStatus(CLI::App &program, Typed &typed)
{
    CLI::App *status = program.add_subcommand(
        "status", "Connects every gateway and prints its state; beside a window, what the window knows");
    status->add_flag("--watch", typed.status.watch, "keep running, and print each change");
    addNumber(status, "--timeout", typed.status.timeout, 0, kMostSeconds, "SECONDS",
              "how long to wait for gateways that do not answer (default: 15)");
    runs(status, typed, typed.status, &makeStatusCommand);
}

template <class Options>
void addWaiting(CLI::App *command, Options &to, const std::string &timeLimit)
{
    addNumber(command, "--time-limit", to.timeLimit, 1, kMostSeconds, "SECONDS", timeLimit);
    command->add_flag("--watch", to.watch, "print each change of a delivery");
}

//! Adds a command that is about one broadcast, and takes no options.
void addBroadcastCommand(CLI::App &program, Typed &typed, const std::string &name, BroadcastIdOptions &options,
                         std::unique_ptr<Command> (*make)(Context, BroadcastIdOptions), const std::string &help)
{
    CLI::App *command = program.add_subcommand(name, help);
    addNumber(command, "broadcast", options.broadcast, 1, kMostBroadcasts, {}, "its number")
        ->required()
        ->check(refuseEmpty);
    runs(command, typed, options, make);
}

void addBroadcast(CLI::App &program, Typed &typed)
{
    CLI::App *broadcast =
        program
            .add_subcommand("broadcast", "Sends a message to groups and friends, and waits for proof that it arrived")
            ->footer(kBroadcastFooter);
    BroadcastOptions &to = typed.broadcast;
    addText(broadcast, "--title", to.title, "TITLE", "what the lists call it; not sent");
    addText(broadcast, "--text", to.text, "TEXT", "the text");
    addText(broadcast, "--text-file", to.textFile, "FILE", "a file with the text, - for standard input");
    addTexts(broadcast, "--image", to.images, "FILE", "a picture; may be repeated");
    addTexts(broadcast, "--to", to.to, "group:ID,friend:ID", "the targets; may be repeated");
    addTexts(broadcast, "--to-file", to.toFiles, "FILE", "a file with targets, - for standard input; may be repeated");
    addTexts(broadcast, "--via", to.via, "ACCOUNT,ACCOUNT",
             "accounts or gateways that send; needed where there is more than one; may be repeated");
    broadcast->add_flag("--no-merge", to.noMerge, "send from each account to a group that several reach");
    addText(broadcast, "--pace", to.pace, "default|none|SECONDS",
            "the pause after each message of an account; default: that of the settings");
    broadcast->add_flag("--dry-run", to.dryRun, "only print the plan");
    addWaiting(broadcast, to, "when to give up");
    runs(broadcast, typed, to, &makeBroadcastCommand);

    CLI::App *resume = program.add_subcommand("resume", "Continues a broadcast that is paused; works beside a window");
    addNumber(resume, "broadcast", typed.resume.broadcast, 1, kMostBroadcasts, {}, "its number")
        ->required()
        ->check(refuseEmpty);
    addWaiting(resume, typed.resume, "when to give up (default: 6 for each unfinished message, and 5 minutes)");
    runs(resume, typed, typed.resume, &makeResumeCommand);

    addBroadcastCommand(program, typed, "pause", typed.pause, &makePauseCommand,
                        "Pauses a broadcast; works beside a window");
    addBroadcastCommand(program, typed, "cancel", typed.cancel, &makeCancelCommand,
                        "Cancels what a broadcast has not sent yet; works beside a window");
    addBroadcastCommand(program, typed, "deliveries", typed.deliveries, &makeDeliveriesCommand,
                        "Lists the deliveries of a broadcast; works beside a running owner");
}

void addLogKind(CLI::App *command, LogsOptions &to, const std::string &group)
{
    addText(command, "--kind", to.kind, "KIND", kindNames().toStdString() + " (default: as the file looks)")
        ->group(group);
}

void addRuleFile(CLI::App *command, LogsOptions &to)
{
    addText(command, "--rules", to.rules, "FILE", "your own rules, tried before the built-in ones")->check(refuseEmpty);
}

void addLogOptions(CLI::App *command, LogsOptions &to, const std::string &group)
{
    addLogKind(command, to, group);
    addText(command, "--category", to.category, "NAME", "print only lines of this category")->group(group);
}

void addLogs(CLI::App &program, Typed &typed)
{
    CLI::App *logs = program.add_subcommand("logs", "Reads and classifies the logs of gateways");
    logs->require_subcommand(1);
    addLogOptions(logs, typed.logs, {}); // accepted before "scan" too, and shown behind it
    CLI::App *scan = logs->add_subcommand("scan", "Reads log files; needs no profile");
    addTexts(scan, "FILE", typed.logs.files, {}, "the files; every line is printed")->allow_extra_args()->required();
    addLogOptions(scan, typed.logs, "Options");
    addRuleFile(scan, typed.logs);
    addNumber(scan, "--last", typed.logs.last, 1, kMostLast, "N", "print only the newest lines of each file");
    runs(scan, typed, typed.logs, &makeLogsCommand);
    CLI::App *summary = logs->add_subcommand("summary", "Counts what is in log files; needs no profile");
    addTexts(summary, "FILE", typed.logs.files, {}, "the files, of any size")->allow_extra_args()->required();
    addLogKind(summary, typed.logs, "Options");
    addRuleFile(summary, typed.logs);
    runs(summary, typed, typed.logs, &makeLogSummaryCommand);
    CLI::App *explain = logs->add_subcommand("explain", "Says what the lines of a rule mean, and what to do");
    addWord(explain, "rule", typed.logs.rule, "its name, as \"logs summary\" prints it");
    addLogKind(explain, typed.logs, "Options");
    addRuleFile(explain, typed.logs);
    runs(explain, typed, typed.logs, &makeExplainCommand);
    CLI::App *follow = logs->add_subcommand("follow", "Prints the log lines of a gateway as they come");
    addWord(follow, "id", typed.logs.gateway, kGateway);
    addLogOptions(follow, typed.logs, "Options");
    runs(follow, typed, typed.logs, &makeLogsCommand);
}

void addCommands(CLI::App &program, Typed &typed)
{
    program.require_subcommand(1);
    addGateway(program, typed);
    addLogin(program, typed);
    addStatus(program, typed);
    addBroadcast(program, typed);
    CLI::App *rkey = program.add_subcommand("rkey", "Prints what is known of a gateway's picture keys");
    addWord(rkey, "id", typed.rkey.gateway, kGateway);
    rkey->add_flag("--probe", typed.rkey.probe, "fetch a picture with the key");
    runs(rkey, typed, typed.rkey, &makeRkeyCommand);
    addLogs(program, typed);
    runs(program.add_subcommand("incidents", "Lists the incidents; works beside a running owner"), typed, typed.none,
         &makeIncidentsCommand);
    CLI::App *settings = program.add_subcommand("settings", "Repairs the settings");
    settings->require_subcommand(1);
    runs(settings->add_subcommand("restore", "Replaces an unreadable settings.json with the last good copy"), typed,
         typed.none, &makeRestoreSettingsCommand);
}

//! Returns the arguments as CLI11 takes them, the last one first. It would read "--via=" as if the next argument were
//! the value: such an option and its empty value become two arguments.
std::vector<std::string> reversed(const QStringList &arguments)
{
    std::vector<std::string> words;
    for (auto it = arguments.crbegin(); it != arguments.crend(); ++it) {
        const bool hasEmptyValue = it->startsWith(u"--") && it->indexOf(u'=') == it->size() - 1;
        if (hasEmptyValue)
            words.emplace_back();
        words.push_back((hasEmptyValue ? it->chopped(1) : *it).toStdString());
    }
    return words;
}

//! Prints what is wrong with the arguments, and where the right ones are explained.
void printMistake(const CLI::App &program, const CLI::ParseError &mistake)
{
    const Output output(program.count("--json") > 0);
    QString words = QString::fromStdString(mistake.what());
    QString path = QStringLiteral("rookeryctl");
    const CLI::App *app = &program;
    for (; !app->get_subcommands().empty(); path += u' ' + QString::fromStdString(app->get_name()))
        app = app->get_subcommands().front();
    // where a command is missing, CLI11 does not say what stands in its place
    if (app->get_require_subcommand_min() > 0 && !app->remaining().empty())
        words = QStringLiteral("no command: %1").arg(QString::fromStdString(app->remaining().front()));
    output.error({.kind = ErrorKind::Rejected,
                  .reason = Reason::BadInput,
                  .detail = words + QStringLiteral("; see %1 --help").arg(path)});
    if (program.get_subcommands().empty() && !output.isJson())
        QTextStream(stderr) << '\n' << QString::fromStdString(program.help());
}

} // namespace

CommandLine readCommandLine(const QStringList &arguments)
{
    Typed typed;
    CLI::App program("The Rookery console without a window.", "rookeryctl");
    program.get_formatter()->column_width(34);
    program.set_version_flag("--version", "rookeryctl " ROOKERY_VERSION, "print the version");
    program.add_flag("--json", typed.json, "print one JSON object per line");
    addText(&program, "--profile", typed.profileFolder, "DIR", "the folder of the profile");
    addCommands(program, typed);
    program.footer(kProgramFooter);
    try {
        program.parse(reversed(arguments));
    } catch (const CLI::Success &asked) { // for help or the version
        return {.exitCode = program.exit(asked)};
    } catch (const CLI::ParseError &mistake) {
        printMistake(program, mistake);
        return {.exitCode = ExitUsage};
    }
    const QString folder = typed.profileFolder.isEmpty() ? engine::defaultProfileFolder() : typed.profileFolder;
    return {.context = {.profileFolder = folder, .output = Output(typed.json)}, .makeCommand = typed.makeCommand};
}

} // namespace rookery::ctl
