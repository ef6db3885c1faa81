// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "names.h"
#include "settling.h"

#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QFileInfo>

namespace rookery::ctl {

namespace {

//! broadcast: plans, queues, stays until settled.
class BroadcastCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        parser.addOptions({{QStringLiteral("text"), {}, QStringLiteral("text")},
                           {QStringLiteral("image"), {}, QStringLiteral("file")},
                           {QStringLiteral("to"), {}, QStringLiteral("targets")},
                           {QStringLiteral("via"), {}, QStringLiteral("account")},
                           {QStringLiteral("pace"), {}, QStringLiteral("pace"), QStringLiteral("default")},
                           {QStringLiteral("dry-run"), {}},
                           {QStringLiteral("watch"), {}}});
        if (!parse(parser))
            return;
        if (!readDraft(parser))
            return;
        m_dryRun = parser.isSet(QStringLiteral("dry-run"));
        m_watch = parser.isSet(QStringLiteral("watch"));
        m_engine = openEngine();
        if (!m_engine)
            return;
        if (const auto gateway = chooseGateway(parser.value(QStringLiteral("via"))); gateway)
            m_gateway = *gateway;
        else
            return fail(gateway.error());
        for (DraftTarget &target : m_draft.targets)
            target.via = m_gateway;
        connect(m_engine, &engine::Engine::changed, this, &BroadcastCommand::whenOnline);
        then(m_engine->startGateway(m_gateway), [] {});
    }

private:
    bool readDraft(const QCommandLineParser &parser)
    {
        m_draft.text = parser.value(QStringLiteral("text"));
        const QStringList images = parser.values(QStringLiteral("image"));
        for (const QString &image : images)
            m_draft.pictures.append({.path = QFileInfo(image).absoluteFilePath()});
        const QStringList words = parser.value(QStringLiteral("to")).split(u',', Qt::SkipEmptyParts);
        for (const QString &word : words) {
            const auto target = parseTarget(word);
            if (!target) {
                usage(QStringLiteral("--to group:ID,friend:ID… (%1)").arg(word));
                return false;
            }
            m_draft.targets.append({.via = {}, .target = *target, .name = {}});
        }
        if (m_draft.targets.isEmpty() || (m_draft.text.isEmpty() && m_draft.pictures.isEmpty())) {
            usage(QStringLiteral("broadcast [--text TEXT] [--image FILE]… --to group:ID,friend:ID…"));
            return false;
        }
        return readPace(parser.value(QStringLiteral("pace")));
    }

