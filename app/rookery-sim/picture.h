// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace rookery::sim {

//! A valid PNG of one colour, made without QtGui, which the simulator does not need otherwise.
[[nodiscard]] QByteArray plainPng(int width, int height, quint32 rgb);

//! A QR code of this text as a PNG with its quiet zone, and as the half-block drawing of a terminal
//! (dark modules are blanks, every line ends with a line feed). Empty: the text is too long.
[[nodiscard]] QByteArray qrPng(const QString &text);
[[nodiscard]] QByteArray qrBlocks(const QString &text);

} // namespace rookery::sim
