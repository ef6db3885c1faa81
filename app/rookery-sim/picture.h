// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

namespace rookery::sim {

//! Describes a picture by its first bytes. Unknown formats count as a "jpg" of 0 x 0, as in QQ.
struct PictureShape {
    QString extension = QStringLiteral("jpg");
    QSize size = QSize(0, 0); //!< pixels; known for PNG, GIF and JPEG
    bool operator==(const PictureShape &) const = default;
};
[[nodiscard]] PictureShape shapeOf(const QByteArray &picture);

//! Returns the name that QQ gives the picture: the MD5 in capitals, a dot, the extension.
[[nodiscard]] QString pictureNameOf(const QByteArray &picture);

//! Makes a valid PNG of one colour, without QtGui, which the simulator does not need otherwise.
[[nodiscard]] QByteArray plainPng(int width, int height, quint32 rgb);

//! Draws a QR code of this text: as a PNG with its quiet zone, and in half blocks as on a terminal (dark modules are
//! blanks, every line ends with a line feed). Empty: the text is too long.
[[nodiscard]] QByteArray qrPng(const QString &text);
[[nodiscard]] QByteArray qrBlocks(const QString &text);

} // namespace rookery::sim
