// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

namespace rookery::ctl {

//! Reads a text file, or standard input for "-", for the option of that name. FileMissing; FileDenied; BadInput: it is
//! larger than `mostMiB`, or not UTF-8.
[[nodiscard]] Result<QString> readTextFile(const QString &path, const QString &option, int mostMiB);

} // namespace rookery::ctl
