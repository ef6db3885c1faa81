// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastwaiter.h"
#include "command.h"
#include "names.h"

#include "base/clock.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QHash>

#include <algorithm>
#include <optional>

namespace rookery::ctl {

namespace {

//! Implements `status [--watch]`: connects every gateway, waits until the state of each is known, prints it. Beside a
//! window it prints what the window knows.
class StatusCommand final : public CommandWith<StatusOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        openConsole({}, [this](const Console &console) { begin(console); });
    }

private:
    void begin(const Console &console)
    {
        m_console.emplace(console);
        connect(&console.sessions, &engine::SessionService::changed, this, &StatusCommand::apply);
        const QList<AccountSnapshot> accounts = console.sessions.accounts();
        for (const AccountSnapshot &account : accounts) {
            if (account.profile.enabled)
                m_waitingFor.insert(account.profile.id);
        }
        if (console.isBesideWindow()) {
            m_keysAreLate = true; // the window asked for them long ago
            apply({.accounts = accounts, .removed = {}});
        } else {
            connect(console.health, &engine::HealthService::changed, this, &StatusCommand::settle);
            for (const GatewayId &gateway : std::as_const(m_waitingFor))
                then(console.sessions.start(gateway), [] {});
        }
        if (options().watch || m_done)
            return;
        if (m_waitingFor.isEmpty())
            return printAll();
        m_deadline.start(seconds(std::max<qint64>(1, options().timeout)));
    }

    struct Shown {
        SessionState session;
        ServiceState service = ServiceState::Unknown;
        Condition condition = Condition::Stopped;
        QString why;
        bool operator==(const Shown &) const = default;
    };

    //! Returns whether the account's state is known and, where the gateway has picture keys, QQ's answer about them;
    //! the answer is waited for only kPatienceForKeys.
    [[nodiscard]] bool isSettled(const AccountSnapshot &account) const
    {
        const SessionPhase phase = account.session.phase;
        if (phase == SessionPhase::Online && account.capabilities.rkey && !m_keysAreLate
            && !isAsked(account.profile.id))
            return false;
        return phase != SessionPhase::Connecting && phase != SessionPhase::Authenticating
            && phase != SessionPhase::Stopped;
    }

    [[nodiscard]] bool isAsked(const GatewayId &gateway) const
    {
        const QList<RkeyState> keys = m_console->health->rkeys();
        return std::any_of(keys.cbegin(), keys.cend(), [&gateway](const RkeyState &state) {
            return state.gateway == gateway && (state.askedAt != WallTime{} || state.proven);
        });
    }

    void keysAreLate()
    {
        m_keysAreLate = true;
        settle();
    }

    void settle()
    {
        const QList<AccountSnapshot> accounts = m_console->sessions.accounts();
        for (const AccountSnapshot &account : accounts) {
            if (isSettled(account))
                m_waitingFor.remove(account.profile.id);
            else if (account.session.phase == SessionPhase::Online && !m_keysWait.isActive())
                m_keysWait.start(kPatienceForKeys);
        }
        if (!options().watch && m_waitingFor.isEmpty() && !m_done)
            printAll();
    }

    void apply(const engine::SessionChanges &changes)
    {
        for (const AccountSnapshot &account : changes.accounts) {
            const Shown shown{account.session, account.service.value_or(ServiceView()).state,
                              account.condition.condition, text::conditionReason(account.condition)};
            if (options().watch && m_printed.value(account.profile.id) != shown) {
                m_printed.insert(account.profile.id, shown);
                print(account);
            }
        }
        settle();
    }

    void printAll()
    {
        m_done = true;
        const QList<AccountSnapshot> accounts = m_console->sessions.accounts();
        for (const AccountSnapshot &account : accounts)
            print(account);
        if (m_console->isBesideWindow())
            return printBroadcasts(m_console->broadcasts.all());
        // They do not move: this program owns the profile now, so no other one sends.
        engine::Reader *reader = openReader();
        if (reader)
            then(reader->broadcasts(), [this](const QList<BroadcastSummary> &all) { printBroadcasts(all); });
    }

    //! Prints the unfinished broadcasts, and ends the command.
    void printBroadcasts(const QList<BroadcastSummary> &broadcasts)
    {
        for (const BroadcastSummary &summary : broadcasts) {
            if (summary.counts.live() > 0)
                printBroadcast(out(), summary);
        }
        finish(ExitOk);
    }

    void print(const AccountSnapshot &account)
    {
        out().line("account", toJson(account),
                   QStringLiteral("%1  %2  %3  %4")
                       .arg(account.profile.id.value(), account.account.value(), account.nickname,
                            text::accountWord(account, SystemClock().wallNow())));
    }

    static constexpr seconds kPatienceForKeys{3};

    SystemClock m_clock;
    Timer m_deadline{m_clock, [this] {
                         if (!m_done)
                             printAll();
                     }};
    Timer m_keysWait{m_clock, [this] { keysAreLate(); }};
    bool m_keysAreLate = false;
    std::optional<Console> m_console;
    QSet<GatewayId> m_waitingFor;
    QHash<GatewayId, Shown> m_printed;
    bool m_done = false;
};

} // namespace

std::unique_ptr<Command> makeStatusCommand(Context context, StatusOptions options)
{
    return std::make_unique<StatusCommand>(std::move(context), options);
}

} // namespace rookery::ctl

#include "statuscommand.moc"
