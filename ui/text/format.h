// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/target.h"

#include "base/clock.h"

#include <QString>

namespace rookery::text {

//! Formats a length of time in its two largest units: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "4 d 3 h".
[[nodiscard]] QString duration(milliseconds span);
//! Formats a length of time in one unit, for narrow cells and chips: "12 s", "3 min", "2 h", "4 d". Never negative.
[[nodiscard]] QString shortDuration(milliseconds span);
//! Says how long ago: "12 s ago", "just now"; a dash for a time that is not set (default constructed).
[[nodiscard]] QString ago(WallTime then, WallTime now);

//! Formats a local time "14:03:22"; with the date where that is not today; a dash for a time that is not set.
[[nodiscard]] QString localTime(WallTime time, WallTime now);
//! Formats a local time for narrow cells: "14:03:22" today, "03-04 14:03" this year, else "2025-03-04".
[[nodiscard]] QString shortTime(WallTime time, WallTime now);
//! Formats date and time to the second, local: for exports and details.
[[nodiscard]] QString localDateTime(WallTime time);

//! Returns "812 B", "1.9 MiB".
[[nodiscard]] QString byteSize(qint64 bytes);
//! Formats a number with the language's group separators.
[[nodiscard]] QString number(qint64 value);

//! Makes text from the network safe to show in one piece: a line feed becomes ↵; other control characters, direction
//! overrides and invisible characters become their code (‹U+202E›). Line feeds and tabs stay only with `keepLines`.
//! (The control pictures U+2400 are missing in most fonts.)
[[nodiscard]] QString visibleControls(const QString &remote, bool keepLines = false);
//! Masks an account or chat number for screenshots: "10•••89"; short ones are hidden completely.
[[nodiscard]] QString maskedNumber(const QString &digits);
//! Returns the number, masked when `mask` says so.
[[nodiscard]] QString shownNumber(const QString &digits, bool mask);
//! Masks words from elsewhere when `mask` says so: every run of 5 to 12 digits, as accounts, groups and friends have;
//! shorter and longer ones (ports of four digits, times in milliseconds) stay.
[[nodiscard]] QString shownWords(const QString &words, bool mask);
//! Returns "Group 30001" or "Friend 20001".
[[nodiscard]] QString targetLabel(const Target &target);

//! Formats a certificate's fingerprint as "AB:CD:…", for comparing by eye.
[[nodiscard]] QString fingerprint(const QByteArray &sha256);

//! Returns the dash that stands for "nothing yet" everywhere.
[[nodiscard]] QString dash();

} // namespace rookery::text
