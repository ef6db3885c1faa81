// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner.h"

#include "sendpacer.h"

#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

namespace {

//! Holds a target of the draft, with what is known of its route.
struct Candidate {
    DraftTarget target;
    const PlanRoute *route = nullptr;
    ErrorReason why = Reason::None;
};

//! Identifies a receiver that must not get the message twice: a chat of one account, or a group from any account (no
//! account).
using Receiver = std::pair<AccountId, Target>;

ErrorReason whySkipped(const DraftTarget &target, const PlanRoute *route)
{
    if (target.target.id.isEmpty() || target.via.isNull())
        return Reason::BadInput;
    if (route == nullptr)
        return Reason::NotFound;
    if (route->excluded)
        return Reason::Excluded;
    if (route->account.isNull())
        return Reason::AccountOffline;
    if (route->contacts && !route->contacts->contains(target.target))
        return route->answersOnly && target.target.kind == ChatKind::Friend ? Reason::MustWriteFirst
                                                                            : Reason::TargetUnknown;
    return Reason::None;
}

class Planning final
{
public:
    Planning(const Draft &draft, const QList<PlanRoute> &routes) : m_draft(draft)
    {
        for (const PlanRoute &route : routes)
            m_routes.insert(route.gateway, &route);
    }

    void fill(Plan &plan)
    {
        read();
        findOverlaps(plan);
        for (qsizetype i = 0; i < m_candidates.size(); ++i) {
            const Candidate &candidate = m_candidates.at(i);
            if (candidate.why != Reason::None) {
                skip(plan, candidate, candidate.why, {});
            } else if (const qsizetype kept = m_keeper.value(receiver(candidate)); kept != i) {
                const Candidate &keeper = m_candidates.at(kept);
                const bool same = keeper.route->account == candidate.route->account;
                skip(plan, candidate, same ? Reason::Duplicate : Reason::ReachedByAnother, keeper.target.via);
            } else {
                accept(plan, candidate);
            }
        }
    }

private:
    [[nodiscard]] Receiver receiver(const Candidate &candidate) const
    {
        const Target &target = candidate.target.target;
        const bool merged = m_draft.mergeAccounts && target.kind == ChatKind::Group;
        return {merged ? AccountId() : candidate.route->account, target};
    }

    //! Judges each target alone, and finds the sending candidate for each receiver.
    void read()
    {
        m_candidates.reserve(m_draft.targets.size());
        for (const DraftTarget &asked : m_draft.targets) {
            Candidate candidate{asked, m_routes.value(asked.via), Reason::None};
            candidate.target.target = canonical(asked.target);
            candidate.why = whySkipped(candidate.target, candidate.route);
            if (candidate.why == Reason::None) {
                const auto kept = m_keeper.find(receiver(candidate));
                if (kept == m_keeper.end())
                    m_keeper.insert(receiver(candidate), m_candidates.size());
                else if (isAway(m_candidates.at(*kept)) && !isAway(candidate))
                    *kept = m_candidates.size();
            }
            m_candidates.append(candidate);
        }
    }

    [[nodiscard]] static bool isAway(const Candidate &candidate)
    {
        return candidate.route->away.reason != Reason::None;
    }

    //! Finds groups that several accounts reach, counted by the accounts that reach them.
    void findOverlaps(Plan &plan) const
    {
        QHash<Target, QList<const PlanRoute *>> reached;
        QList<Target> order;
        for (const Candidate &candidate : m_candidates) {
            const Target &target = candidate.target.target;
            if (candidate.why != Reason::None || target.kind != ChatKind::Group)
                continue;
            QList<const PlanRoute *> &through = reached[target];
            if (through.isEmpty())
                order.append(target);
            const auto same = [&candidate](const PlanRoute *o) { return o->account == candidate.route->account; };
            if (std::none_of(through.cbegin(), through.cend(), same))
                through.append(candidate.route);
        }
        for (const Target &target : std::as_const(order)) {
            const QList<const PlanRoute *> through = reached.value(target);
            if (through.size() < 2)
                continue;
            PlanOverlap overlap{.through = {}, .keptBy = {}, .groups = 1};
            for (const PlanRoute *route : through)
                overlap.through.append(route->gateway);
            if (m_draft.mergeAccounts)
                overlap.keptBy = m_candidates.at(m_keeper.value({AccountId(), target})).target.via;
            const auto like =
                std::find_if(plan.overlaps.begin(), plan.overlaps.end(), [&overlap](const PlanOverlap &o) {
                    return o.through == overlap.through && o.keptBy == overlap.keptBy;
                });
            if (like == plan.overlaps.end())
                plan.overlaps.append(overlap);
            else
                ++like->groups;
        }
    }

    static void skip(Plan &plan, const Candidate &candidate, ErrorReason why, const GatewayId &keptBy)
    {
        plan.skipped.append({candidate.target, Error{.kind = ErrorKind::Rejected, .reason = why}, keptBy});
    }

    static void accept(Plan &plan, const Candidate &candidate)
    {
        plan.draft.targets.append(candidate.target);
        auto account = std::find_if(plan.accounts.begin(), plan.accounts.end(),
                                    [&candidate](const PlanAccount &a) { return a.gateway == candidate.target.via; });
        if (account == plan.accounts.end()) {
            const PlanRoute &route = *candidate.route;
            plan.accounts.append({route.gateway, route.account, 0, milliseconds(0), route.away});
            account = std::prev(plan.accounts.end());
        }
        ++account->targets;
    }

    const Draft &m_draft;
    QHash<GatewayId, const PlanRoute *> m_routes;
    QList<Candidate> m_candidates;
    QHash<Receiver, qsizetype> m_keeper;
};

} // namespace

Plan plan(const Draft &draft, const QList<PlanRoute> &routes, const media::PreflightReport &preflight, WallTime now)
{
    Plan result;
    result.draft = draft;
    result.draft.targets.clear();
    result.pictures = preflight.pictures;
    result.findings = preflight.findings;
    Planning(draft, routes).fill(result);
    milliseconds longest(0);
    for (PlanAccount &account : result.accounts) {
        account.duration = SendPacer::plannedDuration(account.targets, draft.pace);
        longest = std::max(longest, account.duration);
    }
    result.earliestEnd = now + longest;
    return result;
}

} // namespace rookery::broadcast
