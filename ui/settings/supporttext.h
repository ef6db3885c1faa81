// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"

#include <QString>

namespace rookery::ui {

//! Returns versions, counts and the newest recognised log lines, masked, for a question to others: no secret, no
//! number.
[[nodiscard]] QString supportText(engine::Engine &engine);

} // namespace rookery::ui
