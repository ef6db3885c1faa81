// SPDX-License-Identifier: GPL-3.0-or-later
// rkey and incidents: what the gateways and the console have observed.
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

} // namespace

std::unique_ptr<Command> makeRkeyCommand(Context context, RkeyOptions options)
{
    return std::make_unique<RkeyCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeIncidentsCommand(Context context, NoOptions)
{
    return std::make_unique<IncidentsCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "watchcommands.moc"
