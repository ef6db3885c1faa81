// SPDX-License-Identifier: GPL-3.0-or-later
// logs: reads, counts and explains what gateways log.
#include "command.h"
#include "names.h"

#include "base/reasons/input.h"
#include "base/terminal.h"
#include "model/names.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QJsonArray>
#include <QLocale>

#include <stop_token>

namespace rookery::ctl {

namespace {

//! Finds the kind that `--kind` names; false: there is none of that name. Without the option it is left to each file.
bool readKind(const std::optional<QString> &typed, std::optional<GatewayKind> &kind)
{
    if (typed)
        kind = gatewayKind(*typed);
    return !typed || kind.has_value();
}

//! Reads the rule file that `--rules` names; without the option: no such rules.
Result<QByteArray> readRules(const LogsOptions &options)
{
    return options.rules.isEmpty() ? QByteArray() : engine::readUserRules(options.rules);
}

//! Returns how the dates of a log were read.
QString datesOf(const LogReading &reading)
{
    return reading.timeless   ? QStringLiteral("none")
        : reading.yearGuessed ? QStringLiteral("without-year")
                              : QStringLiteral("complete");
}

//! Implements `logs scan FILE…` and `logs follow <id>`.
class LogsCommand final : public CommandWith<LogsOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;
    Q_DISABLE_COPY_MOVE(LogsCommand)
    ~LogsCommand() override { m_stop.request_stop(); }

    void start() override
    {
        if (!readKind(options().kind, m_kind))
            return usage(QStringLiteral("--kind %1").arg(kindNames()));
        Result<QByteArray> rules = readRules(options());
        if (!rules)
            return fail(rules.error());
        m_rules = *std::move(rules);
        m_files = options().files;
        if (m_files.isEmpty())
            follow(GatewayId(options().gateway));
        else
            scanNext();
    }

private:
    // Scans the next file. No profile is needed, because a file is only read.
    void scanNext()
    {
        if (m_files.isEmpty())
            return finish(ExitOk);
        const QString file = m_files.takeFirst();
        if (options().last)
            return printLast(file, int(*options().last));
        // what was assumed is known only when the whole file was read once
        const auto counted = engine::summarizeLogFile(file, m_kind, m_stop.get_token(), {}, m_rules);
        then(counted, [this, file](const LogSummary &summary) {
            printReading(summary.kind, summary.reading, summary.entries);
            const auto print = [this](const QList<LogLine> &lines) {
                for (const LogLine &line : lines)
                    printLine(line);
            };
            then(engine::streamLogFile(file, summary.kind, this, print, m_stop.get_token(), m_rules),
                 [this] { scanNext(); });
        });
    }
    void printLast(const QString &file, int count)
    {
        const auto scanned = engine::scanLogFile(file, m_kind, m_stop.get_token(), count, m_rules);
        then(scanned, [this](const engine::ScannedLog &log) {
            printReading(log.kind, log.reading, log.lines.size());
            for (const LogLine &line : log.lines)
                printLine(line);
            scanNext();
        });
    }

    //! Prints which assumptions were made and what is not shown, before the lines that they apply to.
    void printReading(GatewayKind kind, const LogReading &reading, qint64 lines)
    {
        QStringList said{text::readingWords(kind, reading)};
        if (const QString leftOut = text::leftOutWords(reading, lines); !leftOut.isEmpty())
            said.append(leftOut);
        out().progress("log-file",
                       {{QStringLiteral("kind"), gatewayKindId(kind)},
                        {QStringLiteral("encoding"), reading.encoding},
                        {QStringLiteral("misread"), reading.misread},
                        {QStringLiteral("wrappings"), QJsonArray::fromStringList(reading.wrappings)},
                        {QStringLiteral("wrapping"), QJsonArray::fromStringList(reading.wrappings)}, // as in a summary
                        {QStringLiteral("dates"), datesOf(reading)},
                        {QStringLiteral("yearGuessed"), reading.yearGuessed},
                        {QStringLiteral("timeless"), reading.timeless},
                        {QStringLiteral("lines"), lines},
                        {QStringLiteral("leftOut"), reading.leftOut},
                        {QStringLiteral("startUnread"), reading.startUnread},
                        {QStringLiteral("from"), isoTime(toMSecs(reading.from))}},
                       said.join(QStringLiteral("; ")));
    }

