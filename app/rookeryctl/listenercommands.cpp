// SPDX-License-Identifier: GPL-3.0-or-later
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
class ListenerCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        parser.addOptions({{QStringLiteral("host"), {}, QStringLiteral("address")},
                           {QStringLiteral("port"), {}, QStringLiteral("port")},
                           {QStringLiteral("cert"), {}, QStringLiteral("file")},
                           {QStringLiteral("key"), {}, QStringLiteral("file")}});
        if (!parse(parser))
            return;
        engine::Engine *engine = openEngine();
        if (!engine)
            return;
        Settings settings = engine->settings();
        const ListenerSettings before = settings.listener;
        if (!read(parser, settings.listener))
            return;
        if (settings.listener == before)
            return tell(settings);
        then(engine->saveSettings(settings), [this, settings] { tell(settings); });
    }

private:
    bool read(const QCommandLineParser &parser, ListenerSettings &listener)
    {
        if (parser.isSet(QStringLiteral("host")))
            listener.host = parser.value(QStringLiteral("host"));
        if (parser.isSet(QStringLiteral("cert")))
            listener.certificate = parser.value(QStringLiteral("cert"));
        if (parser.isSet(QStringLiteral("key")))
            listener.key = parser.value(QStringLiteral("key"));
        if (!parser.isSet(QStringLiteral("port")))
            return true;
        bool number = false;
        listener.port = parser.value(QStringLiteral("port")).toUShort(&number);
        if (!number)
            usage(QStringLiteral("--port 0…65535"));
        return number;
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
class DialInsCommand final : public Command
{
    Q_OBJECT

public:
    using Command::Command;

    void start() override
    {
        QCommandLineParser parser;
        parser.addOption({QStringLiteral("timeout"), {}, QStringLiteral("s"), QStringLiteral("30")});
        if (!parse(parser))
            return;
        m_engine = openEngine();
        if (!m_engine)
            return;
        connect(m_engine, &engine::Engine::changed, this, [this](const engine::Delta &delta) {
            if (delta.listener)
                apply(*delta.listener);
        });
        bool any = false;
        const QList<GatewayProfile> gateways = m_engine->settings().gateways;
        for (const GatewayProfile &gateway : gateways) {
            if (!gateway.enabled || !text::dialsIn(gateway))
                continue;
            any = true;
            then(m_engine->startGateway(gateway.id), [] {});
        }
        if (!any)
            return fail(Error{.kind = ErrorKind::Rejected,
                              .reason = Reason::NotFound,
                              .detail = QStringLiteral("no gateway on the list dials in")});
        m_deadline.start(seconds(std::max(1, parser.value(QStringLiteral("timeout")).toInt())));
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

std::unique_ptr<Command> makeListenerCommand(Context context)
{
    return std::make_unique<ListenerCommand>(std::move(context));
}

std::unique_ptr<Command> makeDialInsCommand(Context context)
{
    return std::make_unique<DialInsCommand>(std::move(context));
}

} // namespace rookery::ctl

#include "listenercommands.moc"
