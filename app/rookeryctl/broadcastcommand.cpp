// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastwaiter.h"
#include "command.h"
#include "names.h"
#include "targets.h"
#include "textfile.h"

#include "base/reasons/input.h"
#include "base/reasons/sending.h"
#include "ui/text/broadcastwording.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QSet>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rookery::ctl {

namespace {

std::optional<seconds> secondsOf(std::optional<qint64> typed)
{
    return typed ? std::optional(seconds(*typed)) : std::nullopt;
}

//! Allows for what the pace does not cover: a pause after a login, retries, and the wait for the last proof.
constexpr seconds kGrace(300);
//! Allows for each message the time of the send itself, which passes even without a pause.
constexpr seconds kEachSend(1);
constexpr int kMaxTextMiB = 1; //!< far more than any gateway takes

//! Implements `broadcast`: plans, queues, and stays until the broadcast is settled or out of time.
class BroadcastCommand final : public CommandWith<BroadcastOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        if (!readDraft())
            return;
        m_engine = openEngine();
        if (!m_engine || !chooseGateways(options().via))
            return;
        if (options().pace == u"default")
            m_draft.pace = m_engine->profile().settings().pace;
        m_startedAt = m_clock.now();
        m_deadline.start(secondsOf(options().timeLimit).value_or(kGrace));
        connect(&m_engine->sessions(), &engine::SessionService::changed, this, &BroadcastCommand::look);
        for (const GatewayId &gateway : std::as_const(m_gateways)) {
            if (!m_excluded.contains(gateway)) // its targets are skipped whether it is online or not
                then(m_engine->sessions().start(gateway), [] {});
        }
    }

