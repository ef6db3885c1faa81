// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/target.h"

#include "base/result.h"

#include <QList>
#include <QString>

namespace rookery::ctl {

//! Lists of targets are read up to this size.
inline constexpr qint64 kMaxTargetBytes = 16 * 1024 * 1024;

//! Reads "group:30001" or "friend:20001"; the id comes in its one spelling (group:030001 is 30001). BadInput.
[[nodiscard]] Result<Target> parseTarget(const QString &word);

//! Reads a list of targets, parted by commas or white space, one or many on a line; a # begins a comment that ends
//! with its line. BadInput with the number of the first line that is wrong.
[[nodiscard]] Result<QList<Target>> parseTargets(const QString &text);

//! The list in a file, or on standard input for "-". FileMissing, FileDenied, or BadInput: too large, no UTF-8, or
//! what parseTargets says.
[[nodiscard]] Result<QList<Target>> readTargets(const QString &path);

} // namespace rookery::ctl
