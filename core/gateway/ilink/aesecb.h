// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

//! Encrypts by AES-128 in ECB mode with PKCS#7 padding, as the interface requires for pictures. Pure,
//! any thread. ECB alone hides little; it is the interface's choice, and each picture has its own key.
namespace rookery::gateway::ilink {

inline constexpr qsizetype kKeyBytes = 16;

//! Encrypts `plain`. Bug/Internal: the key has another length.
[[nodiscard]] Result<QByteArray> encrypted(const QByteArray &plain, const QByteArray &key);

} // namespace rookery::gateway::ilink
