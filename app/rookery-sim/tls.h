// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QSslConfiguration>

namespace rookery::sim {

//! Makes a fresh self-signed certificate for localhost, valid for a day. Writes nothing to disk.
[[nodiscard]] Result<QSslConfiguration> selfSignedTls();

} // namespace rookery::sim
