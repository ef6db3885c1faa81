// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "names.h"
#include "settling.h"

#include "base/clock.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <QHash>

namespace rookery::ctl {

namespace {

//! status [--watch]: connects every gateway, waits until each knows its state, prints it.
class StatusCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        parser.addOptions({{QStringLiteral("watch"), {}},
                           {QStringLiteral("timeout"), {}, QStringLiteral("s"), QStringLiteral("15")}});
        if (!parse(parser))
            return;
        m_watch = parser.isSet(QStringLiteral("watch"));
        m_engine = openEngine();
        if (!m_engine)
            return;
        connect(m_engine, &engine::Engine::changed, this, &StatusCommand::apply);
        for (const GatewayProfile &profile : m_engine->settings().gateways) {
            if (!profile.enabled)
                continue;
            m_waitingFor.insert(profile.id);
            then(m_engine->startGateway(profile.id), [] {});
        }
        if (m_waitingFor.isEmpty() && !m_watch)
            return printAll();
        if (!m_watch)
            m_deadline.start(seconds(std::max(1, parser.value(QStringLiteral("timeout")).toInt())));
    }

private:
    using Shown = std::pair<SessionState, ServiceState>;

    static bool isSettled(const AccountSnapshot &account)
    {
        const SessionPhase phase = account.session.phase;
        return phase != SessionPhase::Connecting && phase != SessionPhase::Authenticating
            && phase != SessionPhase::Stopped;
    }

    void apply(const engine::Delta &delta)
    {
        for (const AccountSnapshot &account : delta.accounts) {
            if (isSettled(account))
                m_waitingFor.remove(account.profile.id);
            const Shown shown{account.session, account.service.value_or(ServiceView()).state};
            if (m_watch && m_printed.value(account.profile.id) != shown) {
                m_printed.insert(account.profile.id, shown);
                print(account);
            }
        }
        if (!m_watch && m_waitingFor.isEmpty() && !m_done)
            printAll();
    }

    void printAll()
    {
        m_done = true;
        for (const AccountSnapshot &account : m_engine->accounts())
            print(account);
        printBroadcasts();
    }

    //! What is under way; this program owns the profile now, so it stands still.
    void printBroadcasts()
    {
        engine::Reader *reader = openReader();
        if (!reader)
            return;
        then(reader->broadcasts(), [this](const QList<BroadcastSummary> &broadcasts) {
            for (const BroadcastSummary &summary : broadcasts) {
                if (summary.counts.live() > 0)
                    printBroadcast(out(), summary);
            }
            finish(ExitOk);
        });
    }

    void print(const AccountSnapshot &account)
    {
        out().line("account", toJson(account),
                   QStringLiteral("%1  %2  %3  %4")
                       .arg(account.profile.id.value(), account.account.value(), account.nickname,
                            text::accountWord(account, SystemClock().wallNow())));
    }

    SystemClock m_clock;
    Timer m_deadline{m_clock, [this] { printAll(); }};
    engine::Engine *m_engine = nullptr;
    QSet<GatewayId> m_waitingFor;
    QHash<GatewayId, Shown> m_printed;
    bool m_watch = false;
    bool m_done = false;
};

} // namespace

std::unique_ptr<Command> makeStatusCommand(Context context)
{
    return std::make_unique<StatusCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "statuscommand.moc"
