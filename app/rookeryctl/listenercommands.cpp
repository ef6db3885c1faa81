// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "gatewaycommands.h"
#include "names.h"

#include "ui/text/exposure.h"
#include "ui/text/wording.h"

#include "base/clock.h"
#include "base/reasons/input.h"
#include "model/names.h"

#include <QHash>

namespace rookery::ctl {

namespace {

//! Implements `gateway listener`: shows or changes the settings of the port that gateways dial in to.
class ListenerCommand final : public CommandWith<ListenerOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        Settings settings = engine->profile().settings();
        const ListenerSettings before = settings.listener;
        applyOptions(settings.listener);
        if (settings.listener == before)
            return tell(settings);
        then(engine->profile().saveSettings(settings), [this, settings] { tell(settings); });
    }

private:
    void applyOptions(ListenerSettings &listener) const
    {
        listener.host = options().host.value_or(listener.host);
        listener.certificate = options().certificate.value_or(listener.certificate);
        listener.key = options().key.value_or(listener.key);
        listener.port = static_cast<quint16>(options().port.value_or(listener.port));
    }

    void tell(const Settings &settings)
    {
        const ListenerSettings &port = settings.listener;
        const QString host = port.host.isEmpty() ? QStringLiteral("127.0.0.1") : port.host;
        const bool beyond = !text::isLoopback(host);
        out().line("listener",
                   {{QStringLiteral("host"), host},
                    {QStringLiteral("port"), port.port},
                    {QStringLiteral("certificate"), port.certificate},
                    {QStringLiteral("key"), port.key},
                    {QStringLiteral("tls"), !port.certificate.isEmpty()},
                    {QStringLiteral("beyondLoopback"), beyond}},
                   QStringLiteral("%1:%2%3").arg(host).arg(port.port).arg(
                       port.certificate.isEmpty() ? QString() : QStringLiteral("  TLS")));
        const QList<text::Exposure> found = text::exposures(settings.gateways, port);
        for (const text::Exposure &exposure : found)
            out().warning(exposure.finding + QStringLiteral(". ") + exposure.remedy);
        finish(ExitOk);
    }
};

//! Implements `gateway dial-ins`: opens the port for the gateways that dial in, and prints each connection that is
//! rejected.
class DialInsCommand final : public CommandWith<DialInsOptions>
{
    Q_OBJECT

public:
    using CommandWith::CommandWith;

    void start() override
    {
        m_engine = openEngine();
        if (!m_engine)
            return;
        connect(&m_engine->gateways(), &engine::GatewayService::listenerChanged, this, &DialInsCommand::apply);
        bool any = false;
        const QList<GatewayProfile> gateways = m_engine->profile().settings().gateways;
        for (const GatewayProfile &gateway : gateways) {
            if (!gateway.enabled || !text::dialsIn(gateway))
                continue;
            any = true;
            then(m_engine->sessions().start(gateway.id), [] {});
        }
        if (!any)
            return fail(Error{.kind = ErrorKind::Rejected,
                              .reason = Reason::NotFound,
                              .detail = QStringLiteral("no gateway on the list connects to Rookery")});
        m_deadline.start(seconds(std::max<qint64>(1, options().timeout)));
    }

private:
    void apply(const ListenerState &state)
    {
        if (!state.listening && state.why.reason != Reason::None && !m_told) {
            m_told = true;
            out().error(state.why);
        }
        for (auto it = state.incoming.crbegin(); it != state.incoming.crend(); ++it) {
            const QString key =
                QString::number(int(it->trouble)) + u'\n' + it->account + u'\n' + it->program + u'\n' + it->address;
            if (m_printed.value(key) == it->times)
                continue;
            m_printed.insert(key, it->times);
            print(*it);
        }
    }

    void print(const IncomingConnection &entry)
    {
        out().line("turned-away",
                   {{QStringLiteral("why"), nameOf(entry.trouble)},
                    {QStringLiteral("account"), entry.account},
                    {QStringLiteral("program"), entry.program},
                    {QStringLiteral("address"), entry.address},
                    {QStringLiteral("times"), entry.times},
                    {QStringLiteral("last"), isoTime(toMSecs(entry.lastAt))}},
                   QStringLiteral("%1  %2  %3  %4  x%5")
                       .arg(entry.account.isEmpty() ? text::dash() : text::visibleControls(entry.account),
                            text::rejectReasonWord(entry.trouble), text::visibleControls(entry.program),
                            text::visibleControls(entry.address))
                       .arg(entry.times));
    }

    SystemClock m_clock;
    Timer m_deadline{m_clock, [this] { finish(m_told ? ExitFailed : ExitOk); }};
    engine::Engine *m_engine = nullptr;
    QHash<QString, int> m_printed;
    bool m_told = false;
};

} // namespace

std::unique_ptr<Command> makeListenerCommand(Context context, ListenerOptions options)
{
    return std::make_unique<ListenerCommand>(std::move(context), std::move(options));
}

std::unique_ptr<Command> makeDialInsCommand(Context context, DialInsOptions options)
{
    return std::make_unique<DialInsCommand>(std::move(context), options);
}

} // namespace rookery::ctl

#include "listenercommands.moc"
