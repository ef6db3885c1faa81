// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>

#include <optional>

//! Checks WebP pictures with libwebp: Debian ships Qt's WebP reader in a separate package.
namespace rookery::media {

//! Returns the canvas size of a WebP file, of which the first bytes are enough; nullopt if it is not a WebP file.
[[nodiscard]] std::optional<QSize> webpSize(const QByteArray &bytes);

//! Returns whether a WebP file is complete and its picture, of an animation the first, decodes. Takes four bytes per
//! pixel while it runs.
[[nodiscard]] bool isIntactWebp(const QByteArray &file);

} // namespace rookery::media
