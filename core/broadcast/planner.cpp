// SPDX-License-Identifier: GPL-3.0-or-later
#include "planner.h"

#include "pacekeeper.h"

#include <algorithm>
#include <utility>

namespace rookery::broadcast {

namespace {

Reason whySkipped(const DraftTarget &target, const PlanOutlet *outlet)
{
    if (target.target.id.isEmpty() || target.via.isNull())
        return Reason::BadInput;
    if (outlet == nullptr)
        return Reason::NotFound;
    if (outlet->account.isNull())
        return Reason::AccountOffline;
    if (outlet->contacts && !outlet->contacts->contains(target.target))
        return outlet->answersOnly && target.target.kind == ChatKind::Friend ? Reason::MustWriteFirst
                                                                             : Reason::TargetUnknown;
    return Reason::None;
}

} // namespace

Plan plan(const Draft &draft, const QList<PlanOutlet> &outlets, const media::PreflightReport &preflight, WallTime now)
{
    Plan result;
    result.draft = draft;
    result.draft.targets.clear();
    result.pictures = preflight.pictures;
    result.findings = preflight.findings;
    QSet<std::pair<AccountId, Target>> seen;
    for (const DraftTarget &target : draft.targets) {
        const auto outlet = std::find_if(outlets.begin(), outlets.end(),
                                         [&target](const PlanOutlet &o) { return o.gateway == target.via; });
        const PlanOutlet *found = outlet == outlets.end() ? nullptr : &*outlet;
        Reason why = whySkipped(target, found);
        // two gateways may hold one account: the chat would still get the message twice
        if (why == Reason::None && seen.contains({found->account, target.target}))
            why = Reason::Duplicate;
        if (why != Reason::None) {
            result.skipped.append({target, Error{.kind = ErrorKind::Rejected, .reason = why}});
            continue;
        }
        seen.insert({found->account, target.target});
        result.draft.targets.append(target);
        auto account = std::find_if(result.accounts.begin(), result.accounts.end(),
                                    [&target](const PlanAccount &a) { return a.gateway == target.via; });
        if (account == result.accounts.end()) {
            result.accounts.append({target.via, found->account, 0, milliseconds(0)});
            account = std::prev(result.accounts.end());
        }
        ++account->targets;
    }
    milliseconds longest(0);
    for (PlanAccount &account : result.accounts) {
        account.duration = PaceKeeper::plannedDuration(account.targets, draft.pace);
        longest = std::max(longest, account.duration);
    }
    result.earliestEnd = now + longest;
    return result;
}

} // namespace rookery::broadcast
