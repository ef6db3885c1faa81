// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <qrcodegen/qrcodegen.hpp>

namespace rookery::test {

//! How programs draw a login code with characters.
enum class Drawing {
    Full, //!< two characters a square, as go-qrcode does
    Half, //!< one character, two squares, as Lagrange does
    Plain, //!< the same with `.`, `^` and `@`
};

inline qrcodegen::QrCode encode(const QString &text)
{
    return qrcodegen::QrCode::encodeText(text.toUtf8().constData(), qrcodegen::QrCode::Ecc::MEDIUM);
}

//! The lines of a drawing. `light`: the light squares are printed, the dark ones are blank.
inline QStringList draw(const QString &text, Drawing way, bool light, int quiet)
{
    const qrcodegen::QrCode code = encode(text);
    const int side = code.getSize() + 2 * quiet;
    const auto printed = [&](int x, int y) { return y < side && code.getModule(x - quiet, y - quiet) != light; };
    const auto *const half = way == Drawing::Plain ? u" .^@" : u" ▄▀█";
    QStringList lines;
    for (int y = 0; y < side; y += way == Drawing::Full ? 1 : 2) {
        QString line;
        for (int x = 0; x < side; ++x) {
            if (way == Drawing::Full)
                line += printed(x, y) ? QStringLiteral("██") : QStringLiteral("  ");
            else
                line += half[(printed(x, y) ? 2 : 0) + (printed(x, y + 1) ? 1 : 0)];
        }
        lines.append(line);
    }
    return lines;
}

} // namespace rookery::test