    bool readPace(const QString &word)
    {
        if (word == u"default")
            return true;
        bool isNumber = false;
        const double interval = word == u"none" ? 0.0 : word.toDouble(&isNumber);
        if (word != u"none" && (!isNumber || !(interval >= 0.0) || interval > 86'400.0)) {
            usage(QStringLiteral("--pace default|none|SECONDS"));
            return false;
        }
        m_draft.pace.interval = milliseconds(static_cast<qint64>(interval * 1000.0));
        if (m_draft.pace.interval == milliseconds(0))
            m_draft.pace.rampUp = false;
        return true;
    }

    // By account number or gateway id; without a word only when there is no choice.
    Result<GatewayId> chooseGateway(const QString &via) const
    {
        QList<AccountSnapshot> accounts = m_engine->accounts();
        accounts.removeIf([](const AccountSnapshot &account) { return !account.capabilities.actions; });
        if (via.isEmpty() && accounts.size() == 1)
            return accounts.first().profile.id;
        for (const AccountSnapshot &account : std::as_const(accounts)) {
            if (!via.isEmpty() && (account.profile.id.value() == via || account.account.value() == via))
                return account.profile.id;
        }
        return rookery::fail(ErrorKind::Rejected, Reason::NotFound, via.isEmpty() ? QStringLiteral("--via") : via);
    }

    void whenOnline(const engine::Delta &delta)
    {
        for (const AccountSnapshot &account : delta.accounts) {
            if (account.profile.id != m_gateway || m_planned)
                continue;
            const SessionPhase phase = account.session.phase;
            if (phase == SessionPhase::Online) {
                m_planned = true;
                // With the lists the plan can tell unknown targets; without them it is sent as asked.
                onResult(this, m_engine->contacts(m_gateway), [this](const Result<QList<Contact>> &) { plan(); });
            } else if (phase == SessionPhase::Rejected || phase == SessionPhase::NeedsTotp) {
                m_planned = true;
                fail(account.session.why);
            } else if (phase == SessionPhase::LoginRequired) {
                m_planned = true;
                fail(Error{.kind = ErrorKind::Auth, .reason = Reason::NotLoggedIn});
            } else if (phase == SessionPhase::Backoff && account.session.attempt >= 3) {
                m_planned = true;
                fail(account.session.why);
            }
        }
    }

    void plan()
    {
        then(m_engine->plan(m_draft), [this](const Plan &plan) {
            printPlan(plan);
            if (m_dryRun)
                return finish(plan.sendable() ? ExitOk : ExitFailed);
            if (!plan.sendable()) {
                return fail(plan.findings.isEmpty()
                                ? Error{.kind = ErrorKind::Rejected, .reason = Reason::TargetUnknown}
                                : plan.findings.first().what);
            }
            then(m_engine->enqueue(plan), [this](BroadcastId id) {
                out().line("broadcast",
                           {{QStringLiteral("id"), id.value()}, {QStringLiteral("state"), QStringLiteral("queued")}},
                           QStringLiteral("broadcast %1").arg(id.value()));
                settle(id);
            });
        });
    }

    void printPlan(const Plan &plan)
    {
        for (const PlanAccount &account : plan.accounts) {
            out().line("plan",
                       {{QStringLiteral("gateway"), account.gateway.value()},
                        {QStringLiteral("account"), account.account.value()},
                        {QStringLiteral("targets"), account.targets},
                        {QStringLiteral("seconds"), double(account.duration.count()) / 1000.0}},
                       QStringLiteral("%1: %2, %3")
                           .arg(account.account.value())
                           .arg(account.targets)
                           .arg(text::duration(account.duration)));
        }
        for (const PlanSkip &skip : plan.skipped) {
            out().line("skipped",
                       {{QStringLiteral("target"), name(skip.target.target)},
                        {QStringLiteral("reason"), text::errorText(skip.why)}},
                       QStringLiteral("%1: %2").arg(name(skip.target.target), text::errorText(skip.why)));
        }
        for (const PreflightFinding &finding : plan.findings) {
            out().line("finding",
                       {{QStringLiteral("path"), finding.path},
                        {QStringLiteral("blocking"), finding.blocking},
                        {QStringLiteral("reason"), text::errorText(finding.what)}},
                       QStringLiteral("%1: %2").arg(finding.path, text::errorText(finding.what)));
        }
    }

    void settle(BroadcastId id)
    {
        m_settling = std::make_unique<Settling>(*m_engine, id, out(), m_watch);
        connect(m_settling.get(), &Settling::settled, this, &Command::finished);
        m_settling->start();
    }

    Draft m_draft;
    engine::Engine *m_engine = nullptr;
    GatewayId m_gateway;
    std::unique_ptr<Settling> m_settling;
    bool m_dryRun = false;
    bool m_watch = false;
    bool m_planned = false;
};

//! resume <broadcast>: goes on with one that came back paused.
class ResumeCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        parser.addOption({QStringLiteral("watch"), {}});
        if (!parse(parser))
            return;
        const BroadcastId id(parser.positionalArguments().value(0).toLongLong());
        if (id.isNull())
            return usage(QStringLiteral("resume <broadcast>"));
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        for (const GatewayProfile &profile : engine->settings().gateways) {
            if (profile.enabled)
                then(engine->startGateway(profile.id), [] {});
        }
        const bool watch = parser.isSet(QStringLiteral("watch"));
        onResult(this, engine->resume(id), [this, engine, id, watch](const Result<> &resumed) {
            if (!resumed && resumed.error().reason == Reason::BadInput)
                return tellHowItEnded(*engine, id);
            if (!resumed)
                return fail(resumed.error());
            m_settling = std::make_unique<Settling>(*engine, id, out(), watch);
            connect(m_settling.get(), &Settling::settled, this, &Command::finished);
            m_settling->start();
        });
    }

private:
    // Nothing is left to resume: it has ended, or its database was put back and every open delivery asks for a word.
    void tellHowItEnded(engine::Engine &engine, BroadcastId id)
    {
        then(engine.deliveries(id), [this](const QList<Delivery> &deliveries) {
            bool arrived = true;
            for (const Delivery &delivery : deliveries) {
                printDelivery(out(), delivery);
                arrived =
                    arrived && delivery.state != DeliveryState::Unknown && delivery.state != DeliveryState::Failed;
            }
            finish(arrived ? ExitOk : ExitUnsettled);
        });
    }

    std::unique_ptr<Settling> m_settling;
};

//! deliveries <broadcast>: reads beside a running owner.
class DeliveriesCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        const BroadcastId id(context().arguments.value(0).toLongLong());
        if (id.isNull())
            return usage(QStringLiteral("deliveries <broadcast>"));
        engine::Reader *reader = openReader();
        if (!reader)
            return;
        then(reader->deliveries(id), [this, id](const QList<Delivery> &deliveries) {
            if (deliveries.isEmpty()) {
                return fail(Error{
                    .kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = QString::number(id.value())});
            }
            for (const Delivery &delivery : deliveries)
                printDelivery(out(), delivery);
            finish(ExitOk);
        });
    }
};

} // namespace

std::unique_ptr<Command> makeBroadcastCommand(Context context)
{
    return std::make_unique<BroadcastCommand>(std::move(context));
}

std::unique_ptr<Command> makeResumeCommand(Context context)
{
    return std::make_unique<ResumeCommand>(std::move(context));
}

std::unique_ptr<Command> makeDeliveriesCommand(Context context)
{
    return std::make_unique<DeliveriesCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "broadcastcommand.moc"
