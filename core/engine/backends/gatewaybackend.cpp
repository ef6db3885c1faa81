// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatewaybackend.h"

#include "profilechecks.h"

#include "base/log.h"
#include "base/reasons/input.h"
#include "config/profile.h"
#include "gateway/kinddetector.h"

#include <utility>

namespace rookery::engine {

namespace {

FutureResult<> rejected(ErrorReason why, const GatewayId &gateway)
{
    return failedResult<void>({.kind = ErrorKind::Rejected, .reason = why, .detail = gateway.value()});
}

} // namespace

GatewayBackend::GatewayBackend(const Setup &setup) : m_setup(setup), m_tests(setup.clock, setup.secrets, setup.listener)
{}

FutureResult<> GatewayBackend::writeTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                           const Redacted<QString> &oneBotToken)
{
    return andThen(this, m_setup.secrets.write(gateway, config::tokenKind(kind), token), [this, gateway, oneBotToken] {
        return oneBotToken.isEmpty() ? readyResult<void>({})
                                     : m_setup.secrets.write(gateway, config::SecretKind::OneBotToken, oneBotToken);
    });
}

FutureResult<> GatewayBackend::add(const GatewayProfile &given, const Redacted<QString> &token,
                                   const Redacted<QString> &oneBotToken)
{
    const GatewayProfile profile = withAddress(given);
    if (!config::isValidGatewayId(profile.id.value()) || !isComplete(profile))
        return rejected(Reason::BadInput, profile.id);
    if (m_setup.profile.find(profile.id))
        return rejected(Reason::Duplicate, profile.id);
    m_setup.profile.append(profile); // reserves the id
    m_setup.secrets.askAgain();
    const FutureResult<> stored = andThen(this, writeTokens(profile.id, profile.kind, token, oneBotToken),
                                          [this] { return m_setup.profile.store(); });
    const Promise<void> answer;
    onResult(this, stored, [this, profile, answer](const Result<> &outcome) {
        if (!outcome)
            return pipe(this, undoAdding(profile.id, outcome.error()), answer);
        m_setup.sessions.add(profile);
        m_setup.deltas.flush(); // the caller must see it in the list when its future finishes
        answer.resolve({});
    });
    return answer.future();
}

FutureResult<> GatewayBackend::undoAdding(const GatewayId &gateway, const Error &why)
{
    // The token must not stay behind. The id stays reserved until the token is removed, so that the removal cannot
    // hit the token of another attempt.
    const Promise<void> answer;
    onResult(this, m_setup.secrets.remove(gateway), [this, gateway, why, answer](const Result<> &removed) {
        if (!removed)
            rkWarn("{}: the token of a gateway that could not be added may still be in the keyring", gateway.value());
        m_setup.profile.remove(gateway);
        m_setup.profile.publish();
        answer.resolve(fail(why));
    });
    return answer.future();
}

FutureResult<> GatewayBackend::update(const GatewayProfile &given, const Redacted<QString> &token)
{
    const GatewayProfile profile = withAddress(given);
    const GatewayProfile *known = m_setup.profile.find(profile.id);
    if (!known)
        return rejected(Reason::NotFound, profile.id);
    const QList<config::SecretKind> foreign = config::foreignSecrets(known->kind, profile.kind);
    if (foreign.isEmpty())
        return applyUpdate(profile, token);
    // The secret of the previous kind must not be sent to the new one.
    return andThen(this, forget(profile.id, foreign), [this, profile, token] { return applyUpdate(profile, token); });
}

FutureResult<> GatewayBackend::forget(const GatewayId &gateway, QList<config::SecretKind> secrets)
{
    if (secrets.isEmpty())
        return readyResult<void>({});
    const config::SecretKind last = secrets.takeLast();
    return andThen(this, m_setup.secrets.write(gateway, last, {}),
                   [this, gateway, secrets] { return forget(gateway, secrets); });
}

FutureResult<> GatewayBackend::applyUpdate(const GatewayProfile &profile, const Redacted<QString> &token)
{
    const GatewayProfile *known = m_setup.profile.find(profile.id);
    if (!known || !m_setup.sessions.has(profile.id))
        return rejected(Reason::NotFound, profile.id);
    if (!token.isEmpty())
        return updateWithToken(profile, token);
    const GatewayProfile before = *known;
    m_setup.profile.replace(profile);
    if (needsNewDriver(before, profile))
        m_setup.sessions.reconnect(profile);
    else
        m_setup.sessions.rename(profile);
    return m_setup.profile.store();
}

