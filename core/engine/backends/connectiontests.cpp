// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectiontests.h"

#include "base/reasons/access.h"
#include "gateway/tokens.h"

namespace rookery::engine {

ConnectionTests::ConnectionTests(Clock &clock, config::SecretStore &secrets, gateway::ReverseListener &listener,
                                 QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_listener(listener)
{}

FutureResult<GatewayTestReport> ConnectionTests::run(const GatewayProfile &profile, const Redacted<QString> &token,
                                                     const io::NetworkSettings &network)
{
    cancel(profile.id); // two tests would wait for the same gateway
    auto *stage = new QObject(this);
    m_stages[profile.id] = stage;
    // A service that is only watched has no secret, so it needs no keyring either.
    const bool complete = !token.isEmpty() || traitsOf(profile.kind).isMonitored;
    const auto report = complete ? gateway::testGateway(profile, token, m_clock, network, stage, {}, &m_listener)
                                 : withKeptToken(profile, network, stage);
    onResult(stage, report, [this, id = profile.id, stage](const Result<GatewayTestReport> &) {
        if (isOn(id, stage))
            cancel(id);
    });
    return report;
}

//! Runs the test of a listed gateway with its stored token.
FutureResult<GatewayTestReport> ConnectionTests::withKeptToken(const GatewayProfile &profile,
                                                               const io::NetworkSettings &network, QObject *stage)
{
    m_secrets.askAgain();
    const Promise<GatewayTestReport> answer;
    onResult(stage, gateway::readToken(stage, m_secrets, profile, config::tokenKind(profile.kind)),
             [this, profile, network, answer, stage](const Result<Redacted<QString>> &kept) {
                 if (!isOn(profile.id, stage))
                     return;
                 const bool none = !kept && kept.error().reason == Reason::TokenMissing;
                 if (!kept && (!none || tokenNeeded(profile.kind)))
                     return answer.resolve(fail(kept.error()));
                 pipe(stage,
                      gateway::testGateway(profile, kept.value_or(Redacted<QString>()), m_clock, network, stage, {},
                                           &m_listener),
                      answer);
             });
    return answer.future();
}

void ConnectionTests::cancel(const GatewayId &gateway)
{
    const auto it = m_stages.find(gateway);
    if (it == m_stages.end())
        return;
    if (QObject *stage = it->second)
        stage->deleteLater(); // it may be the caller
    m_stages.erase(it);
}

bool ConnectionTests::isOn(const GatewayId &gateway, const QObject *stage) const
{
    const auto it = m_stages.find(gateway);
    return it != m_stages.end() && it->second == stage;
}

} // namespace rookery::engine

#include "moc_connectiontests.cpp"
