// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace rookery::ui {

//! Returns `text` such that a tooltip shows it literally, although tooltips render anything that looks like markup.
//! Use it for all text that may come from the network (tests/lint enforces that).
[[nodiscard]] QString plainTip(const QString &text);

} // namespace rookery::ui
