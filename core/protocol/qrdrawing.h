// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <cstddef>
#include <optional>
#include <vector>

namespace rookery::protocol {

//! The squares of a QR symbol without its quiet zone, row by row from the top left.
struct QrModules {
    int size = 0; //!< squares along one side: 21, 25, … 177
    std::vector<bool> dark; //!< size * size

    [[nodiscard]] bool at(int x, int y) const { return dark[std::size_t(y) * std::size_t(size) + std::size_t(x)]; }
    bool operator==(const QrModules &) const = default;
};

//! Finds QR symbols that programs draw into their logs with characters: full blocks (two characters a square), half
//! blocks (one character, two squares) and the compatibility drawing with `.`, `^` and `@`; dark on light or light on
//! dark, with or without a quiet zone, with trailing blanks lost, behind a log's prefix on the first line or on every
//! line. What is found has its three corners and its timing lines; whether it can be read is the decoder's matter.
//! Bounded. Pure; one per stream. Lines come without colour codes.
class QrDrawingReader final
{
public:
    //! Takes one line without its line end; the symbol that this line completes, if it does.
    [[nodiscard]] std::optional<QrModules> feed(QStringView line);
    //! A symbol is under way: it began, and no line has broken it yet.
    [[nodiscard]] bool isDrawing() const { return !m_rows.empty(); }
    void reset();

private:
    //! Two rows of half characters per line of text; true = printed.
    using Raster = std::vector<std::vector<bool>>;

    [[nodiscard]] std::optional<QrModules> recognise() const;

    Raster m_rows;
    int m_left = 0; //!< of what is printed
    int m_right = -1;
};

} // namespace rookery::protocol
