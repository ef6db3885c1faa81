// SPDX-License-Identifier: GPL-3.0-or-later
#include "keyringstore.h"

#include "secretnames.h"

#include "base/reasons/access.h"
#include "base/reasons/machine.h"

#include <QPointer>
#include <QUuid>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::config {

namespace {

constexpr milliseconds kJobDeadline = seconds(5);
constexpr milliseconds kVerdictHolds = seconds(3); // one refusal answers all requests of one operator action

//! Derives the state of the whole keyring from a job that did not succeed.
KeyringState stateAfter(std::optional<KeyringOutcome> outcome)
{
    if (!outcome)
        return KeyringState::Locked; // the system waits for the user to type the password
    switch (*outcome) {
    case KeyringOutcome::Done:
        return KeyringState::Works;
    case KeyringOutcome::NotFound: // for an entry that was just written
    case KeyringOutcome::Denied:
        return KeyringState::Locked;
    case KeyringOutcome::Absent:
    case KeyringOutcome::Failed:
        break;
    }
    return KeyringState::None;
}

} // namespace

KeyringSecretStore::KeyringSecretStore(Clock &clock, std::unique_ptr<KeyringBackend> backend, QObject *parent)
    : SecretStore(parent)
    , m_clock(clock)
    , m_backend(std::move(backend))
{
    m_backend->watch([this](KeyringBackend::News news) { onNews(news); });
    probe();
}

KeyringSecretStore::~KeyringSecretStore() = default;

void KeyringSecretStore::ask(const std::function<void(Done)> &start, const Heard &heard)
{
    const quint64 id = ++m_lastJob;
    auto deadline = std::make_unique<Timer>(m_clock, [heard] { heard(std::nullopt, {}); });
    deadline->start(kJobDeadline);
    m_deadlines.emplace(id, std::move(deadline));
    start([self = QPointer<KeyringSecretStore>(this), id, heard](KeyringOutcome outcome, const Secret &secret) {
        if (!self)
            return;
        self->m_deadlines.erase(id);
        heard(outcome, secret);
    });
}

void KeyringSecretStore::probe()
{
    if (std::exchange(m_probing, true))
        return;
    const QString key = u"rookery-probe-"_s + QUuid::createUuid().toString(QUuid::Id128);
    const Secret secret(QUuid::createUuid().toString(QUuid::Id128));
    const int round = ++m_round;
    m_unlocked = false;
    ask([this, key, secret](Done done) { m_backend->write(key, secret, std::move(done)); },
        [this, key, secret, round](std::optional<KeyringOutcome> outcome, const Secret &) {
            if (outcome == KeyringOutcome::Done)
                probeRead(key, secret, round);
            else if (round == m_round)
                endProbe(stateAfter(outcome));
        });
}

void KeyringSecretStore::probeRead(const QString &key, const Secret &written, int round)
{
    ask([this, key](Done done) { m_backend->read(key, std::move(done)); },
        [this, key, written, round](std::optional<KeyringOutcome> outcome, const Secret &secret) {
            const bool works = outcome == KeyringOutcome::Done && secret == written;
            if (works)
                m_backend->remove(key, [](KeyringOutcome, const Secret &) {});
            if (works || round == m_round)
                endProbe(works ? KeyringState::Works : KeyringState::Locked);
        });
}

void KeyringSecretStore::onNews(KeyringBackend::News news)
{
    if (m_probing) {
        m_unlocked = m_unlocked || news == KeyringBackend::News::Unlocked;
        return;
    }
    // A service that has just appeared may prompt for its password: do not probe while an earlier prompt may be open.
    if (m_state != KeyringState::Works && (news == KeyringBackend::News::Unlocked || m_deadlines.empty()))
        probe();
}

void KeyringSecretStore::endProbe(KeyringState state)
{
    m_probing = false;
    m_verdictAt = m_clock.now();
    setState(state);
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &call : waiting)
        call();
    // The keyring was unlocked after the probe had started, so probe again, but only once: a wallet that unlocks for
    // each request reports that each time.
    const bool again = m_unlocked && !m_probing && !m_askedAgain && m_state != KeyringState::Works;
    m_askedAgain = again;
    if (again)
        probe();
}

void KeyringSecretStore::setState(KeyringState state)
{
    if (std::exchange(m_state, state) == state)
        return;
    if (state == KeyringState::Works) {
        const QSet<QString> unsaved = m_unsaved;
        for (const QString &key : unsaved)
            writeKeyring(key, {});
    }
    Q_EMIT keyringChanged(state);
}

void KeyringSecretStore::whenProbed(std::function<void()> call)
{
    if (m_state == KeyringState::Probing || m_probing)
        m_waiting.push_back(std::move(call));
    else
        call();
}

void KeyringSecretStore::askAgain()
{
    const bool unusableNow = m_state == KeyringState::Locked || m_state == KeyringState::None;
    // a job that never returned may mean an open password prompt: do not add a second one
    if (unusableNow && m_deadlines.empty() && m_clock.now() - m_verdictAt >= kVerdictHolds)
        probe();
}

