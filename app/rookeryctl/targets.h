// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/target.h"

#include "base/result.h"

#include <QList>
#include <QString>

namespace rookery::ctl {

//! Limits the size of a list of targets.
inline constexpr int kMaxTargetMiB = 16;

//! Parses "group:30001" or "friend:20001"; the id is returned in its canonical form (group:030001 is 30001). BadInput.
[[nodiscard]] Result<Target> parseTarget(const QString &word);

//! Parses a list of targets, separated by commas or white space, one or more on a line; a # begins a comment that ends
//! with its line. Fails with BadInput and the number of the first wrong line.
[[nodiscard]] Result<QList<Target>> parseTargets(const QString &text);

//! Reads the list in a file, or on standard input for "-". Fails as readTextFile does, or as
//! parseTargets.
[[nodiscard]] Result<QList<Target>> readTargets(const QString &path);

} // namespace rookery::ctl
