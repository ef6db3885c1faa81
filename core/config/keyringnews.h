// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "keyringbackend.h"

#include <QObject>

namespace rookery::config {

//! Reports what the system says about this user's keyrings on its own, on the calling thread, as long as the returned
//! object lives. Uses no timer and never triggers a password prompt. Returns null where nothing is ever reported: the
//! keyring is always available, or there is no bus.
[[nodiscard]] std::unique_ptr<QObject> makeKeyringNews(KeyringBackend::Watcher watcher);

} // namespace rookery::config
