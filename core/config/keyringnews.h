// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "keyringbackend.h"

#include <QObject>

namespace rookery::config {

//! Passes on what the system says about this user's keyrings by itself, as long as the result lives, on the thread that
//! made it. Has no timer, and never brings up a question for a password. Null where nothing is ever said: a keyring
//! that is always there, or no bus.
[[nodiscard]] std::unique_ptr<QObject> makeKeyringNews(KeyringBackend::Watcher watcher);

} // namespace rookery::config
