// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"

#include <QString>

namespace rookery::ctl {

//! The code as half blocks for a terminal, with its quiet zone; dark modules are drawn as gaps, so
//! that it scans on the usual dark terminal.
[[nodiscard]] QString drawQrBlocks(const Redacted<QString> &text);

//! The code as a PNG, mode 0600 from its first byte. Storage errors.
[[nodiscard]] Result<> writeQrPng(const Redacted<QString> &text, const QString &path);

} // namespace rookery::ctl
