// SPDX-License-Identifier: GPL-3.0-or-later
// How doubts about sends begin and end: by a refusal or a missing confirmation, and by a later send that arrived.
#include "healthmonitor.h"

#include <algorithm>

namespace rookery::health {

void HealthMonitor::seeSendTrouble(const Sighting &sighting)
{
    const auto proof = std::find_if(m_proofs.cbegin(), m_proofs.cend(), [&sighting](const Proof &one) {
        return one.kind == sighting.kind && one.gateway == sighting.gateway;
    });
    if (proof != m_proofs.cend()) {
        if (proof->until > m_clock.now())
            m_book.reopen(proof->incident);
        m_proofs.erase(proof);
    }
    seeInPassing(sighting, kSendQuiet);
}

void HealthMonitor::noteDelivery(const Delivery &delivery)
{
    GatewayMemory &memory = m_gateways[delivery.gateway];
    const bool toGroup = delivery.target.kind == ChatKind::Group;
    const bool doubted = delivery.state == DeliveryState::Unknown
        || (delivery.state == DeliveryState::Accepted && delivery.why.reason != Reason::None);
    if (toGroup && doubted)
        memory.groupsInDoubt = true;
    // the operator's word is about one chat, not about the gateway
    if (delivery.state != DeliveryState::Verified || delivery.verifiedBy == VerifiedBy::Operator)
        return;
    if (toGroup)
        memory.groupsInDoubt = false;
    if (m_withPictures.contains(delivery.broadcast))
        prove(IncidentKind::RichMediaFailing, delivery.gateway);
    // groups may be swallowed while friends still get everything
    if (!memory.groupsInDoubt)
        prove(IncidentKind::SendTimeouts, delivery.gateway);
}

void HealthMonitor::prove(IncidentKind kind, const GatewayId &gateway)
{
    const SteadyTime now = m_clock.now();
    const auto same = [kind, &gateway](const auto &one) { return one.kind == kind && one.gateway == gateway; };
    if (m_book.causeOf(kind, gateway)) {
        m_fading.removeIf(same);
        m_proofs.removeIf(same);
        const QList<Incident> closed = m_book.clear(kind, gateway, m_clock.wallNow());
        for (const Incident &incident : closed)
            m_proofs.append({.incident = incident.id, .kind = kind, .gateway = gateway, .refused = incident.count});
    }
    const auto proof = std::find_if(m_proofs.begin(), m_proofs.end(), same);
    if (proof == m_proofs.end() || (proof->arrived > 0 && proof->until <= now))
        return;
    const bool first = ++proof->arrived == 1;
    proof->until = now + kQuiet;
    const Error what{.kind = kind == IncidentKind::SendTimeouts ? ErrorKind::Timeout : ErrorKind::Rejected,
                     .reason = Reason::ArrivedAgain,
                     .code = proof->arrived,
                     .detail = QString::number(proof->refused)};
    const auto incident =
        m_book.addEvidence(proof->incident, {.gateway = gateway, .at = m_clock.wallNow(), .what = what, .text = {}});
    if (!incident)
        return;
    if (first)
        tell(*incident);
    else
        tellSoon(incident->id);
}

} // namespace rookery::health