    void follow(const GatewayId &gateway)
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        connect(&engine->logs(), &engine::LogService::linesAdded, this, [this, gateway](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                if (line.gateway == gateway)
                    printLine(line);
            }
        });
        then(engine->sessions().start(gateway), [] {});
    }

    void printLine(const LogLine &line)
    {
        if (!options().category.isEmpty() && nameOf(line.category) != options().category)
            return;
        out().line("log",
                   {{QStringLiteral("time"), isoTime(toMSecs(line.time))},
                    {QStringLiteral("level"), nameOf(line.level)},
                    {QStringLiteral("category"), nameOf(line.category)},
                    {QStringLiteral("rule"), line.ruleId},
                    {QStringLiteral("text"), line.text}},
                   QStringLiteral("%1 [%2] %3")
                       .arg(isoTime(toMSecs(line.time)), nameOf(line.level), text::visibleControls(line.text)));
    }

    std::stop_source m_stop; //!< stops the scan of the current file
    std::optional<GatewayKind> m_kind; //!< null: detected for each file
    QByteArray m_rules; //!< of the user
    QStringList m_files; //!< still to scan
};

//! Implements `logs summary FILE…`.
class LogSummaryCommand final : public CommandWith<LogsOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;
    Q_DISABLE_COPY_MOVE(LogSummaryCommand)
    ~LogSummaryCommand() override { m_stop.request_stop(); }

    void start() override
    {
        if (!readKind(options().kind, m_kind))
            return usage(QStringLiteral("--kind %1").arg(kindNames()));
        if (!options().category.isEmpty())
            return usage(QStringLiteral("logs summary FILE… (it counts every category)"));
        Result<QByteArray> rules = readRules(options());
        if (!rules)
            return fail(rules.error());
        m_rules = *std::move(rules);
        m_files = options().files;
        countNext();
    }

private:
    void countNext()
    {
        if (m_files.isEmpty())
            return finish(ExitOk);
        const QString file = m_files.takeFirst();
        std::function<void(qint64, qint64)> progress;
        if (isTerminal(Stream::Error))
            progress = &showProgress;
        then(engine::summarizeLogFile(file, m_kind, m_stop.get_token(), progress, m_rules),
             [this, file](const LogSummary &summary) {
                 print(file, summary);
                 countNext();
             });
    }
    //! Shows how far the reading is; runs on the thread that reads.
    static void showProgress(qint64 done, qint64 all)
    {
        constexpr qint64 kStep = 64LL * 1024 * 1024;
        constexpr qint64 kBlock = 1024LL * 1024;
        if (all > kStep && done % kStep < kBlock)
            std::fprintf(stderr, "%3d %%\r", int(100 * done / all)); // what is printed next covers it
    }

    template <class Enum, std::size_t n>
    static QJsonObject counted(const std::array<qint64, n> &counts)
    {
        QJsonObject object;
        for (std::size_t i = 0; i < n; ++i) {
            if (counts[i] > 0)
                object.insert(nameOf(Enum(i)), counts[i]);
        }
        return object;
    }

    void print(const QString &file, const LogSummary &summary)
    {
        QJsonObject rules;
        for (auto rule = summary.rules.cbegin(); rule != summary.rules.cend(); ++rule)
            rules.insert(rule.key(), rule.value());
        const QJsonObject categories = counted<LogCategory>(summary.categories);
        QStringList details{text::readingWords(summary.kind, summary.reading)};
        for (auto rule = summary.rules.cbegin(); rule != summary.rules.cend(); ++rule)
            details.append(
                QStringLiteral("%1  %2").arg(QLocale::c().toString(rule.value()).rightJustified(12), rule.key()));
        QString words = QStringLiteral("%1: %2 entries").arg(file, QLocale::c().toString(summary.entries));
        if (summary.first != WallTime{})
            words += QStringLiteral(", %1 to %2").arg(isoTime(toMSecs(summary.first)), isoTime(toMSecs(summary.last)));
        out().line("log-summary",
                   {{QStringLiteral("file"), file},
                    {QStringLiteral("format"), gatewayKindId(summary.kind)},
                    {QStringLiteral("wrapping"), QJsonArray::fromStringList(summary.reading.wrappings)},
                    {QStringLiteral("encoding"), summary.reading.encoding},
                    {QStringLiteral("misread"), summary.reading.misread},
                    {QStringLiteral("dates"), datesOf(summary.reading)},
                    {QStringLiteral("bytes"), summary.bytes},
                    {QStringLiteral("lines"), summary.lines},
                    {QStringLiteral("entries"), summary.entries},
                    {QStringLiteral("first"), isoTime(toMSecs(summary.first))},
                    {QStringLiteral("last"), isoTime(toMSecs(summary.last))},
                    {QStringLiteral("levels"), counted<LogLevel>(summary.levels)},
                    {QStringLiteral("categories"), categories},
                    {QStringLiteral("rules"), rules},
                    {QStringLiteral("leftOut"), summary.reading.leftOut}},
                   words, details);
    }

    std::stop_source m_stop;
    std::optional<GatewayKind> m_kind; //!< null: detected for each file
    QByteArray m_rules; //!< of the user
    QStringList m_files; //!< still to count
};

