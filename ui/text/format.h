// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/target.h"

#include "base/clock.h"

#include <QString>

namespace rookery::text {

//! A length of time in the two largest units that matter: "850 ms", "12 s", "3 min 20 s", "2 h 5 min", "4 d 3 h".
[[nodiscard]] QString duration(milliseconds span);
//! One unit only, for narrow cells and chips: "12 s", "3 min", "2 h", "4 d". Never negative.
[[nodiscard]] QString shortDuration(milliseconds span);
//! How long ago: "12 s ago", "just now"; a dash for a time that never was (default constructed).
[[nodiscard]] QString ago(WallTime then, WallTime now);

//! Local time "14:03:22"; with the date where that is not today; a dash for a time that never was.
[[nodiscard]] QString localTime(WallTime time, WallTime now);
//! For narrow cells: "14:03:22" today, "03-04 14:03" this year, else "2025-03-04".
[[nodiscard]] QString shortTime(WallTime time, WallTime now);
//! Always date and time to the second, local: for exports and details.
[[nodiscard]] QString localDateTime(WallTime time);

//! "812 B", "1.9 MiB".
[[nodiscard]] QString byteSize(qint64 bytes);
//! A number with the language's group separators.
[[nodiscard]] QString number(qint64 value);

//! Text from the network, safe to show in one piece: a line feed becomes ↵; other control characters,
//! direction overrides and invisible characters become their code (‹U+202E›). Line feeds and tabs stay
//! only where `keepLines` says so. (The control pictures U+2400 are missing in most fonts.)
[[nodiscard]] QString visibleControls(const QString &remote, bool keepLines = false);
//! An account or chat number for screenshots: "10•••89"; short ones vanish altogether.
[[nodiscard]] QString maskedNumber(const QString &digits);
//! The number as the setting wants it.
[[nodiscard]] QString shownNumber(const QString &digits, bool mask);
//! Words from elsewhere as the setting wants them: every run of 5 to 12 digits, as accounts, groups and friends have,
//! is masked; shorter and longer ones (ports of four digits, times in milliseconds) stay.
[[nodiscard]] QString shownWords(const QString &words, bool mask);
//! "Group 30001" or "Friend 20001".
[[nodiscard]] QString targetLabel(const Target &target);

//! The dash that stands for "nothing yet" everywhere.
[[nodiscard]] QString dash();

} // namespace rookery::text
