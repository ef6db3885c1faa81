// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery::ui {

//! Lets assistive technology press checkable buttons like a click. Qt offers only "toggle" for them, and toggling
//! emits no clicked(): a screen reader could change the look of a navigation button without going anywhere. Call it
//! once, before the first window; GUI thread.
void installAccessibleButtons();

} // namespace rookery::ui
