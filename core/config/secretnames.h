// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "secretstore.h"

#include <array>

namespace rookery::config {

inline constexpr std::array kSecretKinds = {SecretKind::WebUiToken, SecretKind::OneBotToken,
                                            SecretKind::WebUiCredential, SecretKind::SyncCursor};

//! Returns the name of an entry, used in the keyring and in memory.
[[nodiscard]] QString secretKey(const GatewayId &gateway, SecretKind kind);

//! Reads a secret from the environment, else from the file of that name in $CREDENTIALS_DIRECTORY; empty: neither.
[[nodiscard]] Redacted<QString> secretFromOutside(const GatewayId &gateway, SecretKind kind);

} // namespace rookery::config
