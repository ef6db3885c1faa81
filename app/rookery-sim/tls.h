// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QSslConfiguration>

namespace rookery::sim {

//! A fresh self-signed certificate for localhost, valid for a day; nothing is written to disk.
[[nodiscard]] Result<QSslConfiguration> selfSignedTls();

} // namespace rookery::sim
