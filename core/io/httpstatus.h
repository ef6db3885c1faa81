// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace rookery::io {

//! Returns the standard phrase of an HTTP status: "Not Found" for 404.
[[nodiscard]] QByteArray reasonPhrase(int status);

} // namespace rookery::io
