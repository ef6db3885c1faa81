// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>

#include <optional>

namespace rookery::media {

//! Returns the canvas size of a WebP file from its first 30 bytes; nullopt if it is not a WebP file. Debian ships Qt's
//! WebP reader in a separate package, and pictures must be checked without it too. Format:
//! https://developers.google.com/speed/webp/docs/riff_container and RFC 6386, RFC 9649.
[[nodiscard]] std::optional<QSize> webpSize(const QByteArray &head);

} // namespace rookery::media
