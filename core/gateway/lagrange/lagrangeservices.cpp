// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrangeservices.h"

#include "gateway/onebot11/dialects.h"

#include "base/reasons/gateway.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rookery::gateway {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Pause between two tries of a service with events, while the one in use has none.
constexpr milliseconds kBetterEvery = seconds(5);
//! A replaced service is kept open this long, which is longer than any call's deadline.
constexpr milliseconds kLeaving = seconds(120);

} // namespace

LagrangeServices::LagrangeServices(const GatewayProfile &profile, const DriverContext &around, Gateway &driver)
    : m_profile(profile)
    , m_around(around)
    , m_driver(driver)
    , m_foundSecrets(config::makeMemorySecretStore())
    , m_ports(around.clock, around.network)
    , m_betterRetry(around.clock, [this] { tryBetter(); })
    , m_leavingEnd(around.clock, [this] { disposeLater(std::move(m_leaving)); })
{
    connect(&m_ports, &LagrangePorts::connectionChanged, this,
            [this](const ConnectionInfo &info) { Q_EMIT m_driver.happened(info); });
    if (!areFound())
        use(makeClient(profile, around.secrets));
}

LagrangeServices::~LagrangeServices() = default;

void LagrangeServices::openAddress()
{
    m_client->open();
}

void LagrangeServices::open(qsizetype index)
{
    const LagrangeService service = m_found.at(index);
    if (service != m_current)
        disposeLater(std::move(m_client)); // at once: it must not pass for the client of another service
    m_current = service;
    prepare(service, [this](std::unique_ptr<OneBotClient> ready) {
        if (!m_client) // otherwise the client keeps what it knows of this service
            use(std::move(ready));
        m_client->open();
    });
}

void LagrangeServices::closeCurrent()
{
    if (m_client)
        m_client->close();
}

void LagrangeServices::close()
{
    m_epoch.advance();
    m_found.clear();
    m_ports.stop();
    m_betterRetry.stop();
    m_leavingEnd.stop();
    disposeLater(std::move(m_better));
    disposeLater(std::move(m_leaving));
    closeCurrent();
}

void LagrangeServices::prepare(const LagrangeService &service,
                               const std::function<void(std::unique_ptr<OneBotClient>)> &done)
{
    GatewayProfile found = m_profile;
    found.way = service.way;
    found.oneBot = service.way == OneBotTransportKind::Reverse ? QUrl() : service.url;
    const auto written = m_foundSecrets->write(m_profile.id, config::SecretKind::OneBotToken, service.token);
    onResult(this, m_epoch, written,
             [this, found, done](const Result<> &) { done(makeClient(found, *m_foundSecrets)); });
}

std::unique_ptr<OneBotClient> LagrangeServices::makeClient(const GatewayProfile &profile, config::SecretStore &secrets)
{
    return std::make_unique<OneBotClient>(profile, dialectOf(GatewayKind::Lagrange), m_around.clock, secrets,
                                          m_around.network, m_around.deadlines, m_around.listener);
}

void LagrangeServices::use(std::unique_ptr<OneBotClient> ready)
{
    disposeLater(std::move(m_client));
    m_client = std::move(ready);
    OneBotClient *client = m_client.get();
    connect(client, &OneBotClient::up, this, &LagrangeServices::onUp);
    connect(client, &OneBotClient::down, this, &LagrangeServices::down);
    connect(client, &OneBotClient::selfKnown, this, &LagrangeServices::selfKnown);
    connect(client, &OneBotClient::offline, this, &LagrangeServices::offline);
    connect(client, &OneBotClient::versionKnown, this,
            [this](const GatewayVersion &version) { Q_EMIT m_driver.happened(version); });
    forwardSignals(*client, m_driver);
}

void LagrangeServices::onUp()
{
    const Epoch::Mark attempt = m_epoch.mark();
    watchOtherPorts();
    if (attempt.isOver())
        return;
    if (areFound() && !m_current.hasEvents())
        m_betterRetry.start(kBetterEvery);
    Q_EMIT up();
}

void LagrangeServices::tryBetter()
{
    QList<LagrangeService> better;
    std::copy_if(m_found.cbegin(), m_found.cend(), std::back_inserter(better),
                 [](const LagrangeService &service) { return service.hasEvents(); });
    if (better.isEmpty())
        return;
    m_betterService = better.at(m_betterTries++ % better.size());
    prepare(m_betterService, [this](std::unique_ptr<OneBotClient> ready) {
        disposeLater(std::move(m_better));
        m_better = std::move(ready);
        connect(m_better.get(), &OneBotClient::up, this, &LagrangeServices::moveToBetter);
        connect(m_better.get(), &OneBotClient::down, this, [this] { m_betterRetry.start(kBetterEvery); });
        m_better->open();
    });
}

void LagrangeServices::moveToBetter()
{
    if (m_client) // null while the client of another service is prepared
        m_client->disconnect();
    disposeLater(std::move(m_leaving));
    m_leaving = std::move(m_client);
    m_leavingEnd.start(kLeaving);
    m_better->disconnect();
    m_current = m_betterService;
    use(std::move(m_better));
    const Epoch::Mark attempt = m_epoch.mark();
    const ConnectionInfo replaced{.label = u"onebot"_s, .since = m_around.clock.wallNow(), .lastError = {}};
    const ConnectionInfo better{.label = u"events"_s, .up = true, .since = m_around.clock.wallNow(), .lastError = {}};
    for (const ConnectionInfo &info : {replaced, better}) {
        Q_EMIT m_driver.happened(info);
        if (attempt.isOver())
            return;
    }
    onUp();
}

void LagrangeServices::watchOtherPorts()
{
    QList<LagrangeService> others;
    for (const LagrangeService &service : std::as_const(m_found)) {
        const bool used = areFound() ? service == m_current : service.url.port() == m_profile.oneBot.port();
        if (!used && service.way != OneBotTransportKind::Reverse)
            others.append(service);
    }
    m_ports.watch(others);
}

} // namespace rookery::gateway

#include "moc_lagrangeservices.cpp"
