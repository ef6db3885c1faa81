// SPDX-License-Identifier: GPL-3.0-or-later
#include "simgateway.h"

#include "base/reasons/input.h"
#include "geekai/geekaidialect.h"
#include "ilink/ilinkdialect.h"
#include "lagrange/lagrangedialect.h"
#include "llbot/llbotdialect.h"
#include "milky/milkydialect.h"
#include "napcat/napcatdialect.h"
#include "onebot11/onebot11dialect.h"

#include <QRandomGenerator>

#include <algorithm>

namespace rookery::sim {

namespace {

QString randomHex(int digits)
{
    QString text;
    while (text.size() < digits)
        text += QString::number(QRandomGenerator::system()->generate(), 16);
    return text.left(digits);
}

//! Describes one kind of gateway that can be simulated.
struct Kind {
    QString name;
    QList<FaultInfo> (*faults)();
    std::unique_ptr<Dialect> (*make)(const DialectContext &context);
};

template <class D>
std::unique_ptr<Dialect> make(const DialectContext &context)
{
    return std::make_unique<D>(context);
}

const QList<Kind> &allKinds()
{
    static const QList<Kind> all{
        {QStringLiteral("napcat"), napcat::knownFaults, make<napcat::NapCatDialect>},
        {QStringLiteral("milky"), milky::knownFaults, make<milky::MilkyDialect>},
        {QStringLiteral("llbot"), llbot::knownFaults, make<llbot::LLBotDialect>},
        {QStringLiteral("lagrange"), lagrange::knownFaults, make<lagrange::LagrangeDialect>},
        {QStringLiteral("ilink"), ilink::knownFaults, make<ilink::ILinkDialect>},
        {QStringLiteral("onebot11"), onebot11::knownFaults, make<onebot11::OneBot11Dialect>},
        {QStringLiteral("geekai"), geekai::knownFaults, make<geekai::GeekAiDialect>},
    };
    return all;
}

const Kind *kindOf(const QString &name)
{
    const auto found =
        std::find_if(allKinds().cbegin(), allKinds().cend(), [&](const Kind &kind) { return kind.name == name; });
    return found == allKinds().cend() ? nullptr : &*found;
}

} // namespace

SimGateway::SimGateway(Clock &clock, GatewayOptions options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_faults(knownFaults(m_options.kind))
    , m_control(clock, m_faults, m_ledger)
    , m_clock(clock)
{
    if (m_options.token.isEmpty())
        m_options.token = randomHex(12);
    if (m_options.oneBotToken.isEmpty())
        m_options.oneBotToken = randomHex(16);
}

SimGateway::~SimGateway() = default;

QStringList SimGateway::kinds()
{
    QStringList names;
    for (const Kind &kind : allKinds())
        names.append(kind.name);
    return names;
}

QList<FaultInfo> SimGateway::knownFaults(const QString &kind)
{
    const Kind *found = kindOf(kind);
    return found ? found->faults() : QList<FaultInfo>();
}

Result<> SimGateway::start()
{
    const Kind *kind = kindOf(m_options.kind);
    if (!kind)
        return fail(ErrorKind::Rejected, Reason::BadInput, QStringLiteral("unknown kind: ") + m_options.kind);
    const DialectContext context{.clock = m_clock, .options = m_options, .faults = m_faults, .ledger = m_ledger};
    std::unique_ptr<Dialect> dialect = kind->make(context);
    connect(dialect.get(), &Dialect::printed, this, &SimGateway::printed);
    connect(dialect.get(), &Dialect::ended, this, &SimGateway::ended);
    if (Result<> control = m_control.start(); !control)
        return control;
    if (Result<> started = dialect->start(m_control.url()); !started)
        return started;
    m_dialect = std::move(dialect);
    m_control.setDialect(m_dialect.get());
    for (auto it = m_options.faults.constBegin(); it != m_options.faults.constEnd(); ++it) {
        if (Result<> set = m_faults.set(it.key(), it.value().toObject()); !set)
            return fail(ErrorKind::Rejected, Reason::BadInput, QStringLiteral("unknown fault: ") + it.key());
    }
    return {};
}

QJsonObject SimGateway::readyLine() const
{
    QJsonObject line = m_dialect ? m_dialect->announcement() : QJsonObject();
    line.insert(QStringLiteral("ready"), m_dialect != nullptr);
    line.insert(QStringLiteral("name"), m_options.name);
    line.insert(QStringLiteral("kind"), m_options.kind);
    line.insert(QStringLiteral("control"), m_control.url());
    return line;
}

QUrl SimGateway::webUiUrl() const
{
    return QUrl(readyLine().value(QLatin1String("webui")).toString());
}

QUrl SimGateway::oneBotWsUrl() const
{
    return QUrl(readyLine().value(QLatin1String("onebotWs")).toString());
}

QUrl SimGateway::oneBotHttpUrl() const
{
    return QUrl(readyLine().value(QLatin1String("onebotHttp")).toString());
}

QJsonObject SimGateway::state() const
{
    return m_dialect ? m_dialect->state() : QJsonObject();
}

QString SimGateway::qrUrl() const
{
    return state().value(QLatin1String("qr")).toString();
}

Result<> SimGateway::confirmQr()
{
    return m_dialect ? m_dialect->confirmQr() : fail(ErrorKind::Rejected, Reason::NotFound);
}

Result<> SimGateway::expireQr()
{
    return m_dialect ? m_dialect->expireQr() : fail(ErrorKind::Rejected, Reason::NotFound);
}

Result<> SimGateway::scanQr()
{
    return m_dialect ? m_dialect->scanQr() : fail(ErrorKind::Rejected, Reason::NotFound);
}

Result<> SimGateway::kick()
{
    return m_dialect ? m_dialect->kick() : fail(ErrorKind::Rejected, Reason::NotFound);
}

Result<> SimGateway::command(const QString &path, const QJsonObject &body)
{
    const auto done = m_dialect ? m_dialect->command(path, body) : std::nullopt;
    return done ? *done : fail(ErrorKind::Rejected, Reason::NotFound, path);
}

Result<> SimGateway::setFault(const QString &name, const QJsonObject &body)
{
    return m_faults.set(name, body);
}

} // namespace rookery::sim

#include "moc_simgateway.cpp"