private:
    bool readDraft()
    {
        if (!readMessage())
            return false;
        m_draft.mergeAccounts = !options().noMerge;
        for (const QString &image : options().images)
            m_draft.pictures.append({.path = QFileInfo(image).absoluteFilePath()});
        if (!readAllTargets())
            return false;
        if (m_targets.isEmpty() || (m_draft.text.isEmpty() && m_draft.pictures.isEmpty())) {
            usage(QStringLiteral("broadcast [--title TITLE] [--text TEXT | --text-file FILE|-] [--image FILE]… "
                                 "--to group:ID,friend:ID… | --to-file FILE|-"));
            return false;
        }
        return readPace(options().pace);
    }

    //! Returns false after an error, which it has printed.
    bool readMessage()
    {
        m_draft.title = options().title.simplified();
        if (m_draft.title.size() > kMaxTitle) {
            usage(QStringLiteral("--title has at most %1 characters").arg(kMaxTitle));
            return false;
        }
        m_draft.text = options().text;
        if (options().textFile.isEmpty())
            return true;
        if (!m_draft.text.isEmpty()) {
            usage(QStringLiteral("--text or --text-file, not both"));
            return false;
        }
        const auto text = readTextFile(options().textFile, QStringLiteral("--text-file"), kMaxTextMiB);
        if (!text) {
            refuse(text.error());
            return false;
        }
        m_draft.text = *text;
        if (m_draft.text.endsWith(u'\n'))
            m_draft.text.chop(1); // every text file ends with one
        return true;
    }
    //! Prints why a file cannot be used.
    void refuse(const Error &why)
    {
        if (why.reason == Reason::BadInput)
            usage(why.detail);
        else
            fail(why);
    }

    bool readAllTargets()
    {
        for (const QString &list : options().to) {
            const QStringList words = list.split(u',', Qt::SkipEmptyParts);
            for (const QString &word : words) {
                const auto target = parseTarget(word);
                if (!target) {
                    usage(QStringLiteral("--to group:ID,friend:ID… (%1)").arg(word));
                    return false;
                }
                m_targets.append(*target);
            }
        }
        const QStringList &files = options().toFiles;
        const auto standardInputs = files.count(QStringLiteral("-")) + int(options().textFile == u"-");
        if (standardInputs > 1) {
            usage(QStringLiteral("-: standard input can be read once"));
            return false;
        }
        for (const QString &file : files) {
            const auto targets = readTargets(file);
            if (!targets) {
                refuse(targets.error());
                return false;
            }
            m_targets += *targets;
        }
        return true;
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

    //! Chooses by account numbers or gateway ids; without --via only where just one account may send broadcasts.
    bool chooseGateways(const QStringList &words)
    {
        QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        accounts.removeIf([](const AccountSnapshot &account) { return !account.capabilities.actions; });
        QStringList via;
        for (const QString &word : words)
            via += word.split(u',', Qt::SkipEmptyParts);
        if (via.isEmpty() && !chooseTheOnlyOne(accounts, via))
            return false;
        for (const QString &word : std::as_const(via)) {
            if (!choose(accounts, word))
                return false;
        }
        if (m_excluded.size() == m_gateways.size()) {
            fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::Excluded, .detail = m_gateways.first().value()});
            return false;
        }
        for (const Target &target : std::as_const(m_targets)) {
            for (const GatewayId &gateway : std::as_const(m_gateways))
                m_draft.targets.append({.via = gateway, .target = target, .name = {}});
        }
        return true;
    }

    //! Returns false after an error, which it has printed: none may send, or there is more than one to choose from.
    bool chooseTheOnlyOne(const QList<AccountSnapshot> &accounts, QStringList &via)
    {
        QStringList names;
        for (const AccountSnapshot &account : accounts) {
            if (!account.profile.neverBroadcast)
                names.append(account.profile.id.value());
        }
        if (names.size() > 1)
            usage(QStringLiteral("--via ACCOUNT,… (%1)").arg(names.join(QStringLiteral(", "))));
        else if (names.isEmpty() && !accounts.isEmpty())
            fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::Excluded});
        else if (names.isEmpty())
            fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = QStringLiteral("--via")});
        else
            via = names;
        return !via.isEmpty();
    }

    //! Returns false after an error, which it has printed.
    bool choose(const QList<AccountSnapshot> &accounts, const QString &word)
    {
        const auto found = std::find_if(accounts.cbegin(), accounts.cend(), [&word](const AccountSnapshot &account) {
            return account.profile.id.value() == word || account.account.value() == word;
        });
        if (found == accounts.cend()) {
            fail(Error{.kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = word});
            return false;
        }
        if (!m_gateways.contains(found->profile.id))
            m_gateways.append(found->profile.id);
        if (found->profile.neverBroadcast)
            m_excluded.insert(found->profile.id);
        return true;
    }

    static bool isDecided(const SessionState &session)
    {
        switch (session.phase) {
        case SessionPhase::Online:
        case SessionPhase::Rejected:
        case SessionPhase::NeedsTotp:
        case SessionPhase::LoginRequired:
            return true;
        case SessionPhase::Backoff:
            return session.attempt >= 3;
        case SessionPhase::Stopped:
        case SessionPhase::Connecting:
        case SessionPhase::Authenticating:
            break;
        }
        return false;
    }

    //! Returns why the account is away, with the peer's own words where the state came from the peer.
    static Error whyGone(const SessionState &session)
    {
        const bool login = session.phase == SessionPhase::LoginRequired || session.why.reason == Reason::None;
        return login ? whyAway(session) : session.why;
    }

    //! Continues once each account is online or will not be so soon. With no account online nothing is queued; with
    //! several, the messages of one that is away wait. A dry run only needs to know which account would send.
    void look()
    {
        if (m_planned)
            return;
        bool somebody = false;
        Error away;
        QList<GatewayId> online;
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        for (const AccountSnapshot &account : accounts) {
            if (!m_gateways.contains(account.profile.id) || m_excluded.contains(account.profile.id))
                continue;
            if (!isDecided(account.session))
                return;
            somebody = somebody || !account.account.isNull();
            if (account.session.phase == SessionPhase::Online)
                online.append(account.profile.id);
            else
                away = whyGone(account.session);
        }
        m_planned = true;
        if (!online.isEmpty() || (options().dryRun && somebody))
            readLists(online);
        else
            fail(away);
    }

    //! Loads the contact lists, with which the plan recognises unknown targets. An account whose list fails is planned
    //! without that check.
    void readLists(QList<GatewayId> gateways)
    {
        if (gateways.isEmpty())
            return plan();
        const GatewayId gateway = gateways.takeLast();
        onResult(this, m_engine->sessions().contacts(gateway),
                 [this, gateways](const Result<QList<Contact>> &) { readLists(gateways); });
    }

    [[nodiscard]] text::AccountName namer() const
    {
        return [this](const GatewayId &gateway) { return accountName(m_engine->sessions(), gateway); };
    }

    void plan()
    {
        then(m_engine->broadcasts().plan(m_draft), [this](const Plan &plan) {
            if (m_over)
                return;
            printPlan(plan);
            m_leftOut = text::leftOut(plan);
            if (!plan.sendable()) {
                return fail(plan.findings.isEmpty()
                                ? Error{.kind = ErrorKind::Rejected, .reason = Reason::TargetUnknown}
                                : plan.findings.first().what);
            }
            if (m_leftOut > 0)
                out().warning(QStringLiteral("%1 of the targets will not receive it (see above)").arg(m_leftOut));
            if (options().dryRun)
                return finish(m_leftOut > 0 ? ExitUnsettled : ExitOk);
            enqueue(plan);
        });
    }

    void enqueue(const Plan &plan)
    {
        m_deadline.stop(); // from here on the broadcast is in the queue, and BroadcastWaiter has its own limit
        const milliseconds planned = std::max(milliseconds(0), plan.earliestEnd - m_clock.wallNow());
        const milliseconds enough = 2 * planned + plan.draft.targets.size() * kEachSend + kGrace;
        then(m_engine->broadcasts().enqueue(plan), [this, enough](BroadcastId id) {
            const milliseconds spent = m_clock.now() - m_startedAt;
            const auto given = secondsOf(options().timeLimit); // counted from the start of the command
            const milliseconds limit = given ? std::max(milliseconds(1000), *given - spent) : enough;
            out().line("broadcast",
                       {{QStringLiteral("id"), id.value()},
                        {QStringLiteral("state"), QStringLiteral("queued")},
                        {QStringLiteral("timeLimit"), double(limit.count()) / 1000.0}},
                       QStringLiteral("broadcast %1").arg(id.value()));
            m_waiter = std::make_unique<BroadcastWaiter>(
                m_engine->sessions(), m_engine->broadcasts(), id, out(),
                BroadcastWaiter::Options{.limit = std::chrono::duration_cast<seconds>(limit),
                                         .watch = options().watch,
                                         .leftOut = m_leftOut});
            connect(m_waiter.get(), &BroadcastWaiter::settled, this, &Command::finished);
            m_waiter->start();
        });
    }

    void onDeadline()
    {
        m_planned = true;
        m_over = true;
        const QList<AccountSnapshot> accounts = m_engine->sessions().accounts();
        for (const AccountSnapshot &account : accounts) {
            const bool sends = m_gateways.contains(account.profile.id) && !m_excluded.contains(account.profile.id);
            if (sends && account.session.phase != SessionPhase::Online)
                out().warning(QStringLiteral("%1: %2").arg(accountName(m_engine->sessions(), account.profile.id),
                                                           text::accountWord(account, m_clock.wallNow())));
        }
        fail(Error{
            .kind = ErrorKind::Timeout, .reason = Reason::TimeLimit, .detail = QStringLiteral("nothing was queued")});
    }

    void printPlan(const Plan &plan)
    {
        for (const PlanAccount &account : plan.accounts)
            printAccount(account);
        for (const PlanOverlap &overlap : plan.overlaps) {
            QJsonArray through;
            for (const GatewayId &gateway : overlap.through)
                through.append(gateway.value());
            out().line("overlap",
                       {{QStringLiteral("through"), through},
                        {QStringLiteral("keptBy"), overlap.keptBy.value()},
                        {QStringLiteral("groups"), overlap.groups}},
                       text::overlapWords(overlap, namer()));
        }
        printSkipped(plan);
        for (const PreflightFinding &finding : plan.findings) {
            out().line("finding",
                       {{QStringLiteral("path"), finding.path},
                        {QStringLiteral("blocking"), finding.blocking},
                        {QStringLiteral("reason"), text::findingWords(finding)}},
                       QStringLiteral("%1: %2").arg(finding.path, text::findingWords(finding)));
        }
    }

    void printAccount(const PlanAccount &account)
    {
        const QString away = text::awayWords(account, namer());
        QString words =
            QStringLiteral("%1: %2, %3")
                .arg(account.account.value(), QString::number(account.targets), text::duration(account.duration));
        if (!away.isEmpty())
            words += u'\n' + away;
        out().line("plan",
                   {{QStringLiteral("gateway"), account.gateway.value()},
                    {QStringLiteral("account"), account.account.value()},
                    {QStringLiteral("targets"), account.targets},
                    {QStringLiteral("seconds"), double(account.duration.count()) / 1000.0},
                    {QStringLiteral("online"), away.isEmpty()},
                    {QStringLiteral("away"), text::errorClause(account.away)}},
                   words);
    }

    //! Prints each target that is left out; repeated ones only as a count, except in JSON.
    void printSkipped(const Plan &plan)
    {
        for (const PlanSkip &skip : plan.skipped) {
            if (skip.why.reason == Reason::Duplicate && !out().isJson())
                continue;
            out().line("skipped",
                       {{QStringLiteral("target"), name(skip.target.target)},
                        {QStringLiteral("gateway"), skip.target.via.value()},
                        {QStringLiteral("keptBy"), skip.keptBy.value()},
                        {QStringLiteral("reason"), text::skipWords(skip, namer())}},
                       QStringLiteral("%1: %2").arg(name(skip.target.target), text::skipWords(skip, namer())));
        }
        if (const QString repeated = text::repeatedWords(plan); !repeated.isEmpty())
            out().plain(repeated);
    }

    Draft m_draft;
    QList<Target> m_targets;
    engine::Engine *m_engine = nullptr;
    QList<GatewayId> m_gateways;
    QSet<GatewayId> m_excluded; //!< of these, those that send no broadcasts
    SystemClock m_clock;
    SteadyTime m_startedAt{};
    Timer m_deadline{m_clock, [this] { onDeadline(); }}; //!< stops when the broadcast is queued
    std::unique_ptr<BroadcastWaiter> m_waiter;
    int m_leftOut = 0;
    bool m_planned = false;
    bool m_over = false;
};

