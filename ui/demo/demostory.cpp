// SPDX-License-Identifier: GPL-3.0-or-later
#include "demostory.h"

#include "model/severity.h"

#include <algorithm>

namespace rookery::ui {

DemoStory::DemoStory(engine::Engine &engine, DemoControl &control) : m_engine(engine)
{
    connect(&control, &DemoControl::scanned, this, [this](const GatewayId &gateway) {
        m_scanned.insert(gateway);
        watchAccounts();
    });
    connect(&engine.sessions(), &engine::SessionService::changed, this, &DemoStory::watchAccounts);
    connect(&engine.broadcasts(), &engine::BroadcastService::changed, this, &DemoStory::watchBroadcasts);
    connect(&engine.health(), &engine::HealthService::changed, this, &DemoStory::watchRkeys);
    watchBroadcasts();
    watchRkeys();
}

bool DemoStory::allDone() const
{
    return std::find(m_done.cbegin(), m_done.cend(), false) == m_done.cend();
}

DemoStep DemoStory::next() const
{
    const auto open = std::find(m_done.cbegin(), m_done.cend(), false);
    return open == m_done.cend() ? DemoStep::Repair : DemoStep(open - m_done.cbegin());
}

Destination DemoStory::placeOf(DemoStep step) const
{
    const GatewayId broken = m_broken.isEmpty() ? GatewayId() : *m_broken.cbegin();
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    const auto unknown = std::find_if(broadcasts.cbegin(), broadcasts.cend(),
                                      [](const BroadcastSummary &broadcast) { return broadcast.counts.unknown > 0; });
    const BroadcastId undecided = unknown == broadcasts.cend() ? BroadcastId() : unknown->id;
    switch (step) {
    case DemoStep::Scan:
        return {.page = PageId::Login};
    case DemoStep::Send:
        return {.page = PageId::Broadcast};
    case DemoStep::Decide:
        return {.page = PageId::Broadcast, .broadcast = undecided, .deliveries = DeliveryState::Unknown};
    case DemoStep::SeeRkeyBreak:
        return {.page = PageId::Rkey, .gateway = broken};
    case DemoStep::Repair:
        return {.page = PageId::Overview, .gateway = broken};
    }
    return {};
}

void DemoStory::showPage(PageId page)
{
    m_page = page;
    watchRkeys();
}

void DemoStory::setShown(bool shown)
{
    m_shown = shown;
    Q_EMIT changed();
}

void DemoStory::finish(DemoStep step)
{
    if (std::exchange(m_done.at(std::size_t(step)), true))
        return;
    Q_EMIT changed();
}

void DemoStory::watchAccounts()
{
    if (isDone(DemoStep::Scan) || m_scanned.isEmpty())
        return;
    const QList<AccountSnapshot> accounts = m_engine.sessions().accounts();
    if (std::any_of(accounts.cbegin(), accounts.cend(), [this](const AccountSnapshot &account) {
            return account.session.phase == SessionPhase::Online && m_scanned.contains(account.profile.id);
        }))
        finish(DemoStep::Scan);
}

void DemoStory::watchBroadcasts()
{
    const QList<BroadcastSummary> broadcasts = m_engine.broadcasts().all();
    for (const BroadcastSummary &broadcast : broadcasts) {
        const BroadcastCounts &counts = broadcast.counts;
        if (counts.total >= kDemoTargets && counts.queued == 0 && counts.sending == 0 && counts.verified > 0)
            finish(DemoStep::Send);
        int &most = m_unknown[broadcast.id];
        most = std::max(most, counts.unknown);
        if (most > 0 && counts.unknown == 0)
            finish(DemoStep::Decide);
    }
}

void DemoStory::watchRkeys()
{
    const QList<RkeyState> states = m_engine.health().rkeys();
    for (const RkeyState &state : states) {
        const Condition condition = conditionOf(state);
        if (condition >= Condition::Degraded)
            m_broken.insert(state.gateway);
        else if (condition == Condition::Working && isDone(DemoStep::SeeRkeyBreak) && m_broken.remove(state.gateway))
            finish(DemoStep::Repair);
    }
    if (m_page == PageId::Rkey && !m_broken.isEmpty())
        finish(DemoStep::SeeRkeyBreak);
}

} // namespace rookery::ui

#include "moc_demostory.cpp"
