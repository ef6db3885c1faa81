// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/enumname.h"
#include "base/result.h"

#include <QLatin1StringView>
#include <QStringView>

#include <algorithm>
#include <optional>
#include <span>
#include <type_traits>

//! Gives each value of the model's enums its one name, lower case with hyphens: in the database, the rule files, the
//! settings, the JSON for scripts, our own log and the output of tests. Names are stored and scripts read them: a value
//! may be renamed, its name may not.
namespace rookery {

enum class OneBotTransportKind;
enum class ProxyMode;
enum class CloseAction;
enum class KeyringState;
enum class TestStep;
enum class StepState;
enum class DetectedAs;
enum class RejectReason;
enum class SessionPhase;
enum class LoginReason;
enum class ReadinessCheck;
enum class ReadinessState;
enum class ServiceState;
enum class Condition;
enum class ConditionCause;
enum class ChatKind;
enum class DeliveryState;
enum class VerifiedBy;
enum class BroadcastState;
enum class IncidentKind;
enum class Severity;
enum class RkeySource;
enum class RkeyProbeOutcome;
enum class LogLevel;
enum class LogCategory;

//! Lists the names of an enum in the order of its values.
template <class E>
std::span<const EnumName<E>> namesOf() = delete;

template <>
std::span<const EnumName<ErrorReason>> namesOf();
template <>
std::span<const EnumName<ErrorKind>> namesOf();
template <>
std::span<const EnumName<OneBotTransportKind>> namesOf();
template <>
std::span<const EnumName<ProxyMode>> namesOf();
template <>
std::span<const EnumName<CloseAction>> namesOf();
template <>
std::span<const EnumName<KeyringState>> namesOf();
template <>
std::span<const EnumName<TestStep>> namesOf();
template <>
std::span<const EnumName<StepState>> namesOf();
template <>
std::span<const EnumName<DetectedAs>> namesOf();
template <>
std::span<const EnumName<RejectReason>> namesOf();
template <>
std::span<const EnumName<SessionPhase>> namesOf();
template <>
std::span<const EnumName<LoginReason>> namesOf();
template <>
std::span<const EnumName<ReadinessCheck>> namesOf();
template <>
std::span<const EnumName<ReadinessState>> namesOf();
template <>
std::span<const EnumName<ServiceState>> namesOf();
template <>
std::span<const EnumName<Condition>> namesOf();
template <>
std::span<const EnumName<ConditionCause>> namesOf();
template <>
std::span<const EnumName<ChatKind>> namesOf();
template <>
std::span<const EnumName<DeliveryState>> namesOf();
template <>
std::span<const EnumName<VerifiedBy>> namesOf();
template <>
std::span<const EnumName<BroadcastState>> namesOf();
template <>
std::span<const EnumName<IncidentKind>> namesOf();
template <>
std::span<const EnumName<Severity>> namesOf();
template <>
std::span<const EnumName<RkeySource>> namesOf();
template <>
std::span<const EnumName<RkeyProbeOutcome>> namesOf();
template <>
std::span<const EnumName<LogLevel>> namesOf();
template <>
std::span<const EnumName<LogCategory>> namesOf();

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires
{
    namesOf<E>();
};

//! Returns the name of a value; empty for a value that the enum does not have.
template <NamedEnum E>
[[nodiscard]] QLatin1StringView nameOf(E value)
{
    const auto names = namesOf<E>();
    const auto it = std::find_if(names.begin(), names.end(), [value](const auto &row) { return row.value == value; });
    return it == names.end() ? QLatin1StringView() : QLatin1StringView(it->name);
}

//! Returns the value with this name; empty for a name that this version does not know.
template <NamedEnum E>
[[nodiscard]] std::optional<E> fromName(QStringView name)
{
    const auto names = namesOf<E>();
    const auto it = std::find_if(names.begin(), names.end(),
                                 [name](const auto &row) { return name == QLatin1StringView(row.name); });
    return it == names.end() ? std::nullopt : std::optional(it->value);
}

} // namespace rookery
