// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliveryverifier.h"

#include "base/reasons/sending.h"

#include <QSet>

#include <algorithm>
#include <functional>
#include <utility>

namespace rookery::broadcast {

using Outcome = DeliveryVerifier::Outcome;
using Outcomes = DeliveryVerifier::Outcomes;
using To = Outcome::To;

bool DeliveryVerifier::isInside(const Claim &claim, const Echo &echo)
{
    return echo.at >= claim.from && (!claim.until || echo.at <= *claim.until);
}

Outcome DeliveryVerifier::verified(const Claim &claim, const Echo &echo)
{
    return {.delivery = claim.delivery,
            .to = To::Verified,
            .message = echo.id,
            .echoAt = echo.at,
            .readBack = echo.readBack,
            .why = claim.why};
}

//! Finds the newest unused echo that may belong to this claim.
const DeliveryVerifier::Echo *DeliveryVerifier::hintFor(const Chat &chat, const Claim &claim)
{
    const auto it = std::find_if(chat.echoes.crbegin(), chat.echoes.crend(), [&claim](const Echo &echo) {
        return isInside(claim, echo) && likeness(claim.fingerprint, echo.content) != Likeness::Different;
    });
    return it == chat.echoes.crend() ? nullptr : &*it;
}

DeliveryVerifier::Claim *DeliveryVerifier::find(DeliveryId delivery)
{
    const auto place = m_places.constFind(delivery);
    if (place == m_places.constEnd())
        return nullptr;
    QList<Claim> &claims = m_chats[*place].claims;
    const auto it =
        std::find_if(claims.begin(), claims.end(), [delivery](const Claim &c) { return c.delivery == delivery; });
    return it == claims.end() ? nullptr : &*it;
}

void DeliveryVerifier::add(const Place &place, const Claim &claim)
{
    QList<Claim> &claims = m_chats[place].claims;
    const auto after = std::upper_bound(claims.begin(), claims.end(), claim,
                                        [](const Claim &a, const Claim &b) { return a.from < b.from; });
    claims.insert(after - claims.begin(), claim);
    m_places.insert(claim.delivery, place);
    schedule(claim);
}

void DeliveryVerifier::schedule(const Claim &claim)
{
    if (claim.proofBy)
        m_deadlines.emplace(*claim.proofBy, claim.delivery.value());
    else if (claim.until)
        m_deadlines.emplace(*claim.until, claim.delivery.value());
}

void DeliveryVerifier::unschedule(const Claim &claim)
{
    if (claim.proofBy)
        m_deadlines.erase({*claim.proofBy, claim.delivery.value()});
    else if (claim.until)
        m_deadlines.erase({*claim.until, claim.delivery.value()});
}

void DeliveryVerifier::remember(const Place &place, const Echo &used)
{
    if (used.id.isNull())
        return;
    m_used.insert({place, used.id}, used.at);
    m_usedOrder.append({place, used.id});
    if (m_usedOrder.size() > kUsedKept)
        m_used.remove(m_usedOrder.takeFirst());
}

//! Starts the windows at the answer.
void DeliveryVerifier::answer(Claim &claim, SteadyTime now)
{
    claim.until = now + kWindow;
    claim.contentUntil = now + (claim.fingerprint.pictures.isEmpty() ? kTextWindow : kWindow);
}

void DeliveryVerifier::remove(Chat &chat, qsizetype index)
{
    unschedule(chat.claims.at(index));
    m_places.remove(chat.claims.at(index).delivery);
    chat.claims.removeAt(index);
}

void DeliveryVerifier::dropIfIdle(const Place &place)
{
    const auto it = m_chats.constFind(place);
    if (it != m_chats.constEnd() && it->claims.isEmpty())
        m_chats.erase(it);
}

void DeliveryVerifier::claimed(const Delivery &delivery, const Fingerprint &fingerprint, bool canProve, SteadyTime now)
{
    Chat *before = nullptr;
    if (const auto place = m_places.constFind(delivery.id); place != m_places.constEnd())
        before = &m_chats[*place];
    if (before) { // its chat stays: an echo of the earlier attempt must not prove this one too
        const auto it = std::find_if(before->claims.cbegin(), before->claims.cend(),
                                     [&delivery](const Claim &c) { return c.delivery == delivery.id; });
        remove(*before, it - before->claims.cbegin());
    }
    Claim claim;
    claim.delivery = delivery.id;
    claim.fingerprint = fingerprint;
    claim.canProve = canProve;
    claim.from = now;
    add({delivery.gateway, delivery.account, canonical(delivery.target)}, claim);
}

void DeliveryVerifier::restore(const Delivery &delivery, const Fingerprint &fingerprint, WallTime wallNow,
                               SteadyTime now)
{
    forget(delivery.id); // a start that failed halfway is repeated
    // Only the wall clock spans two runs; even if it was set, nothing waits longer than within one run.
    const milliseconds age = std::max(milliseconds(0), wallNow - delivery.claimedAt);
    Claim claim;
    claim.delivery = delivery.id;
    claim.fingerprint = fingerprint;
    claim.phase = Phase::Open;
    claim.from = now;
    claim.until = now + std::max(milliseconds(0), kWindow - age);
    claim.why = delivery.why;
    // An echo of that run no longer comes, so the same text is from another client.
    claim.contentUntil = fingerprint.pictures.isEmpty() ? now - milliseconds(1) : *claim.until;
    if (delivery.state == DeliveryState::Accepted) {
        claim.phase = Phase::Accepted;
        claim.proofBy = now + std::clamp(milliseconds(delivery.verifyBy - wallNow), milliseconds(0), kProofTime);
        claim.until = std::max(*claim.until, *claim.proofBy);
    }
    add({delivery.gateway, delivery.account, canonical(delivery.target)}, claim);
}

void DeliveryVerifier::forget(DeliveryId delivery)
{
    if (!isKnown(delivery))
        return;
    const Place place = m_places.value(delivery);
    Chat &chat = m_chats[place];
    const auto claim = std::find_if(chat.claims.cbegin(), chat.claims.cend(),
                                    [delivery](const Claim &c) { return c.delivery == delivery; });
    remove(chat, claim - chat.claims.cbegin());
    dropIfIdle(place);
}

void DeliveryVerifier::forgetIds(const GatewayId &gateway)
{
    m_used.removeIf([&gateway](const auto &used) { return used.key().first.gateway == gateway; });
    m_usedOrder.removeIf([&gateway](const Used &used) { return used.first.gateway == gateway; });
    for (auto it = m_chats.begin(); it != m_chats.end(); ++it) {
        if (it.key().gateway != gateway)
            continue;
        for (Echo &echo : it->echoes) // the gateway may assign that id to another message
            echo.id = {};
        for (Claim &claim : it->claims)
            claim.message = {};
    }
}

Outcomes DeliveryVerifier::accepted(DeliveryId delivery, const MessageId &message, SteadyTime now)
{
    Claim *claim = find(delivery);
    if (claim == nullptr)
        return {};
    const Place place = m_places.value(delivery);
    unschedule(*claim);
    claim->phase = Phase::Accepted;
    claim->message = message;
    answer(*claim, now);
    claim->proofBy = now + kProofTime;
    schedule(*claim);
    Outcomes outcomes;
    match(place, outcomes);
    if (isKnown(delivery)) {
        const bool canProve = find(delivery)->canProve;
        outcomes.append(
            {.delivery = delivery, .to = canProve ? To::Accepted : To::AcceptedUnproven, .message = message});
        if (!canProve)
            forget(delivery);
    }
    dropIfIdle(place);
    return outcomes;
}

Outcomes DeliveryVerifier::failed(DeliveryId delivery, const Error &why, const Verdict &verdict, SteadyTime now)
{
    Claim *claim = find(delivery);
    if (claim == nullptr)
        return {};
    const bool repeats = verdict.decision == Verdict::RetryDecision::Wait
        || verdict.decision == Verdict::RetryDecision::Retry || verdict.decision == Verdict::RetryDecision::Restage;
    if (verdict.unsent) {
        forget(delivery);
        return {{.delivery = delivery, .to = repeats ? To::Waiting : To::Failed, .why = why, .verdict = verdict}};
    }
    const Place place = m_places.value(delivery);
    Chat &chat = m_chats[place];
    unschedule(*claim);
    claim->why = why;
    answer(*claim, now);
    const bool refused = repeats || verdict.decision == Verdict::RetryDecision::Fail;
    const bool awaits = verdict.decision == Verdict::RetryDecision::AwaitEcho && claim->canProve;
    claim->phase = !refused ? Phase::Open : repeats ? Phase::Waiting : Phase::Failed;
    if (awaits) {
        claim->phase = Phase::Accepted;
        claim->proofBy = now + kProofTime;
    }
    schedule(*claim);
    Outcomes outcomes;
    match(place, outcomes);
    claim = find(delivery);
    if (claim != nullptr) {
        // An echo that may be its own is enough to doubt a refusal, although it proves nothing.
        if (!awaits && (!refused || hintFor(chat, *claim) != nullptr)) {
            becomeUnknown(chat, *claim, why, outcomes);
        } else {
            outcomes.append({.delivery = delivery,
                             .to = awaits  ? To::Accepted
                                 : repeats ? To::Waiting
                                           : To::Failed,
                             .why = why,
                             .verdict = verdict});
        }
    }
    dropIfIdle(place);
    return outcomes;
}

void DeliveryVerifier::becomeUnknown(Chat &chat, Claim &claim, const Error &why, Outcomes &outcomes)
{
    Outcome outcome{.delivery = claim.delivery, .to = To::Unknown, .why = why};
    outcome.doubted = claim.phase == Phase::Waiting || claim.phase == Phase::Failed;
    if (const Echo *echo = hintFor(chat, claim); echo != nullptr && !claim.hinted) {
        outcome.hinted = true;
        outcome.message = echo->id;
        outcome.echoAt = echo->at;
        claim.hinted = true;
    }
    claim.phase = Phase::Open;
    outcomes.append(outcome);
}

Outcomes DeliveryVerifier::echo(const GatewayId &gateway, const AccountId &account, const MessageEvent &event,
                                SteadyTime now)
{
    const Place place{gateway, account, event.chat};
    const auto it = m_chats.find(place);
    if (it == m_chats.end())
        return {}; // no claim is open there, as for nearly all own messages
    Chat &chat = *it;
    const bool again = !event.messageId.isNull()
        && (m_used.value({place, event.messageId}, SteadyTime::min()) > now - kUsedLife
            || std::any_of(chat.echoes.cbegin(), chat.echoes.cend(),
                           [&event](const Echo &echo) { return echo.id == event.messageId; }));
    if (again) // gateways may push an event twice
        return {};
    const Echo echo{event.messageId, event.message, now, event.readBack};
    const bool matters = std::any_of(chat.claims.cbegin(), chat.claims.cend(), [&echo](const Claim &claim) {
        return isInside(claim, echo) && likeness(claim.fingerprint, echo.content) != Likeness::Different;
    });
    if (!matters)
        return {};
    chat.echoes.append(echo);
    if (chat.echoes.size() > kEchoesKept)
        chat.echoes.removeFirst();
    Outcomes outcomes;
    match(place, outcomes);
    hint(chat, outcomes);
    dropIfIdle(place);
    return outcomes;
}

void DeliveryVerifier::hint(Chat &chat, Outcomes &outcomes)
{
    for (Claim &claim : chat.claims) {
        if (claim.hinted || claim.phase == Phase::InFlight || claim.phase == Phase::Accepted)
            continue; // checked when their answer or their deadline comes
        const Echo *echo = hintFor(chat, claim);
        if (echo == nullptr)
            continue;
        if (claim.phase == Phase::Waiting) {
            becomeUnknown(chat, claim, claim.why, outcomes); // it must not be sent again now
            continue;
        }
        claim.hinted = true;
        outcomes.append({.delivery = claim.delivery, .to = To::Hinted, .message = echo->id, .echoAt = echo->at});
    }
}

void DeliveryVerifier::match(const Place &place, Outcomes &outcomes)
{
    while (takeById(place, outcomes)) {}
    while (takeByContent(place, outcomes)) {}
}

bool DeliveryVerifier::takeById(const Place &place, Outcomes &outcomes)
{
    const Chat &chat = m_chats[place];
    for (qsizetype c = 0; c < chat.claims.size(); ++c) {
        const Claim &claim = chat.claims.at(c);
        if (claim.message.isNull())
            continue;
        for (qsizetype e = 0; e < chat.echoes.size(); ++e) {
            const Echo &echo = chat.echoes.at(e);
            if (echo.id == claim.message && isInside(claim, echo)
                && likeness(claim.fingerprint, echo.content) != Likeness::Different) {
                prove(place, {{c, e}}, outcomes);
                return true;
            }
        }
    }
    return false;
}

bool DeliveryVerifier::takeByContent(const Place &place, Outcomes &outcomes)
{
    const Chat &chat = m_chats[place];
    for (qsizetype first = 0; first < chat.claims.size(); ++first) {
        const Fingerprint &fingerprint = chat.claims.at(first).fingerprint;
        QList<qsizetype> candidates;
        bool mayBeNamed = false; // an answer in flight may name the echo
        for (qsizetype c = 0; c < chat.claims.size(); ++c) {
            const Claim &claim = chat.claims.at(c);
            if (claim.fingerprint != fingerprint)
                continue;
            mayBeNamed = mayBeNamed || claim.phase == Phase::InFlight;
            if (claim.message.isNull())
                candidates.append(c);
        }
        if (mayBeNamed)
            continue;
        const QList<qsizetype> echoes = pairUp(chat, candidates);
        QList<std::pair<qsizetype, qsizetype>> pairs;
        for (qsizetype i = 0; i < echoes.size(); ++i) {
            if (echoes.at(i) >= 0)
                pairs.append({candidates.at(i), echoes.at(i)});
        }
        if (!pairs.isEmpty()) {
            prove(place, pairs, outcomes);
            return true;
        }
    }
    return false;
}

//! Finds for each candidate the echo that is its own, or -1 if none came in its window. Empty if there are fewer
//! echoes than candidates that saw one, because then it is unknown whose they are.
QList<qsizetype> DeliveryVerifier::pairUp(const Chat &chat, const QList<qsizetype> &candidates)
{
    QList<qsizetype> pairs;
    QSet<qsizetype> taken;
    for (const qsizetype c : candidates) {
        const Claim &claim = chat.claims.at(c);
        qsizetype own = -1;
        bool sawOne = false;
        for (qsizetype e = 0; e < chat.echoes.size() && own < 0; ++e) {
            const Echo &echo = chat.echoes.at(e);
            const bool late = claim.contentUntil && echo.at > *claim.contentUntil;
            if (late || !isInside(claim, echo) || likeness(claim.fingerprint, echo.content) != Likeness::Same)
                continue;
            sawOne = true;
            if (!taken.contains(e))
                own = e;
        }
        if (sawOne && own < 0)
            return {};
        if (own >= 0)
            taken.insert(own);
        pairs.append(own);
    }
    return pairs;
}

void DeliveryVerifier::prove(const Place &place, const QList<std::pair<qsizetype, qsizetype>> &pairs,
                             Outcomes &outcomes)
{
    Chat &chat = m_chats[place];
    QList<qsizetype> claims;
    QList<qsizetype> echoes;
    for (const auto &[c, e] : pairs) {
        const Echo &echo = chat.echoes.at(e);
        outcomes.append(verified(chat.claims.at(c), echo));
        outcomes.last().gateway = place.gateway;
        remember(place, echo);
        claims.append(c);
        echoes.append(e);
    }
    std::sort(claims.begin(), claims.end(), std::greater<>());
    std::sort(echoes.begin(), echoes.end(), std::greater<>());
    for (const qsizetype c : std::as_const(claims))
        remove(chat, c);
    for (const qsizetype e : std::as_const(echoes))
        chat.echoes.removeAt(e);
}

Outcomes DeliveryVerifier::overdue(SteadyTime now)
{
    Outcomes outcomes;
    while (!m_deadlines.empty() && m_deadlines.begin()->first <= now) {
        const DeliveryId delivery(m_deadlines.begin()->second);
        Claim *claim = find(delivery);
        if (!claim->proofBy) {
            forget(delivery);
            continue;
        }
        unschedule(*claim);
        claim->proofBy.reset();
        schedule(*claim);
        Error why = claim->why;
        if (why.reason == Reason::None)
            why = {.kind = ErrorKind::Timeout, .reason = Reason::NoProof};
        becomeUnknown(m_chats[m_places.value(delivery)], *claim, why, outcomes);
    }
    return outcomes;
}

std::optional<SteadyTime> DeliveryVerifier::nextDeadline() const
{
    return m_deadlines.empty() ? std::nullopt : std::optional(m_deadlines.begin()->first);
}

} // namespace rookery::broadcast
