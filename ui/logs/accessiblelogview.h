// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery::ui {

class LogView;

//! Lets assistive technology read a log view as a table of all its lines; cells exist only once they are asked for.
void installAccessibleLogView();
//! Tells assistive technology which line is the current one.
void announceCurrent(LogView &view);

} // namespace rookery::ui
