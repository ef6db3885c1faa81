// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace rookery::ui {

//! For tooltips, which show markup as such wherever a text looks like it: the text as it stands. Whatever may come from
//! the network goes through here (tests/lint holds to it).
[[nodiscard]] QString plainTip(const QString &text);

} // namespace rookery::ui
