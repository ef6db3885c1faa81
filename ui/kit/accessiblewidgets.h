// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery::ui {

//! Lets assistive technology press checkable buttons like a click. Qt offers only "toggle" for them, and toggling
//! emits no clicked(): a screen reader could change the look of a navigation button without going anywhere. Call it
//! once, before the first window; GUI thread. And lets it read labels that have a name: Qt gives such a label its name
//! instead of its words, so that these become its description here.
void installAccessibleWidgets();

} // namespace rookery::ui