//! Implements `resume <broadcast>`: continues a broadcast that is paused, here or in the window that holds the profile.
class ResumeCommand final : public CommandWith<ResumeOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        const BroadcastId id(options().broadcast);
        openConsole(options().watch ? id : BroadcastId(), [this, id](const Console &console) { resume(console, id); });
    }

private:
    void resume(const Console &console, BroadcastId id)
    {
        if (!console.isBesideWindow()) {
            const QList<AccountSnapshot> accounts = console.sessions.accounts();
            for (const AccountSnapshot &account : accounts) {
                if (account.profile.enabled)
                    then(console.sessions.start(account.profile.id), [] {});
            }
        }
        onResult(this, console.broadcasts.resume(id), [this, console, id](const Result<> &resumed) {
            if (!resumed && resumed.error().reason == Reason::BadInput)
                return tellHowItEnded(console, id);
            if (!resumed)
                return fail(resumed.error());
            follow(console, id);
        });
    }

    //! Follows the broadcast. The default limit assumes that one account sends everything at the default pace of the
    //! settings.
    void follow(const Console &console, BroadcastId id)
    {
        then(console.broadcasts.deliveries(id), [this, console, id](const QList<Delivery> &deliveries) {
            const auto open = std::count_if(deliveries.cbegin(), deliveries.cend(),
                                            [](const Delivery &delivery) { return isLive(delivery.state); });
            const milliseconds interval = console.pace().interval;
            const seconds enough = std::chrono::duration_cast<seconds>(2 * int(open) * interval) + kGrace;
            m_waiter = std::make_unique<BroadcastWaiter>(
                console.sessions, console.broadcasts, id, out(),
                BroadcastWaiter::Options{.limit = secondsOf(options().timeLimit).value_or(enough),
                                         .watch = options().watch});
            connect(m_waiter.get(), &BroadcastWaiter::settled, this, &Command::finished);
            m_waiter->start();
        });
    }

    // Prints the end of a broadcast that has nothing left to resume: it has ended, or its database was restored and
    // every open delivery needs a decision of the operator.
    void tellHowItEnded(const Console &console, BroadcastId id)
    {
        then(console.broadcasts.deliveries(id), [this](const QList<Delivery> &deliveries) {
            bool arrived = true;
            for (const Delivery &delivery : deliveries) {
                printDelivery(out(), delivery);
                arrived =
                    arrived && delivery.state != DeliveryState::Unknown && delivery.state != DeliveryState::Failed;
            }
            finish(arrived ? ExitOk : ExitUnsettled);
        });
    }

    std::unique_ptr<BroadcastWaiter> m_waiter;
};

