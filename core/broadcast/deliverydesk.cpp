// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliverydesk.h"

#include "base/log.h"
#include "protocol/json.h"

namespace rookery::broadcast {

using store::Candidate;
using store::Transition;
using store::WaitCost;

DeliveryDesk::DeliveryDesk(Clock &clock, store::BroadcastRepository &repository, Jitter jitter, CrashPoints crash,
                           QObject *parent)
    : QObject(parent)
    , m_clock(clock)
    , m_repository(repository)
    , m_jitter(std::move(jitter))
    , m_crash(std::move(crash))
    , m_retryTimer(clock, [this] { retryPending(); })
    , m_deadlineTimer(clock, [this] { onDeadline(); })
{}

void DeliveryDesk::claimed(const Delivery &delivery, const Fingerprint &fingerprint)
{
    m_verifier.claimed(delivery, fingerprint);
}

std::optional<Verdict> DeliveryDesk::answered(const Candidate &candidate, const Result<Reply> &answer, bool canProve,
                                              const Done &done)
{
    const Delivery &delivery = candidate.delivery;
    if (answer) {
        const MessageId message(protocol::idText(answer->data.toObject().value(QLatin1StringView("message_id"))));
        recordAccepted(delivery, message, {}, canProve, done);
        return std::nullopt;
    }
    const Error &why = answer.error();
    const Verdict verdict = afterSend(why, candidate.retries, candidate.restaged, m_jitter());
    switch (verdict.move) {
    case Verdict::Move::AwaitEcho:
        if (canProve)
            recordAccepted(delivery, {}, why, true, done);
        else
            recordUnknown(delivery.id, why, done);
        break;
    case Verdict::Move::Unknown:
        recordUnknown(delivery.id, why, done);
        break;
    case Verdict::Move::Wait:
    case Verdict::Move::Retry:
    case Verdict::Move::Restage:
    case Verdict::Move::Fail:
        m_verifier.forget(delivery.id);
        recordRefusal(candidate, verdict, why, done);
        break;
    }
    return verdict;
}

Verdict DeliveryDesk::stagingFailed(const Candidate &candidate, const Error &error, const Done &done)
{
    const Verdict verdict = afterStaging(error, candidate.retries, m_jitter());
    recordRefusal(candidate, verdict, error, done);
    return verdict;
}

void DeliveryDesk::notSendable(const Candidate &candidate, const Error &error, const Done &done)
{
    recordRefusal(candidate, {.move = Verdict::Move::Fail}, error, done);
}

void DeliveryDesk::recordAccepted(const Delivery &delivery, const MessageId &message, const Error &why, bool canProve,
                                  const Done &done)
{
    const WallTime now = m_clock.wallNow();
    if (!canProve) {
        m_verifier.forget(delivery.id);
        record([this, id = delivery.id, message, now] { return m_repository.toAcceptedFinally(id, message, now); },
               done);
        return;
    }
    const WallTime verifyBy = now + kProofTime;
    const auto proofs = m_verifier.accepted(delivery.id, message, verifyBy, now);
    prove(proofs, delivery.id, done);
    if (!m_verifier.isKnown(delivery.id))
        return; // its echo was here already
    record([this, id = delivery.id, message, verifyBy, why,
            now] { return m_repository.toAccepted(id, message, verifyBy, why, now); },
           done);
    watchDeadlines();
}

void DeliveryDesk::recordUnknown(DeliveryId delivery, const Error &why, const Done &done)
{
    const WallTime now = m_clock.wallNow();
    const auto proofs = m_verifier.unanswered(delivery, now);
    prove(proofs, delivery, done);
    if (!m_verifier.isKnown(delivery))
        return;
    const QString evidence = QStringLiteral("unanswered-at=%1\n").arg(toMSecs(now));
    record([this, delivery, why, evidence, now] { return m_repository.toUnknown(delivery, why, evidence, now); }, done);
}

void DeliveryDesk::recordRefusal(const Candidate &candidate, const Verdict &verdict, const Error &why, const Done &done)
{
    const WallTime now = m_clock.wallNow();
    const DeliveryId id = candidate.delivery.id;
    if (verdict.move == Verdict::Move::Fail) {
        record([this, id, why, now] { return m_repository.toFailed(id, why, now); }, done);
        return;
    }
    WaitCost cost = WaitCost::Nothing;
    if (verdict.move == Verdict::Move::Retry)
        cost = WaitCost::Retry;
    else if (verdict.move == Verdict::Move::Restage)
        cost = WaitCost::Restage;
    const WallTime due = now + verdict.delay;
    record([this, id, why, due, cost, now] { return m_repository.toWaiting(id, why, due, cost, now); }, done);
}

void DeliveryDesk::prove(const QList<DeliveryVerifier::Proof> &proofs, DeliveryId own, const Done &ownDone)
{
    const WallTime now = m_clock.wallNow();
    for (const auto &proof : proofs) {
        const VerifiedBy by = proof.readBack ? VerifiedBy::History : VerifiedBy::Echo;
        const QString evidence = QStringLiteral("%1-id=%2\n%1-at=%3\n")
                                     .arg(proof.readBack ? QLatin1StringView("history") : QLatin1StringView("echo"),
                                          proof.message.value(), QString::number(toMSecs(proof.echoAt)));
        record([this, proof, by, evidence,
                now] { return m_repository.toVerified(proof.delivery, by, proof.message, evidence, now); },
               proof.delivery == own ? ownDone : Done());
    }
}

void DeliveryDesk::echo(const AccountId &account, const MessageEvent &event)
{
    prove(m_verifier.echo(account, event, m_clock.wallNow()), {}, {});
}

void DeliveryDesk::restore(const Delivery &delivery, const Fingerprint &fingerprint)
{
    m_verifier.restore(delivery, fingerprint);
}

void DeliveryDesk::forget(const QList<DeliveryId> &deliveries)
{
    for (const DeliveryId id : deliveries)
        m_verifier.forget(id);
}

void DeliveryDesk::watchDeadlines()
{
    if (const auto next = m_verifier.nextDeadline())
        m_deadlineTimer.start(std::max(milliseconds(0), *next - m_clock.wallNow()));
}

void DeliveryDesk::onDeadline()
{
    const WallTime now = m_clock.wallNow();
    const auto overdue = m_verifier.takeOverdue(now);
    const Error why{.kind = ErrorKind::Timeout, .reason = Reason::NoProof};
    const QString evidence = QStringLiteral("no-proof-at=%1\n").arg(toMSecs(now));
    for (const DeliveryId id : overdue)
        record([this, id, why, evidence, now] { return m_repository.toUnknown(id, why, evidence, now); }, {});
    watchDeadlines();
}

void DeliveryDesk::record(Write write, Done done)
{
    Pending pending{std::move(write), std::move(done)};
    // order matters: a later fact about a delivery must not overtake an earlier one
    if (m_troubled)
        m_pending.push_back(std::move(pending));
    else
        attempt(std::move(pending));
}

void DeliveryDesk::attempt(Pending pending)
{
    const auto future = pending.write();
    onResult(this, future, [this, pending = std::move(pending)](const Result<Transition> &result) {
        if (!result && result.error().kind == ErrorKind::Storage) {
            m_pending.push_back(pending);
            storageFailed(result.error());
            return;
        }
        if (!result)
            rkError("a delivery's outcome was refused: {}", result.error().detail);
        if (result && *result) {
            if (m_crash)
                m_crash(QLatin1StringView("committed"));
            Q_EMIT changed(**result);
        }
        if (pending.done)
            pending.done();
    });
}

void DeliveryDesk::storageFailed(const Error &error)
{
    if (!std::exchange(m_troubled, true))
        Q_EMIT troubled(error);
    if (!m_retryTimer.isActive())
        m_retryTimer.start(kStorageRetry);
}

void DeliveryDesk::retryPending()
{
    // one write shows whether the database works again; then everything goes out in order
    onResult(this, m_repository.probe(), [this](const Result<> &result) {
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
