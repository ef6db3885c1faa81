// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

namespace rookery::sim {

//! What a picture's first bytes tell; unknown ones count as a "jpg" of 0 x 0, as QQ has it.
struct PictureShape {
    QString extension = QStringLiteral("jpg");
    QSize size = QSize(0, 0); //!< pixels; known for PNG, GIF and JPEG
    bool operator==(const PictureShape &) const = default;
};
[[nodiscard]] PictureShape shapeOf(const QByteArray &picture);

//! As QQ names pictures: the MD5 in capitals, a dot, the extension.
[[nodiscard]] QString pictureNameOf(const QByteArray &picture);

//! A valid PNG of one colour, made without QtGui, which the simulator does not need otherwise.
[[nodiscard]] QByteArray plainPng(int width, int height, quint32 rgb);

//! A QR code of this text as a PNG with its quiet zone, and as the half-block drawing of a terminal
//! (dark modules are blanks, every line ends with a line feed). Empty: the text is too long.
[[nodiscard]] QByteArray qrPng(const QString &text);
[[nodiscard]] QByteArray qrBlocks(const QString &text);

} // namespace rookery::sim