//! Implements `pause <broadcast>` and `cancel <broadcast>`, here or in the window that holds the profile.
class OrderCommand final : public CommandWith<BroadcastIdOptions>
{
    Q_OBJECT

public:
    using Order = FutureResult<> (engine::BroadcastService::*)(BroadcastId);

    OrderCommand(Context context, BroadcastIdOptions options, Order order)
        : CommandWith(std::move(context), options)
        , m_order(order)
    {}

    void start() override
    {
        openConsole({}, [this](const Console &console) {
            then((console.broadcasts.*m_order)(BroadcastId(options().broadcast)), [this] { printOutcome(); });
        });
    }

private:
    //! Prints the broadcast as it is stored: the order finishes with its commit.
    void printOutcome()
    {
        engine::Reader *reader = openReader();
        if (!reader)
            return;
        then(reader->broadcasts(), [this](const QList<BroadcastSummary> &broadcasts) {
            for (const BroadcastSummary &summary : broadcasts) {
                if (summary.id.value() == options().broadcast)
                    printBroadcast(out(), summary);
            }
            finish(ExitOk);
        });
    }

    const Order m_order;
};

//! Implements `deliveries <broadcast>`, which reads beside a running owner.
class DeliveriesCommand final : public CommandWith<BroadcastIdOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        const BroadcastId id(options().broadcast);
        engine::Reader *reader = openReader();
        if (!reader)
            return;
        m_stopped = reader->sendingStopped();
        then(reader->broadcasts(), [this, reader, id](const QList<BroadcastSummary> &broadcasts) {
            for (const BroadcastSummary &summary : broadcasts) {
                if (summary.id == id)
                    m_summary = summary;
            }
            if (m_summary.id.isNull())
                return fail(Error{
                    .kind = ErrorKind::Rejected, .reason = Reason::NotFound, .detail = QString::number(id.value())});
            then(reader->incidents(), [this, reader, id](const QList<Incident> &incidents) {
                m_incidents = incidents;
                then(reader->deliveries(id), [this](const QList<Delivery> &deliveries) { print(deliveries); });
            });
        });
    }