//! Implements `logs explain RULE`.
class ExplainCommand final : public CommandWith<LogsOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        std::optional<GatewayKind> kind;
        if (!readKind(options().kind, kind))
            return usage(QStringLiteral("--kind %1").arg(kindNames()));
        const Result<QByteArray> userRules = readRules(options());
        if (!userRules)
            return fail(userRules.error());
        QStringList said; // kinds that share their rules say it once
        const QList<GatewayKind> kinds = kind ? QList{*kind} : gatewayKinds();
        for (const GatewayKind one : kinds) {
            const QList<RuleExplanation> rules = engine::LogService::rules(one, QLocale().name(), *userRules);
            for (const RuleExplanation &rule : rules) {
                if (rule.ruleId != options().rule || said.contains(rule.meaning))
                    continue;
                said.append(rule.meaning);
                print(one, rule);
            }
        }
        if (said.isEmpty())
            return fail({.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = options().rule});
        finish(ExitOk);
    }

private:
    void print(GatewayKind kind, const RuleExplanation &rule)
    {
        const QString whose = rule.own ? QStringLiteral("your own rule") : text::gatewayKindName(kind);
        QStringList details{rule.meaning};
        for (const QString &detail : {rule.since, rule.advice}) {
            if (!detail.isEmpty()) // a user's rule may have none
                details.append(detail);
        }
        out().line("log-rule",
                   {{QStringLiteral("rule"), rule.ruleId},
                    {QStringLiteral("format"), rule.own ? QString() : gatewayKindId(kind)},
                    {QStringLiteral("own"), rule.own},
                    {QStringLiteral("colour"), rule.colour},
                    {QStringLiteral("category"), nameOf(rule.category)},
                    {QStringLiteral("title"), rule.title},
                    {QStringLiteral("meaning"), rule.meaning},
                    {QStringLiteral("since"), rule.since},
                    {QStringLiteral("advice"), rule.advice}},
                   QStringLiteral("%1 (%2): %3").arg(rule.ruleId, whose, rule.title), details);
    }
};

} // namespace

std::unique_ptr<Command> makeLogsCommand(Context context, LogsOptions options)
{
    return std::make_unique<LogsCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeLogSummaryCommand(Context context, LogsOptions options)
{
    return std::make_unique<LogSummaryCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeExplainCommand(Context context, LogsOptions options)
{
    return std::make_unique<ExplainCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "logscommands.moc"
