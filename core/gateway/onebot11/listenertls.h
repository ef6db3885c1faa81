// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/async.h"

#include <QSslConfiguration>

namespace rookery::gateway {

//! What our own port shows to whoever dials it, from the two PEM files that the settings name. The files are read on
//! the pool: they may lie on a disk that is slow to answer. Errors: Storage with FileMissing or FileDenied,
//! Tls/BadInput for a file without a certificate or without its key.
[[nodiscard]] FutureResult<QSslConfiguration> readListenerTls(const ListenerSettings &settings);

} // namespace rookery::gateway
