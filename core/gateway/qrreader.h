// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/redacted.h"
#include "base/result.h"
#include "protocol/qrdrawing.h"

#include <QByteArray>
#include <QString>

namespace rookery::gateway {

//! Largest picture file of a code that is looked at, in bytes.
inline constexpr qsizetype kQrPictureLimit = 1024 * 1024;

//! The text of a QR code that a gateway drew instead of telling it. Rejected/NotFound: there is none in it, or it
//! cannot be read.
[[nodiscard]] Result<Redacted<QString>> readQr(const protocol::QrModules &modules);

//! The same from a picture file. Rejected/PictureTooLarge, PictureFormat (no PNG), PictureTooManyPixels or
//! PictureUnreadable (a file that is still being written is that too).
[[nodiscard]] Result<Redacted<QString>> readQrPicture(const QByteArray &png);

} // namespace rookery::gateway
