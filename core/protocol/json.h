// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace rookery::protocol {

//! Limits the nesting depth. Real gateways stay far below; more is an attack or a bug.
inline constexpr int kMaxDepth = 96;
//! Limits the size of a frame from a gateway (docs/protocol/napcat.md, "Frames").
inline constexpr qsizetype kMaxFrame = 50 * 1024 * 1024;

//! Limits the number of segments; a message with more is refused as garbage.
inline constexpr qsizetype kMaxSegments = 4096;

//! Parses one JSON object. Protocol/FrameTooLarge above `kMaxFrame` bytes; Protocol/Garbage for anything that is not
//! one JSON object, or nests deeper than `kMaxDepth`.
[[nodiscard]] Result<QJsonObject> parseObject(const QByteArray &utf8);

//! Returns an identifier as text: strings unchanged, whole numbers with all 64 bits (never through a double). Empty for
//! anything else, for fractions, and for 0, which gateways use for "none".
[[nodiscard]] QString idText(const QJsonValue &value);

//! Returns a whole number given as number or as text; `fallback` for anything else.
[[nodiscard]] qint64 wholeNumber(const QJsonValue &value, qint64 fallback = 0);

//! Returns the nearest number that fits in an int.
[[nodiscard]] int boundedInt(qint64 number);

//! Converts a peer's time since the epoch. Returns the default for none, and for values far outside any clock's range,
//! which would overflow in later arithmetic.
[[nodiscard]] WallTime timeOfMSecs(qint64 msecs);
[[nodiscard]] WallTime timeOfSecs(qint64 secs);
//! Converts seconds or milliseconds; the magnitude shows which.
[[nodiscard]] WallTime timeOfEither(const QJsonValue &value);

//! Returns the text of a string or number; empty for anything else.
[[nodiscard]] QString textOf(const QJsonValue &value);

} // namespace rookery::protocol
