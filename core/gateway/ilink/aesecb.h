// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>

//! AES-128 in ECB mode with PKCS#7 padding, which is how the interface wants pictures. Pure, any thread. The mode
//! hides nothing by itself; it is the interface's choice, and each picture has a key of its own.
namespace rookery::gateway::ilink {

inline constexpr qsizetype kKeyBytes = 16;

//! Bug/Internal for a key of another length.
[[nodiscard]] Result<QByteArray> encrypted(const QByteArray &plain, const QByteArray &key);
//! Protocol/Garbage for what is no whole number of blocks or not padded as it should be.
[[nodiscard]] Result<QByteArray> decrypted(const QByteArray &cipher, const QByteArray &key);

} // namespace rookery::gateway::ilink
