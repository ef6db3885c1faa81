// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliveryrecorder.h"

#include "base/log.h"
#include "base/reasons/sending.h"

#include <algorithm>

namespace rookery::broadcast {

using store::Candidate;
using store::Transition;
using store::WaitCost;
using To = DeliveryVerifier::Outcome::To;

DeliveryRecorder::DeliveryRecorder(Clock &clock, store::Database &database, store::DeliveryRepository &deliveries,
                                   Jitter jitter, Failpoints failpoint, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_database(database)
    , m_deliveries(deliveries)
    , m_jitter(std::move(jitter))
    , m_failpoint(std::move(failpoint))
    , m_retryTimer(clock, [this] { retryPending(); })
    , m_deadlineTimer(clock, [this] { onDeadline(); })
{
    // A damaged database takes no writes, so this trouble does not pass.
    onResult(this, m_database.soundness(), [this](const Result<> &sound) {
        if (!sound && sound.error().kind == ErrorKind::Storage)
            storageFailed(sound.error());
    });
}

DeliveryRecorder::~DeliveryRecorder() = default;

void DeliveryRecorder::claiming(DeliveryId delivery)
{
    m_claiming.insert(delivery);
}

bool DeliveryRecorder::claimStands(DeliveryId delivery)
{
    m_claiming.remove(delivery);
    return !m_overtaken.remove(delivery);
}

void DeliveryRecorder::claimed(const Delivery &delivery, const Fingerprint &fingerprint, bool canProve)
{
    m_verifier.claimed(delivery, fingerprint, canProve, m_clock.now());
}

std::optional<Verdict> DeliveryRecorder::answered(const Candidate &candidate,
                                                  const Result<gateway::SentMessage> &answer, const Done &done)
{
    const DeliveryId id = candidate.delivery.id;
    if (answer) {
        apply(m_verifier.accepted(id, answer->id, m_clock.now()), id, done);
        return std::nullopt;
    }
    const Error &why = answer.error();
    const Verdict verdict = afterSend(why, candidate.retries, candidate.restaged, m_jitter());
    const DeliveryVerifier::Outcomes outcomes = m_verifier.failed(id, why, verdict, m_clock.now());
    apply(outcomes, id, done);
    const bool doubted =
        std::any_of(outcomes.cbegin(), outcomes.cend(), [id](const DeliveryVerifier::Outcome &outcome) {
            return outcome.delivery == id && (outcome.to == To::Verified || outcome.to == To::Unknown);
        });
    if (doubted)
        return std::nullopt; // a refusal in doubt has no further consequences
    if (verdict.wholeGateway)
        failTheRest(candidate.delivery, why);
    return verdict;
}

Verdict DeliveryRecorder::unsent(const Candidate &candidate, const Error &why, const Done &done)
{
    const Verdict verdict = afterSend(why, candidate.retries, candidate.restaged, m_jitter());
    putBack(candidate, verdict, why, done);
    return verdict;
}

Verdict DeliveryRecorder::stagingFailed(const Candidate &candidate, const Error &error, const Done &done)
{
    const Verdict verdict = afterStaging(error, candidate.retries, m_jitter());
    putBack(candidate, verdict, error, done);
    if (verdict.wholeGateway)
        failTheRest(candidate.delivery, error);
    return verdict;
}

void DeliveryRecorder::notSendable(const Candidate &candidate, const Error &error, const Done &done)
{
    putBack(candidate, {.decision = Verdict::RetryDecision::Fail}, error, done);
}

void DeliveryRecorder::putBack(const Candidate &candidate, const Verdict &verdict, const Error &why, const Done &done)
{
    DeliveryVerifier::Outcome outcome{.delivery = candidate.delivery.id, .why = why, .verdict = verdict};
    outcome.to = verdict.decision == Verdict::RetryDecision::Fail ? To::Failed : To::Waiting;
    apply({outcome}, outcome.delivery, done);
}

//! Fails the rest of the broadcast at this gateway: what is too large for one target is too large for all of them
//! there.
void DeliveryRecorder::failTheRest(const Delivery &delivery, const Error &why)
{
    const auto failing = m_deliveries.failQueued(delivery.broadcast, delivery.gateway, why, m_clock.wallNow());
    onResult(this, failing, [this](const Result<QList<Delivery>> &failed) {
        if (failed)
            Q_EMIT manyChanged(*failed);
        else if (failed.error().kind == ErrorKind::Storage)
            storageFailed(failed.error()); // each of them is then refused on its own
    });
}

void DeliveryRecorder::apply(const DeliveryVerifier::Outcomes &outcomes, DeliveryId own, const Done &done)
{
    bool ownRecorded = false;
    for (const DeliveryVerifier::Outcome &outcome : outcomes) {
        const bool isOwn = !ownRecorded && outcome.delivery == own;
        ownRecorded = ownRecorded || isOwn;
        if (m_claiming.contains(outcome.delivery) && outcome.to != To::Hinted)
            m_overtaken.insert(outcome.delivery);
        record(outcome.delivery, writeOf(outcome), isOwn ? done : Done());
        if (outcome.to == To::Verified && outcome.why.reason != Reason::None)
            Q_EMIT disproved(outcome.gateway);
    }
    if (!ownRecorded && done)
        done(); // settled otherwise meanwhile
    watchDeadlines();
}

DeliveryRecorder::Write DeliveryRecorder::writeOf(const DeliveryVerifier::Outcome &outcome)
{
    const WallTime now = m_clock.wallNow();
    const SteadyTime steady = m_clock.now();
    const DeliveryId id = outcome.delivery;
    const auto echoEvidence = [&](QLatin1StringView what) {
        return QStringLiteral("%1-id=%2\n%1-at=%3\n")
            .arg(what, outcome.message.value(), QString::number(toMSecs(now - (steady - outcome.echoAt))));
    };
    switch (outcome.to) {
    case To::Accepted:
        return [this, outcome, now, verifyBy = now + DeliveryVerifier::kProofTime] {
            return m_deliveries.toAccepted(outcome.delivery, outcome.message, verifyBy, outcome.why, now);
        };
    case To::AcceptedUnproven:
        return [this, outcome, now] { return m_deliveries.toAcceptedFinally(outcome.delivery, outcome.message, now); };
    case To::Verified: {
        QString evidence = echoEvidence(outcome.readBack ? QLatin1StringView("history") : QLatin1StringView("echo"));
        if (!outcome.why.detail.isEmpty()) // the proof contradicts the gateway's own answer
            evidence += QStringLiteral("gateway-said=%1\n").arg(outcome.why.detail.simplified());
        const VerifiedBy by = outcome.readBack ? VerifiedBy::History : VerifiedBy::Echo;
        return [this, id, by, message = outcome.message, evidence, now] {
            return m_deliveries.toVerified(id, by, message, evidence, now);
        };
    }
    case To::Unknown: {
        QLatin1StringView since("unanswered-at");
        if (outcome.doubted)
            since = QLatin1StringView("doubted-at");
        else if (outcome.why.reason == Reason::NoProof)
            since = QLatin1StringView("no-proof-at");
        QString evidence = QStringLiteral("%1=%2\n").arg(since, QString::number(toMSecs(now)));
        if (outcome.hinted)
            evidence += echoEvidence(QLatin1StringView("hint"));
        return [this, id, why = outcome.why, evidence, now] { return m_deliveries.toUnknown(id, why, evidence, now); };
    }
    case To::Hinted:
        return [this, id, evidence = echoEvidence(QLatin1StringView("hint")), now] {
            return m_deliveries.addEvidence(id, evidence, now);
        };
    case To::Waiting: {
        WaitCost cost = WaitCost::Nothing;
        if (outcome.verdict.saidOffline)
            cost = WaitCost::Attempt;
        else if (outcome.verdict.decision == Verdict::RetryDecision::Retry)
            cost = WaitCost::Retry;
        else if (outcome.verdict.decision == Verdict::RetryDecision::Restage)
            cost = WaitCost::Restage;
        return [this, id, why = outcome.why, delay = outcome.verdict.delay, cost] {
            const WallTime begin = m_clock.wallNow(); // a write delayed by the database counts its wait from here
            return m_deliveries.toWaiting(id, why, begin + delay, cost, begin);
        };
    }
    case To::Failed:
        break;
    }
    return [this, id, why = outcome.why, now] { return m_deliveries.toFailed(id, why, now); };
}

void DeliveryRecorder::echo(const GatewayId &gateway, const AccountId &account, const MessageEvent &event)
{
    apply(m_verifier.echo(gateway, account, event, m_clock.now()), {}, {});
}

void DeliveryRecorder::restore(const Delivery &delivery, const Fingerprint &fingerprint)
{
    m_verifier.restore(delivery, fingerprint, m_clock.wallNow(), m_clock.now());
}

void DeliveryRecorder::forget(const QList<DeliveryId> &deliveries)
{
    for (const DeliveryId id : deliveries)
        m_verifier.forget(id);
}

void DeliveryRecorder::watchDeadlines()
{
    const auto next = m_verifier.nextDeadline();
    if (next)
        m_deadlineTimer.start(std::max(milliseconds(0), *next - m_clock.now()));
    else
        m_deadlineTimer.stop();
}

void DeliveryRecorder::onDeadline()
{
    apply(m_verifier.overdue(m_clock.now()), {}, {});
}

void DeliveryRecorder::record(DeliveryId delivery, Write write, Done done)
{
    Pending pending{std::move(write), std::move(done), delivery};
    // Order matters: a later fact about a delivery must not overtake an earlier one.
    if (m_troubled)
        m_pending.push_back(std::move(pending));
    else
        attempt(std::move(pending));
}

void DeliveryRecorder::attempt(Pending pending)
{
    const auto future = pending.write();
    onResult(this, future, [this, pending = std::move(pending)](const Result<Transition> &result) {
        if (!result && result.error().kind == ErrorKind::Storage) {
            m_pending.push_back(pending);
            storageFailed(result.error());
            return;
        }
        if (!result && result.error().kind != ErrorKind::Cancelled)
            return giveUp(pending, result.error());
        if (result && *result) {
            if (m_failpoint)
                m_failpoint(QLatin1StringView("committed"));
            Q_EMIT changed(**result);
        }
        if (pending.done)
            pending.done();
    });
}

void DeliveryRecorder::giveUp(const Pending &pending, const Error &error)
{
    rkError("a delivery's outcome was refused: {}", error.detail);
    m_verifier.forget(pending.delivery);
    const auto unknown = m_deliveries.toUnknown(pending.delivery, error, {}, m_clock.wallNow());
    onResult(this, unknown, [this, done = pending.done](const Result<Transition> &result) {
        if (result && *result)
            Q_EMIT changed(**result);
        if (done)
            done();
    });
}

void DeliveryRecorder::storageFailed(const Error &error)
{
    if (!std::exchange(m_troubled, true))
        Q_EMIT troubled(error);
    if (!m_retryTimer.isActive())
        m_retryTimer.start(kStorageRetry);
}

void DeliveryRecorder::retryPending()
{
    // One write shows whether the database works again; then all pending ones run in order.
    onResult(this, m_database.probe(), [this](const Result<> &result) {
        if (!result) {
            m_retryTimer.start(kStorageRetry);
            return;
        }
        m_troubled = false;
        const auto pending = std::exchange(m_pending, {});
        for (const Pending &one : pending)
            attempt(one);
        Q_EMIT recovered();
    });
}

} // namespace rookery::broadcast

#include "moc_deliveryrecorder.cpp"
