// SPDX-License-Identifier: GPL-3.0-or-later
// rkey, incidents and logs: what the gateways and the console have observed.
#include "command.h"
#include "names.h"

#include "base/clock.h"
#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "model/names.h"
#include "model/severity.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QJsonArray>

#include <algorithm>
#include <stop_token>

namespace rookery::ctl {

namespace {

constexpr int kScanned = 1'000'000; //!< lines of a log file, from its end

//! Implements `rkey <id> [--probe]`.
class RkeyCommand final : public CommandWith<RkeyOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        m_gateway = GatewayId(options().gateway);
        m_engine = openEngine();
        if (!m_engine)
            return;
        connect(&m_engine->health(), &engine::HealthService::changed, this, &RkeyCommand::onHealth);
        connect(&m_engine->sessions(), &engine::SessionService::changed, this, &RkeyCommand::onAccounts);
        m_deadline.start(seconds(30));
        then(m_engine->sessions().start(m_gateway), [] {});
    }

private:
    void onHealth(const engine::HealthChanges &changes)
    {
        if (m_awaitsProbe)
            showProbed();
        // a refusal is an answer, too
        for (const RkeyState &state : changes.rkeys) {
            if (state.gateway != m_gateway || m_done || (state.askedAt == WallTime{} && !state.proven))
                continue;
            m_done = true;
            if (!options().probe)
                return show();
            then(m_engine->health().probeRkey(m_gateway), [this] {
                m_awaitsProbe = true;
                showProbed();
            });
        }
    }

    void onAccounts(const engine::SessionChanges &changes)
    {
        for (const AccountSnapshot &account : changes.accounts) {
            if (account.profile.id == m_gateway && !m_done)
                giveUpOn(account);
        }
    }

    //! Ends the command when no answer can come: no account is logged in, or its gateway has no keys.
    void giveUpOn(const AccountSnapshot &account)
    {
        switch (account.session.phase) {
        case SessionPhase::Rejected:
        case SessionPhase::Backoff:
            m_done = true;
            return fail(account.session.why);
        case SessionPhase::NeedsTotp:
        case SessionPhase::LoginRequired:
            m_done = true;
            return fail(whyAway(account.session));
        case SessionPhase::Online:
            if (account.capabilities.rkey)
                break;
            m_done = true;
            return fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction});
        case SessionPhase::Stopped:
        case SessionPhase::Connecting:
        case SessionPhase::Authenticating:
            break;
        }
    }

    //! Prints the outcome of the probe once it is known: the state comes with a delta, after the future resolves.
    void showProbed()
    {
        const QList<RkeyState> states = m_engine->health().rkeys();
        const bool there = std::any_of(states.cbegin(), states.cend(), [this](const RkeyState &state) {
            return state.gateway == m_gateway && state.probeAt != WallTime{} && !state.probing;
        });
        if (!there)
            return;
        m_awaitsProbe = false;
        show();
    }

    void show()
    {
        bool probed = true;
        for (const RkeyState &state : m_engine->health().rkeys()) {
            if (state.gateway != m_gateway)
                continue;
            print(state);
            probed = !options().probe || state.probe != RkeyProbeOutcome::NoPicture;
        }
        finish(probed ? ExitOk : ExitFailed); // ExitFailed: there was nothing to probe
    }

    void print(const RkeyState &state)
    {
        QJsonArray providers;
        for (const RkeyProvider &provider : state.providers) {
            providers.append(QJsonObject{{QStringLiteral("name"), provider.name},
                                         {QStringLiteral("failures"), provider.failures},
                                         {QStringLiteral("disabled"), provider.disabled},
                                         {QStringLiteral("lastStatus"), provider.lastStatus},
                                         {QStringLiteral("lastSeen"), isoTime(toMSecs(provider.lastAt))}});
        }
        out().line("rkey",
                   {{QStringLiteral("gateway"), state.gateway.value()},
                    {QStringLiteral("source"), nameOf(state.source)},
                    {QStringLiteral("server"), state.server},
                    {QStringLiteral("since"), isoTime(toMSecs(state.sourceSince))},
                    {QStringLiteral("created"), isoTime(toMSecs(state.createdAt))},
                    {QStringLiteral("ttlSeconds"), double(state.ttl.count()) / 1000.0},
                    {QStringLiteral("proven"), state.proven},
                    {QStringLiteral("keySeen"), isoTime(toMSecs(state.keySeenAt))},
                    {QStringLiteral("asked"), isoTime(toMSecs(state.askedAt))},
                    {QStringLiteral("askError"), state.askError ? text::errorText(*state.askError) : QString()},
                    {QStringLiteral("condition"), nameOf(conditionOf(state))},
                    {QStringLiteral("meaning"), text::rkeyMeaning(state, m_clock.wallNow())},
                    {QStringLiteral("nativeLatched"), state.nativeLatched},
                    {QStringLiteral("latch"), text::rkeyLatchWords(state, m_clock.wallNow())},
                    {QStringLiteral("providers"), providers},
                    {QStringLiteral("probe"), nameOf(state.probe)}},
                   QStringLiteral("%1  %2  %3  %4")
                       .arg(state.gateway.value(), nameOf(state.source), nameOf(state.probe),
                            text::rkeyAskedWords(state, m_clock.wallNow())));
    }

    SystemClock m_clock;
    Timer m_deadline{m_clock, [this] {
                         if (!m_done)
                             fail(Error{.kind = ErrorKind::Timeout, .reason = Reason::NoReply});
                     }};
    engine::Engine *m_engine = nullptr;
    GatewayId m_gateway;
    bool m_awaitsProbe = false;
    bool m_done = false;
};

