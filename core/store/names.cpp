// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include "base/reason.h"

#include <algorithm>
#include <array>

namespace rookery::store {

namespace {

//! Maps an enumerator to its name; one row per enumerator.
template <class E>
struct Named {
    E value;
    const char *name;
};

constexpr auto kErrorKinds = std::to_array<Named<ErrorKind>>({
    {ErrorKind::Offline, "offline"},
    {ErrorKind::Timeout, "timeout"},
    {ErrorKind::Network, "network"},
    {ErrorKind::Tls, "tls"},
    {ErrorKind::Auth, "auth"},
    {ErrorKind::RateLimited, "rate-limited"},
    {ErrorKind::Rejected, "rejected"},
    {ErrorKind::Expired, "expired"},
    {ErrorKind::Protocol, "protocol"},
    {ErrorKind::Storage, "storage"},
    {ErrorKind::Cancelled, "cancelled"},
    {ErrorKind::Bug, "bug"},
});

constexpr auto kDeliveryStates = std::to_array<Named<DeliveryState>>({
    {DeliveryState::Queued, "queued"},
    {DeliveryState::Waiting, "waiting"},
    {DeliveryState::Sending, "sending"},
    {DeliveryState::Accepted, "accepted"},
    {DeliveryState::Unknown, "unknown"},
    {DeliveryState::Verified, "verified"},
    {DeliveryState::Failed, "failed"},
    {DeliveryState::Cancelled, "cancelled"},
});

constexpr auto kVerifiedBy = std::to_array<Named<VerifiedBy>>({
    {VerifiedBy::None, ""},
    {VerifiedBy::Echo, "echo"},
    {VerifiedBy::History, "history"},
    {VerifiedBy::Witness, "witness"},
    {VerifiedBy::Operator, "operator"},
});

constexpr auto kBroadcastStates = std::to_array<Named<BroadcastState>>({
    {BroadcastState::Running, "running"},
    {BroadcastState::Paused, "paused"},
    {BroadcastState::Settled, "settled"},
    {BroadcastState::Cancelled, "cancelled"},
});

constexpr auto kChatKinds = std::to_array<Named<ChatKind>>({{ChatKind::Group, "group"}, {ChatKind::Friend, "friend"}});

template <class Table, class E>
QLatin1StringView find(const Table &table, E value)
{
    const auto it = std::find_if(table.begin(), table.end(), [value](const auto &row) { return row.value == value; });
    return it == table.end() ? QLatin1StringView() : QLatin1StringView(it->name);
}

template <class Table, class E>
E find(const Table &table, const QString &name, E fallback)
{
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&name](const auto &row) { return name == QLatin1StringView(row.name); });
    return it == table.end() ? fallback : it->value;
}

} // namespace

QLatin1StringView nameOf(ErrorKind value)
{
    return find(kErrorKinds, value);
}

QLatin1StringView nameOf(ErrorReason value)
{
    const auto *const it = std::find_if(kReasonWords.begin(), kReasonWords.end(),
                                        [value](const ReasonWord &row) { return row.reason == value; });
    return it == kReasonWords.end() ? QLatin1StringView() : QLatin1StringView(it->word);
}

QLatin1StringView nameOf(DeliveryState value)
{
    return find(kDeliveryStates, value);
}

QLatin1StringView nameOf(VerifiedBy value)
{
    return find(kVerifiedBy, value);
}

QLatin1StringView nameOf(BroadcastState value)
{
    return find(kBroadcastStates, value);
}

QLatin1StringView nameOf(ChatKind value)
{
    return find(kChatKinds, value);
}

ErrorKind errorKind(const QString &name)
{
    return find(kErrorKinds, name, ErrorKind::Bug);
}

ErrorReason reason(const QString &name)
{
    const auto *const it = std::find_if(kReasonWords.begin(), kReasonWords.end(),
                                        [&name](const ReasonWord &row) { return name == QLatin1StringView(row.word); });
    return it == kReasonWords.end() ? Reason::Internal : it->reason;
}

DeliveryState deliveryState(const QString &name)
{
    return find(kDeliveryStates, name, DeliveryState::Unknown);
}

VerifiedBy verifiedBy(const QString &name)
{
    return find(kVerifiedBy, name, VerifiedBy::None);
}

BroadcastState broadcastState(const QString &name)
{
    return find(kBroadcastStates, name, BroadcastState::Paused);
}

ChatKind chatKind(const QString &name)
{
    return find(kChatKinds, name, ChatKind::Group);
}

} // namespace rookery::store