FutureResult<Redacted<QString>> KeyringSecretStore::read(const GatewayId &gateway, SecretKind kind)
{
    const Secret given = secretFromOutside(gateway, kind);
    if (!given.isEmpty())
        return readyResult<Secret>(given);
    const QString key = secretKey(gateway, kind);
    if (const auto found = m_run.constFind(key); found != m_run.cend())
        return readyResult<Secret>(*found);
    const Promise<Secret> answer;
    whenProbed([this, key, answer] { readKeyring(key, answer); });
    return answer.future();
}

void KeyringSecretStore::readKeyring(const QString &key, const Promise<Secret> &answer)
{
    if (m_state != KeyringState::Works) {
        answer.resolve(fail(unusable()));
        return;
    }
    ask([this, key](Done done) { m_backend->read(key, std::move(done)); },
        [this, key, answer](std::optional<KeyringOutcome> outcome, const Secret &secret) {
            if (outcome == KeyringOutcome::Done) {
                if (!m_run.contains(key)) // a value written meanwhile is newer
                    m_run.insert(key, secret);
                setState(KeyringState::Works);
                answer.resolve(secret);
            } else if (outcome == KeyringOutcome::NotFound) {
                // a keyring that was locked meanwhile gives the same answer: only a probe can tell
                m_waiting.push_back([this, answer] {
                    answer.resolve(fail(m_state == KeyringState::Works
                                            ? Error{.kind = ErrorKind::Auth, .reason = Reason::TokenMissing}
                                            : unusable()));
                });
                probe();
            } else if (outcome == KeyringOutcome::Failed) {
                answer.resolve(fail(ErrorKind::Storage, Reason::KeyringFailed));
            } else {
                setState(stateAfter(outcome));
                answer.resolve(fail(unusable()));
            }
        });
}

FutureResult<> KeyringSecretStore::write(const GatewayId &gateway, SecretKind kind, const Redacted<QString> &secret)
{
    const QString key = secretKey(gateway, kind);
    m_run.insert(key, secret);
    m_unsaved.insert(key);
    const Promise<void> answer;
    whenProbed([this, key, answer] { writeKeyring(key, answer); });
    return answer.future();
}

void KeyringSecretStore::writeKeyring(const QString &key, const Promise<void> &answer)
{
    const auto value = m_run.constFind(key);
    if (m_state != KeyringState::Works || value == m_run.cend()) {
        answer.resolve({}); // the secret is kept for this run
        return;
    }
    const Secret &secret = *value;
    ask([this, key, secret](Done done) { m_backend->write(key, secret, std::move(done)); },
        [this, key, secret, answer](std::optional<KeyringOutcome> outcome, const Secret &) {
            if (outcome == KeyringOutcome::Done && m_run.value(key) == secret)
                m_unsaved.remove(key);
            if (outcome != KeyringOutcome::Failed)
                setState(stateAfter(outcome));
            answer.resolve({});
        });
}

FutureResult<> KeyringSecretStore::remove(const GatewayId &gateway)
{
    for (const SecretKind kind : kSecretKinds) {
        m_run.remove(secretKey(gateway, kind));
        m_unsaved.remove(secretKey(gateway, kind));
    }
    const Promise<void> answer;
    whenProbed([this, gateway, answer] { removeKeyring(gateway, answer); });
    return answer.future();
}

void KeyringSecretStore::removeKeyring(const GatewayId &gateway, const Promise<void> &answer)
{
    if (m_state == KeyringState::None) {
        answer.resolve({}); // nothing was ever stored there
        return;
    }
    if (m_state == KeyringState::Locked) {
        answer.resolve(fail(unusable()));
        return;
    }
    auto left = std::make_shared<int>(static_cast<int>(kSecretKinds.size()));
    for (const SecretKind kind : kSecretKinds) {
        const QString key = secretKey(gateway, kind);
        ask([this, key](Done done) { m_backend->remove(key, std::move(done)); },
            [this, answer, left](std::optional<KeyringOutcome> outcome, const Secret &) {
                if (!outcome || outcome == KeyringOutcome::Denied)
                    setState(KeyringState::Locked);
                if (!outcome || (outcome != KeyringOutcome::Done && outcome != KeyringOutcome::NotFound))
                    answer.resolve(fail(m_state == KeyringState::Works
                                            ? Error{.kind = ErrorKind::Storage, .reason = Reason::KeyringFailed}
                                            : unusable()));
                else if (--*left == 0)
                    answer.resolve({});
            });
    }
}

Error KeyringSecretStore::unusable() const
{
    return {.kind = ErrorKind::Storage,
            .reason = m_state == KeyringState::None ? Reason::KeyringAbsent : Reason::KeyringLocked};
}

} // namespace rookery::config

#include "moc_keyringstore.cpp"
