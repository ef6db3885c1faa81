// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace rookery::protocol {

//! Nesting that any gateway really uses stays far below; more is an attack or a bug.
inline constexpr int kMaxDepth = 96;
//! The largest frame a gateway may send (docs/protocol/napcat.md, "Frames").
inline constexpr qsizetype kMaxFrame = 50 * 1024 * 1024;

//! Parses one JSON object. Protocol/FrameTooLarge above `kMaxFrame` bytes; Protocol/Garbage for
//! anything that is not one JSON object, or nests deeper than `kMaxDepth`.
[[nodiscard]] Result<QJsonObject> parseObject(const QByteArray &utf8);

//! An identifier as text: strings as they are, whole numbers with all 64 bits (never through a
//! double). Empty for anything else, for fractions, and for 0, which gateways use for "none".
[[nodiscard]] QString idText(const QJsonValue &value);

//! A whole number given as number or as text; `fallback` for anything else.
[[nodiscard]] qint64 wholeNumber(const QJsonValue &value, qint64 fallback = 0);

//! The nearest number that an int can hold.
[[nodiscard]] int boundedInt(qint64 number);

//! A moment as a peer states it, since the epoch. Default: none, or none that a clock could show; what is far off
//! overflows in any reckoning.
[[nodiscard]] WallTime timeOfMSecs(qint64 msecs);
[[nodiscard]] WallTime timeOfSecs(qint64 secs);

//! Text of a string or number; empty for anything else.
[[nodiscard]] QString textOf(const QJsonValue &value);

} // namespace rookery::protocol
