// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace rookery::engine {

//! Returns the name of the local socket at which the window that holds this profile is reached: a file in the profile's
//! folder, in the user's runtime folder where that path is too long for a socket, and a pipe elsewhere than on Unix.
[[nodiscard]] QString controlName(const QString &profileFolder);

} // namespace rookery::engine