private:
    //! Returns what a delivery waits for. Beside a running owner only its open incidents say why an account cannot
    //! send.
    [[nodiscard]] QString waitsFor(const Delivery &delivery) const
    {
        if (delivery.state != DeliveryState::Queued && delivery.state != DeliveryState::Waiting)
            return {};
        if (m_summary.state == BroadcastState::Paused)
            return text::broadcastWord(m_summary);
        if (m_stopped)
            return text::errorClause({.kind = ErrorKind::Rejected, .reason = Reason::SendingStopped});
        static constexpr std::array kAway{IncidentKind::AccountKicked, IncidentKind::AccountOfflineByQq,
                                          IncidentKind::LoginNeeded,   IncidentKind::LoginCheckNeeded,
                                          IncidentKind::TotpNeeded,    IncidentKind::GatewayUnreachable,
                                          IncidentKind::TokenRefused,  IncidentKind::SignTokenNeeded,
                                          IncidentKind::PortsSilent,   IncidentKind::CertificateRefused};
        for (const Incident &incident : m_incidents) {
            if (incident.isOpen() && incident.gateways.contains(delivery.gateway)
                && std::find(kAway.cbegin(), kAway.cend(), incident.kind) != kAway.cend())
                return text::incidentTitle(incident);
        }
        return {};
    }

    void print(const QList<Delivery> &deliveries)
    {
        for (const Delivery &delivery : deliveries)
            printDelivery(out(), delivery, waitsFor(delivery));
        if (!out().isJson()) // omitted in JSON mode because scripts count the lines
            printBroadcast(out(), m_summary);
        finish(ExitOk);
    }

    BroadcastSummary m_summary;
    QList<Incident> m_incidents;
    bool m_stopped = false;
};

} // namespace

std::unique_ptr<Command> makeBroadcastCommand(Context context, BroadcastOptions options)
{
    return std::make_unique<BroadcastCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeResumeCommand(Context context, ResumeOptions options)
{
    return std::make_unique<ResumeCommand>(std::move(context), options);
}

std::unique_ptr<Command> makePauseCommand(Context context, BroadcastIdOptions options)
{
    return std::make_unique<OrderCommand>(std::move(context), options, &engine::BroadcastService::pause);
}

std::unique_ptr<Command> makeCancelCommand(Context context, BroadcastIdOptions options)
{
    return std::make_unique<OrderCommand>(std::move(context), options, &engine::BroadcastService::cancel);
}

std::unique_ptr<Command> makeDeliveriesCommand(Context context, BroadcastIdOptions options)
{
    return std::make_unique<DeliveriesCommand>(std::move(context), options);
}

} // namespace rookery::ctl

#include "broadcastcommand.moc"
