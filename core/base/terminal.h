// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

enum class Stream { Output, Error };

//! Returns whether a person may be watching a standard stream.
[[nodiscard]] bool isTerminal(Stream stream);

} // namespace rookery
