// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliveryverifier.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

using Proof = DeliveryVerifier::Proof;

DeliveryVerifier::Claim *DeliveryVerifier::find(DeliveryId delivery)
{
    const auto it = std::find_if(m_claims.begin(), m_claims.end(),
                                 [delivery](const Claim &claim) { return claim.delivery == delivery; });
    return it == m_claims.end() ? nullptr : &*it;
}

bool DeliveryVerifier::isKnown(DeliveryId delivery) const
{
    return std::any_of(m_claims.cbegin(), m_claims.cend(),
                       [delivery](const Claim &claim) { return claim.delivery == delivery; });
}

void DeliveryVerifier::claimed(const Delivery &delivery, const Fingerprint &fingerprint)
{
    prune(delivery.claimedAt);
    forget(delivery.id);
    m_claims.append({delivery.id, delivery.account, delivery.target, fingerprint, delivery.claimedAt, true, {}, {}});
}

void DeliveryVerifier::restore(const Delivery &delivery, const Fingerprint &fingerprint)
{
    const bool accepted = delivery.state == DeliveryState::Accepted;
    forget(delivery.id); // a start that failed halfway is made again
    m_claims.append({delivery.id, delivery.account, delivery.target, fingerprint, delivery.claimedAt, false,
                     delivery.messageId, accepted ? std::optional(delivery.verifyBy) : std::nullopt});
}

QList<Proof> DeliveryVerifier::accepted(DeliveryId delivery, const MessageId &message, WallTime verifyBy, WallTime now)
{
    Claim *claim = find(delivery);
    if (claim == nullptr)
        return {};
    claim->replyPending = false;
    claim->message = message;
    claim->verifyBy = verifyBy;
    return match(claim->account, claim->chat, now);
}

QList<Proof> DeliveryVerifier::unanswered(DeliveryId delivery, WallTime now)
{
    Claim *claim = find(delivery);
    if (claim == nullptr)
        return {};
    claim->replyPending = false;
    return match(claim->account, claim->chat, now);
}

void DeliveryVerifier::forget(DeliveryId delivery)
{
    m_claims.removeIf([delivery](const Claim &claim) { return claim.delivery == delivery; });
}

QList<Proof> DeliveryVerifier::echo(const AccountId &account, const MessageEvent &event, WallTime now)
{
    prune(now);
    const bool seen = std::any_of(m_echoes.cbegin(), m_echoes.cend(), [&](const Echo &echo) {
        return !event.messageId.isNull() && echo.account == account && echo.message == event.messageId;
    });
    if (seen) // gateways may push an event twice
        return {};
    m_echoes.append({account, event.chat, fingerprintOf(event.message), event.messageId, now, event.readBack});
    return match(account, event.chat, now);
}

QList<Proof> DeliveryVerifier::match(const AccountId &account, const Target &chat, WallTime now)
{
    QList<Proof> proofs;
    while (takeById(proofs, account)) {}
    const QList<Echo> left = m_echoes;
    for (const Echo &echo : left) {
        if (echo.account == account && echo.chat == chat)
            static_cast<void>(takeByFingerprint(proofs, echo));
    }
    prune(now);
    return proofs;
}

bool DeliveryVerifier::takeById(QList<Proof> &proofs, const AccountId &account)
{
    for (qsizetype e = 0; e < m_echoes.size(); ++e) {
        const Echo &echo = m_echoes.at(e);
        if (echo.account != account || echo.message.isNull())
            continue;
        const auto claim = std::find_if(m_claims.cbegin(), m_claims.cend(), [&](const Claim &c) {
            return !c.replyPending && c.account == account && c.message == echo.message;
        });
        if (claim == m_claims.cend())
            continue;
        proofs.append({claim->delivery, echo.message, echo.at, echo.readBack});
        m_claims.erase(claim);
        m_echoes.removeAt(e);
        return true;
    }
    return false;
}

bool DeliveryVerifier::takeByFingerprint(QList<Proof> &proofs, const Echo &like)
{
    const auto alike = [&like](const auto &item) {
        return item.account == like.account && item.chat == like.chat && item.fingerprint == like.fingerprint;
    };
    QList<Echo> echoes;
    std::copy_if(m_echoes.cbegin(), m_echoes.cend(), std::back_inserter(echoes), alike);
    QList<Claim> candidates;
    for (const Claim &claim : std::as_const(m_claims)) {
        if (!alike(claim))
            continue;
        if (claim.replyPending)
            return false; // its reply may name the echo
        const bool inWindow = std::any_of(echoes.cbegin(), echoes.cend(), [&claim](const Echo &echo) {
            return echo.at >= claim.claimedAt - kSkew && echo.at <= claim.claimedAt + kWindow;
        });
        if (claim.message.isNull() && inWindow)
            candidates.append(claim);
    }
    if (candidates.isEmpty() || echoes.size() < candidates.size())
        return false;
    for (qsizetype i = 0; i < candidates.size(); ++i) {
        const Echo &echo = echoes.at(i);
        proofs.append({candidates.at(i).delivery, echo.message, echo.at, echo.readBack});
        forget(candidates.at(i).delivery);
        const auto used = std::find_if(m_echoes.cbegin(), m_echoes.cend(), [&](const Echo &e) {
            return alike(e) && e.message == echo.message && e.at == echo.at;
        });
        m_echoes.erase(used);
    }
    return true;
}

void DeliveryVerifier::prune(WallTime now)
{
    m_claims.removeIf([now](const Claim &claim) {
        return !claim.replyPending && !claim.verifyBy && claim.claimedAt + kMemory < now;
    });
    m_echoes.removeIf([this, now](const Echo &echo) {
        // a slow picture's reply may take longer than an echo's normal life
        const bool awaited = std::any_of(m_claims.cbegin(), m_claims.cend(), [&echo](const Claim &claim) {
            return claim.replyPending && claim.account == echo.account && claim.chat == echo.chat;
        });
        return !awaited && echo.at + kEchoLife < now;
    });
}

QList<DeliveryId> DeliveryVerifier::takeOverdue(WallTime now)
{
    QList<DeliveryId> overdue;
    for (Claim &claim : m_claims) {
        if (claim.verifyBy && *claim.verifyBy <= now) {
            claim.verifyBy.reset();
            overdue.append(claim.delivery);
        }
    }
    return overdue;
}

std::optional<WallTime> DeliveryVerifier::nextDeadline() const
{
    std::optional<WallTime> next;
    for (const Claim &claim : m_claims) {
        if (claim.verifyBy && (!next || *claim.verifyBy < *next))
            next = claim.verifyBy;
    }
    return next;
}

} // namespace rookery::broadcast
