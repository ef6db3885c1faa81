// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/settings.h"

#include "base/async.h"

#include <QSslConfiguration>

namespace rookery::gateway {

//! Reads the certificate and key of our own port from the two PEM files that the settings name. Reads them on the
//! thread pool, because their disk may be slow. Errors: Storage with FileMissing or FileDenied, Tls/BadInput for a file
//! without a certificate or without its key.
[[nodiscard]] FutureResult<QSslConfiguration> readListenerTls(const ListenerSettings &settings);

} // namespace rookery::gateway
