// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountsender.h"

#include "base/log.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rookery::broadcast {

using store::BroadcastContent;
using store::Candidate;
using store::Claimed;
using store::NextWork;

AccountSender::AccountSender(const GatewayId &gateway, const SenderContext &context, QObject *parent)
    : QObject(parent)
    , m_id(gateway)
    , m_context(context)
    , m_pace(context.jitter)
    , m_timer(context.clock, [this] { proceed(); })
{}

void AccountSender::setRoute(gateway::Gateway *gateway, const AccountId &account, const Capabilities &capabilities,
                             bool online)
{
    if (online && (!m_online || m_account != account)) {
        m_pace.restartRamp();
        if (m_saidOffline <= 1)
            m_awayUntil = {};
    }
    m_gateway = gateway;
    m_account = account;
    m_capabilities = capabilities;
    m_online = online;
    wake();
}

void AccountSender::setStopped(bool stopped)
{
    m_stopped = stopped;
    wake();
}

bool AccountSender::mayRun() const
{
    return m_online && m_gateway && !m_account.isNull() && !m_stopped && !m_context.recorder.isTroubled();
}

bool AccountSender::maySend(const Candidate &candidate) const
{
    // Another account may have logged in at the gateway meanwhile; it must not get this delivery.
    return mayRun() && candidate.delivery.account == m_account;
}

ErrorReason AccountSender::whyNot() const
{
    return m_stopped ? Reason::SendingStopped : Reason::AccountOffline;
}

void AccountSender::wake()
{
    m_known.reset();
    proceed();
}

void AccountSender::proceed()
{
    if (m_busy) {
        m_again = true;
        return;
    }
    if (!mayRun())
        return;
    const milliseconds held = std::max(m_heldUntil, m_awayUntil) - m_context.clock.now();
    if (held.count() > 0) {
        m_timer.start(held);
        return;
    }
    m_busy = true;
    m_again = false;
    m_timer.stop();
    // Valid for one turn: whatever its outcome, the candidates have changed.
    if (const auto known = std::exchange(m_known, std::nullopt); known && !known->candidates.isEmpty())
        return onWork(*known);
    onResult(this, m_context.deliveries.nextWork(m_id, m_account, m_context.clock.wallNow()),
             [this](const Result<NextWork> &work) { onWork(work); });
}

void AccountSender::rest()
{
    m_busy = false;
    Q_EMIT idle();
    if (m_again)
        proceed();
}

void AccountSender::onWork(const Result<NextWork> &work)
{
    if (!work) {
        if (work.error().kind == ErrorKind::Storage)
            m_context.recorder.storageFailed(work.error());
        else if (work.error().kind != ErrorKind::Cancelled)
            holdAfterBug(work.error());
        return rest();
    }
    if (work->candidates.isEmpty() || !mayRun()) {
        if (work->nextDue)
            m_timer.start(std::max(milliseconds(1), *work->nextDue - m_context.clock.wallNow()));
        return rest();
    }
    forgetTurns(work->candidates);
    readContent(choose(work->candidates));
}

void AccountSender::forgetTurns(const QList<Candidate> &candidates)
{
    if (m_served.size() <= kTurnsKept)
        return;
    QHash<BroadcastId, quint64> kept;
    for (const Candidate &candidate : candidates) {
        if (const auto turn = m_served.constFind(candidate.delivery.broadcast); turn != m_served.constEnd())
            kept.insert(turn.key(), *turn);
    }
    m_served = kept;
}

Candidate AccountSender::choose(const QList<Candidate> &candidates) const
{
    // Take the broadcast whose last turn is longest ago.
    const auto served = [this](const Candidate &candidate) { return m_served.value(candidate.delivery.broadcast); };
    return *std::min_element(candidates.begin(), candidates.end(),
                             [&served](const Candidate &a, const Candidate &b) { return served(a) < served(b); });
}

void AccountSender::readContent(const Candidate &candidate)
{
    m_context.contents.with(this, candidate.delivery.broadcast,
                            [this, candidate](const Result<BroadcastContent> &content) {
                                if (content)
                                    return begin({candidate, *content});
                                giveUp(candidate, content.error());
                            });
}

void AccountSender::begin(const SendAttempt &attempt)
{
    const milliseconds wait = m_pace.wait(m_context.clock.now(), attempt.content.pace);
    if (wait.count() > 0) {
        m_again = false; // a wake-up meanwhile waits for the pace too
        m_timer.start(wait);
        return rest();
    }
    stageNext(attempt);
}