//! Implements `incidents`, which reads beside a running owner.
class IncidentsCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        engine::Reader *reader = openReader();
        if (!reader)
            return;
        then(reader->incidents(), [this](const QList<Incident> &incidents) {
            for (const Incident &incident : incidents)
                print(incident);
            finish(ExitOk);
        });
    }

private:
    static QJsonArray evidenceOf(const Incident &incident)
    {
        QJsonArray rows;
        for (const IncidentEvidence &evidence : incident.evidence)
            rows.append(text::evidenceWords(evidence));
        return rows;
    }

    static qint64 lastSeen(const Incident &incident)
    {
        return toMSecs(incident.evidence.isEmpty() ? incident.startedAt : incident.evidence.constLast().at);
    }

    //! Describes one incident in a line: the gateway says where, the evidence why, the last row of evidence how it
    //! ended.
    static QString words(const Incident &incident)
    {
        QStringList parts{isoTime(toMSecs(incident.startedAt)), text::incidentTitle(incident), incident.cause};
        if (const QString cause = text::evidentCause(incident); !cause.isEmpty())
            parts.append(cause);
        if (!incident.evidence.isEmpty() && incident.evidence.constLast().what.reason == Reason::ArrivedAgain)
            parts.append(text::evidenceWords(incident.evidence.constLast()));
        return parts.join(QStringLiteral("  "));
    }

    void print(const Incident &incident)
    {
        QJsonArray gateways;
        for (const GatewayId &gateway : incident.gateways)
            gateways.append(gateway.value());
        out().line("incident",
                   {{QStringLiteral("id"), incident.id.value()},
                    {QStringLiteral("title"), text::incidentTitle(incident)},
                    {QStringLiteral("open"), incident.isOpen()},
                    {QStringLiteral("severity"), nameOf(conditionOf(incident.severity))},
                    {QStringLiteral("lastSeen"), isoTime(lastSeen(incident))},
                    {QStringLiteral("cause"), incident.cause},
                    {QStringLiteral("gateways"), gateways},
                    {QStringLiteral("started"), isoTime(toMSecs(incident.startedAt))},
                    {QStringLiteral("ended"), isoTime(toMSecs(incident.endedAt))},
                    {QStringLiteral("count"), incident.count},
                    {QStringLiteral("reason"), text::evidentCause(incident)},
                    {QStringLiteral("evidence"), evidenceOf(incident)}},
                   words(incident));
    }
};

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
        if (options().kind) {
            m_kind = gatewayKind(*options().kind);
            if (!m_kind)
                return usage(QStringLiteral("--kind %1").arg(kindNames()));
        }
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
        then(engine::scanLogFile(m_files.takeFirst(), m_kind, m_stop.get_token(), kScanned),
             [this](const engine::ScannedLog &log) {
                 printReading(log);
                 for (const LogLine &line : log.lines)
                     print(line);
                 scanNext();
             });
    }

    //! Prints which assumptions were made and what is not shown, before the lines that they apply to.
    void printReading(const engine::ScannedLog &log)
    {
        QStringList said{text::readingWords(log.kind, log.reading)};
        if (const QString leftOut = text::leftOutWords(log.reading, log.lines.size()); !leftOut.isEmpty())
            said.append(leftOut);
        out().progress("log-file",
                       {{QStringLiteral("kind"), gatewayKindId(log.kind)},
                        {QStringLiteral("encoding"), log.reading.encoding},
                        {QStringLiteral("wrappings"), QJsonArray::fromStringList(log.reading.wrappings)},
                        {QStringLiteral("yearGuessed"), log.reading.yearGuessed},
                        {QStringLiteral("timeless"), log.reading.timeless},
                        {QStringLiteral("lines"), log.lines.size()},
                        {QStringLiteral("leftOut"), log.reading.leftOut},
                        {QStringLiteral("startUnread"), log.reading.startUnread},
                        {QStringLiteral("from"), isoTime(toMSecs(log.reading.from))}},
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
                    print(line);
            }
        });
        then(engine->sessions().start(gateway), [] {});
    }

    void print(const LogLine &line)
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
    QStringList m_files; //!< still to scan
};

} // namespace

std::unique_ptr<Command> makeRkeyCommand(Context context, RkeyOptions options)
{
    return std::make_unique<RkeyCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeIncidentsCommand(Context context, NoOptions)
{
    return std::make_unique<IncidentsCommand>(std::move(context));
}

std::unique_ptr<Command> makeLogsCommand(Context context, LogsOptions options)
{
    return std::make_unique<LogsCommand>(std::move(context), std::move(options));
}

} // namespace rookery::ctl

#include "watchcommands.moc"
