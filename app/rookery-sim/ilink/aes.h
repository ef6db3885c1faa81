// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace rookery::sim::ilink {

//! Encrypts and decrypts with AES-128 in ECB mode and PKCS#7 padding; the key has 16 bytes. nullopt: the padding or the
//! length of the key is wrong.
[[nodiscard]] std::optional<QByteArray> sealed(const QByteArray &plain, const QByteArray &key);
[[nodiscard]] std::optional<QByteArray> opened(const QByteArray &cipher, const QByteArray &key);

[[nodiscard]] QByteArray randomBytes(int count);

} // namespace rookery::sim::ilink
