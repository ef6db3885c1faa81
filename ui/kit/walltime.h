// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

namespace rookery::ui {

//! Returns the wall time for ages on screen: the window's one source of the current time.
[[nodiscard]] inline WallTime wallNow()
{
    return SystemClock().wallNow();
}

} // namespace rookery::ui
