// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"
#include "protocol/qrdrawing.h"

#include <QByteArray>
#include <QString>

namespace rookery::gateway {

//! Largest picture file of a code that is read, in bytes.
inline constexpr qsizetype kQrPictureLimit = 1024 * 1024;

//! Reads the text of a QR code that a gateway drew instead of sending its text. Rejected/NotFound if it contains no
//! code or cannot be read.
[[nodiscard]] Result<Redacted<QString>> readQr(const protocol::QrModules &modules);

//! Reads the text of a QR code from a picture file. Rejected/NotFound as with `readQr`, Rejected/PictureTooLarge,
//! PictureFormat (not PNG), PictureTooManyPixels or PictureUnreadable (also for a file that is still being written).
[[nodiscard]] Result<Redacted<QString>> readQrPicture(const QByteArray &png);

} // namespace rookery::gateway
