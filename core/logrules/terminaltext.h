// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace rookery::logrules {

//! Removes terminal sequences (ECMA-48: CSI, OSC and other strings, character sets) and control characters other than
//! tab and line feed.
[[nodiscard]] QString stripAnsi(QStringView text);

} // namespace rookery::logrules
