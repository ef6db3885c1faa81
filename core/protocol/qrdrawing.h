// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <cstddef>
#include <optional>
#include <vector>

namespace rookery::protocol {

//! Holds the squares of a QR symbol without its quiet zone, row by row from the top left.
struct QrModules {
    int size = 0; //!< squares along one side: 21, 25, … 177
    std::vector<bool> dark; //!< size * size

    [[nodiscard]] bool at(int x, int y) const { return dark[std::size_t(y) * std::size_t(size) + std::size_t(x)]; }
    bool operator==(const QrModules &) const = default;
};

//! Finds QR symbols that programs draw into their logs with characters: full blocks (two characters per square), half
//! blocks (one character for two squares) and the compatibility drawing with `.`, `^` and `@`; dark on light or light
//! on dark, with or without a quiet zone, with trailing spaces lost, after a log prefix on the first line or on every
//! line. A found symbol has its three finder patterns and its timing lines; only the decoder can tell whether it is
//! readable. Memory is bounded. Pure; use one reader per stream. Lines must not contain colour codes.
class QrDrawingReader final
{
public:
    //! Takes one line without its line end. Returns the symbol that this line completes, if any.
    [[nodiscard]] std::optional<QrModules> feed(QStringView line);
    //! Returns whether a drawing has begun and no line has interrupted it yet.
    [[nodiscard]] bool isDrawing() const { return !m_rows.empty(); }
    void reset();

private:
    //! Stores two rows of half characters per line of text; true = printed.
    using Raster = std::vector<std::vector<bool>>;

    [[nodiscard]] std::optional<QrModules> recognise() const;

    Raster m_rows;
    int m_left = 0; //!< leftmost printed column
    int m_right = -1;
};

} // namespace rookery::protocol