FutureResult<> GatewayBackend::updateWithToken(const GatewayProfile &profile, const Redacted<QString> &token)
{
    return andThen(this, replaceTokens(profile.id, profile.kind, token, {}), [this, profile] {
        if (!m_setup.profile.find(profile.id)) // removed meanwhile
            return readyResult<void>({});
        m_setup.profile.replace(profile);
        m_setup.sessions.reconnect(profile);
        return m_setup.profile.store();
    });
}

FutureResult<> GatewayBackend::replaceTokens(const GatewayId &gateway, GatewayKind kind, const Redacted<QString> &token,
                                             const Redacted<QString> &oneBotToken)
{
    m_setup.secrets.askAgain();
    const Promise<void> answer;
    // A credential of the old token would hide that the new one is wrong. Only that one is removed: the token of the
    // OneBot port, which may not be given again, stays.
    onResult(this, m_setup.secrets.write(gateway, config::SecretKind::WebUiCredential, {}),
             [this, gateway, kind, token, oneBotToken, answer](const Result<> &) {
                 pipe(this, writeTokens(gateway, kind, token, oneBotToken), answer);
             });
    return answer.future();
}

FutureResult<> GatewayBackend::changeToken(const GatewayId &gateway, const Redacted<QString> &token,
                                           const Redacted<QString> &oneBotToken)
{
    const GatewayProfile *known = m_setup.profile.find(gateway);
    if (!known || !m_setup.sessions.has(gateway))
        return rejected(Reason::NotFound, gateway);
    return map(this, replaceTokens(gateway, known->kind, token, oneBotToken), [this, gateway] {
        if (const GatewayProfile *profile = m_setup.profile.find(gateway))
            m_setup.sessions.reconnect(*profile);
    });
}

FutureResult<> GatewayBackend::remove(const GatewayId &gateway)
{
    if (!m_setup.sessions.has(gateway)) // one still being added counts as not found, because it would come back
        return rejected(Reason::NotFound, gateway);
    m_setup.profile.remove(gateway);
    m_setup.sessions.remove(gateway);
    m_setup.deltas.flush();
    m_setup.secrets.askAgain();
    const Promise<void> answer;
    onResult(this, m_setup.secrets.remove(gateway), [this, answer](const Result<> &removed) {
        onResult(this, m_setup.profile.store(),
                 [removed, answer](const Result<> &stored) { answer.resolve(stored ? removed : stored); });
    });
    return answer.future();
}

FutureResult<> GatewayBackend::pinCertificate(const GatewayId &gateway, const CertificateInfo &certificate)
{
    const GatewayProfile *known = m_setup.profile.find(gateway);
    if (!known)
        return rejected(Reason::NotFound, gateway);
    GatewayProfile profile = *known;
    profile.pinnedSha256 = certificate.sha256;
    profile.pinnedUntil = certificate.sha256.isEmpty() ? WallTime{} : certificate.notAfter;
    return update(profile, {});
}

FutureResult<GatewayTestReport> GatewayBackend::test(const GatewayProfile &given, const Redacted<QString> &token)
{
    GatewayProfile profile = withAddress(given);
    if (profile.commandLeftOut) {
        profile.logCommand.clear();
        profile.program.clear();
    }
    const auto run = [this, profile, token] {
        return m_tests.run(profile, token, m_setup.profile.networkFor(profile));
    };
    return m_setup.profile.isProxyPending() ? andThen(this, m_setup.profile.proxyReady(), run) : run();
}

FutureResult<> GatewayBackend::cancelTest(const GatewayId &gateway)
{
    m_tests.cancel(gateway);
    return readyResult<void>({});
}

FutureResult<Detection> GatewayBackend::detect(const QString &address)
{
    Result<ParsedAddress> parsed = config::parseGatewayAddress(address);
    if (!parsed) // it may be the address of a socket
        parsed = config::parseAddress(address, {.scheme = QLatin1StringView("ws")});
    if (!parsed)
        return failedResult<Detection>(parsed.error());
    return andThen(this, m_setup.profile.proxyReady(), [this, url = parsed->url] {
        return gateway::detectKind(url, m_setup.clock, m_setup.profile.networkFor({}), this);
    });
}

FutureResult<> GatewayBackend::clearIncoming()
{
    m_setup.listener.clearIncoming();
    return readyResult<void>({});
}

} // namespace rookery::engine

#include "moc_gatewaybackend.cpp"