void AccountSender::stageNext(const SendAttempt &attempt)
{
    if (!maySend(attempt.candidate)) {
        m_again = true;
        return rest();
    }
    const BroadcastContent &content = attempt.content;
    if (attempt.files.size() == content.pictures.size())
        return claim(attempt);
    const store::StoredPicture &picture = content.pictures.at(attempt.files.size());
    const milliseconds planned = SendPacer::plannedDuration(content.targets, content.pace);
    const auto staged = m_context.stager.ensure(m_id, m_gateway, picture.sha256, picture.fileName, planned);
    onResult(this, staged, [=, this](const Result<gateway::StagedFile> &file) {
        if (file) {
            SendAttempt next = attempt;
            next.files.append(file->file);
            return stageNext(next);
        }
        m_again = true;
        hold(m_context.recorder.stagingFailed(attempt.candidate, file.error(), [this] { rest(); }));
    });
}

void AccountSender::claim(const SendAttempt &attempt)
{
    const DeliveryId id = attempt.candidate.delivery.id;
    m_context.recorder.claiming(id);
    const auto claiming = m_context.deliveries.claim(id, m_context.clock.wallNow());
    onResult(this, claiming, [this, attempt](const Result<std::optional<Claimed>> &taken) {
        const Candidate &candidate = attempt.candidate;
        const bool stands = m_context.recorder.claimStands(candidate.delivery.id);
        if (!taken)
            return giveUp(candidate, taken.error());
        m_again = true;
        if (!*taken || !stands) // paused, cancelled or proven meanwhile
            return rest();
        m_known = (*taken)->next;
        failpoint(QLatin1StringView("claimed"));
        send({{(*taken)->delivery, candidate.retries, candidate.restaged}, attempt.content, attempt.files});
    });
}

void AccountSender::send(const SendAttempt &attempt)
{
    const Candidate &candidate = attempt.candidate;
    const BroadcastContent &content = attempt.content;
    const Delivery &delivery = candidate.delivery;
    m_served.insert(delivery.broadcast, ++m_serial);
    Q_EMIT claimed(delivery);
    if (!maySend(candidate)) {
        // The session ended, or the operator stopped sending, while the claim was committed: nothing has left yet.
        hold(m_context.recorder.unsent(candidate, Error{.kind = ErrorKind::Offline, .reason = whyNot()},
                                       [this] { rest(); }));
        return;
    }
    const Message message = buildMessage(content, delivery.target, attempt.files);
    m_context.recorder.claimed(delivery, fingerprintOf(content, delivery.target), m_capabilities.ownMessageEcho);
    qint64 bytes = 0;
    for (const store::StoredPicture &picture : content.pictures)
        bytes += picture.bytes;
    m_pace.sent(m_context.clock.now());
    const auto answer = m_gateway->sendMessage(delivery.target, message, m_gateway->sendDeadline(bytes));
    failpoint(QLatin1StringView("written"));
    onResult(this, answer, [this, attempt](const Result<gateway::SentMessage> &reply) { onAnswer(attempt, reply); });
}

void AccountSender::onAnswer(const SendAttempt &attempt, const Result<gateway::SentMessage> &answer)
{
    failpoint(QLatin1StringView("replied"));
    if (answer && std::exchange(m_saidOffline, 0) > 0)
        Q_EMIT heldAway();
    const auto verdict = m_context.recorder.answered(attempt.candidate, answer, [this] { rest(); });
    if (!verdict)
        return;
    if (verdict->decision == Verdict::RetryDecision::Restage) {
        for (const store::StoredPicture &picture : attempt.content.pictures)
            m_context.stager.invalidate(m_id, picture.sha256);
    }
    hold(*verdict);
}

void AccountSender::giveUp(const Candidate &candidate, const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Storage: // temporary; the delivery is unchanged
        m_context.recorder.storageFailed(error);
        return rest();
    case ErrorKind::Cancelled: // the store is closing
        return rest();
    default:
        break;
    }
    // Not storage trouble, and it would repeat forever: this one delivery cannot be sent.
    holdAfterBug(error);
    m_context.recorder.notSendable(candidate, error, [this] { rest(); });
}

void AccountSender::holdAfterBug(const Error &error)
{
    rkError("account {} pauses: {}", m_account.value(), error.detail);
    m_heldUntil = std::max(m_heldUntil, m_context.clock.now() + DeliveryRecorder::kStorageRetry);
    m_again = true;
}

void AccountSender::hold(const Verdict &verdict)
{
    if (verdict.saidOffline)
        holdAway();
    m_heldUntil = std::max(m_heldUntil, m_context.clock.now() + verdict.hold);
}

void AccountSender::endHoldAway()
{
    if (std::exchange(m_saidOffline, 0) == 0)
        return;
    m_awayUntil = {};
    Q_EMIT heldAway();
    wake();
}

void AccountSender::holdAway()
{
    const int step = std::min(m_saidOffline++, int(std::size(kAwayTable)) - 1);
    m_awayUntil = m_context.clock.now() + kAwayTable[static_cast<std::size_t>(step)];
    Q_EMIT heldAway();
}

void AccountSender::failpoint(QLatin1StringView name) const
{
    if (m_context.failpoint)
        m_context.failpoint(name);
}

} // namespace rookery::broadcast

#include "moc_accountsender.cpp"
