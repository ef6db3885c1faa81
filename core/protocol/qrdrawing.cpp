// SPDX-License-Identifier: GPL-3.0-or-later
#include "qrdrawing.h"

#include <algorithm>
#include <cstdlib>

namespace rookery::protocol {

namespace {

constexpr int kSmallest = 21;
constexpr int kLargest = 177;
// two characters per square, and a quiet zone of eight squares on either side
constexpr qsizetype kLongestRow = 2 * (kLargest + 16);
constexpr std::size_t kMostRows = 2 * (kLargest + 16);
// the bounding box of an inverted drawing includes its quiet zone, whose upper and lower part may differ
constexpr int kUnequalQuiet = 16;

struct Cell {
    bool upper = false;
    bool lower = false;
};

std::optional<Cell> cellOf(QChar c)
{
    switch (c.unicode()) {
    case u' ':
    case u'\u00A0':
        return Cell{};
    case u'\u2588': // full block
    case u'@':
        return Cell{true, true};
    case u'\u2580': // upper half
    case u'^':
        return Cell{true, false};
    case u'\u2584': // lower half
    case u'.':
        return Cell{false, true};
    default:
        return std::nullopt;
    }
}

//! Returns the end of the line that can be a row of a drawing, without the prefix that a log may have added.
QStringView rowOf(QStringView line)
{
    qsizetype begin = line.size();
    while (begin > 0 && cellOf(line[begin - 1]))
        --begin;
    QStringView row = line.sliced(begin);
    if (begin == 0)
        return row;
    // a space that only separates the prefix; after a tab every space belongs to the drawing
    if (line[begin - 1] != u'\t' && row.startsWith(u' '))
        row = row.sliced(1);
    return row.size() < kSmallest ? QStringView() : row;
}

struct Box {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
};

using Raster = std::vector<std::vector<bool>>;

bool inkAt(const Raster &rows, int x, int y)
{
    const std::vector<bool> &row = rows[std::size_t(y)];
    return std::size_t(x) < row.size() && row[std::size_t(x)];
}

//! Returns the smallest box around all `ink` (or all non-ink) cells within `area`.
Box boxWithin(const Raster &rows, const Box &area, bool ink)
{
    int left = area.left + area.width;
    int right = area.left - 1;
    int top = -1;
    int bottom = -1;
    for (int y = area.top; y < area.top + area.height; ++y) {
        for (int x = area.left; x < area.left + area.width; ++x) {
            if (inkAt(rows, x, y) != ink)
                continue;
            left = std::min(left, x);
            right = std::max(right, x);
            top = top < 0 ? y : top;
            bottom = y;
        }
    }
    return top < 0 ? Box{} : Box{left, top, right - left + 1, bottom - top + 1};
}

//! Reads the box as squares of `scale` by `scale`; nullopt if one of them is neither all dark nor all light.
std::optional<QrModules> squares(const Raster &rows, const Box &box, int scale, bool darkIsInk)
{
    QrModules modules{.size = box.width / scale, .dark = {}};
    modules.dark.reserve(std::size_t(modules.size) * std::size_t(modules.size));
    for (int y = 0; y < box.height; y += scale) {
        for (int x = 0; x < box.width; x += scale) {
            const auto at = [&](int dx, int dy) { return inkAt(rows, box.left + x + dx, box.top + y + dy); };
            const bool ink = at(0, 0);
            if (scale == 2 && (at(1, 0) != ink || at(0, 1) != ink || at(1, 1) != ink))
                return std::nullopt;
            modules.dark.push_back(ink == darkIsInk);
        }
    }
    return modules;
}

//! Returns whether a corner has a finder pattern with its light border, as far as that lies within the symbol.
bool hasFinder(const QrModules &modules, int left, int top)
{
    for (int y = -1; y <= 7; ++y) {
        for (int x = -1; x <= 7; ++x) {
            const int column = left + x;
            const int row = top + y;
            if (column < 0 || row < 0 || column >= modules.size || row >= modules.size)
                continue;
            const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
            if (modules.at(column, row) != (ring != 2 && ring != 4))
                return false;
        }
    }
    return true;
}

bool hasTiming(const QrModules &modules)
{
    for (int i = 8; i < modules.size - 8; ++i) {
        if (modules.at(i, 6) != (i % 2 == 0) || modules.at(6, i) != (i % 2 == 0))
            return false;
    }
    return true;
}

bool isSymbol(const QrModules &modules)
{
    const int far = modules.size - 7;
    return hasFinder(modules, 0, 0) && hasFinder(modules, far, 0) && hasFinder(modules, 0, far) && hasTiming(modules);
}

std::optional<QrModules> symbolIn(const Raster &rows, const Box &box, bool darkIsInk)
{
    if (box.width != box.height)
        return std::nullopt;
    const int scale = box.width % 2 == 0 ? 2 : 1; // the side of a symbol is always odd
    const int size = box.width / scale;
    if (size < kSmallest || size > kLargest || size % 4 != 1)
        return std::nullopt;
    std::optional<QrModules> modules = squares(rows, box, scale, darkIsInk);
    if (modules && !isSymbol(*modules))
        modules.reset();
    return modules;
}

} // namespace

void QrDrawingReader::reset()
{
    m_rows.clear();
    m_left = 0;
    m_right = -1;
}

std::optional<QrModules> QrDrawingReader::feed(QStringView line)
{
    const QStringView row = rowOf(line);
    // no row of a symbol is blank; blank rows of its quiet zone carry no information
    const bool printed = std::any_of(row.begin(), row.end(), [](QChar c) { return !c.isSpace(); });
    if (!printed || row.size() > kLongestRow || m_rows.size() >= kMostRows) {
        reset();
        return std::nullopt;
    }
    std::vector<bool> upper;
    std::vector<bool> lower;
    upper.reserve(std::size_t(row.size()));
    lower.reserve(std::size_t(row.size()));
    for (const QChar c : row) {
        const Cell cell = cellOf(c).value_or(Cell{});
        if (cell.upper || cell.lower) {
            const int column = int(upper.size());
            m_left = m_right < 0 ? column : std::min(m_left, column);
            m_right = std::max(m_right, column);
        }
        upper.push_back(cell.upper);
        lower.push_back(cell.lower);
    }
    m_rows.push_back(std::move(upper));
    m_rows.push_back(std::move(lower));
    std::optional<QrModules> found = recognise();
    if (found)
        reset();
    return found;
}

std::optional<QrModules> QrDrawingReader::recognise() const
{
    const int width = m_right - m_left + 1;
    const int height = int(m_rows.size());
    if (width < kSmallest || std::abs(width - height) > kUnequalQuiet)
        return std::nullopt;
    const Box ink = boxWithin(m_rows, {m_left, 0, width, height}, true);
    if (std::optional<QrModules> found = symbolIn(m_rows, ink, true))
        return found;
    return symbolIn(m_rows, boxWithin(m_rows, ink, false), false);
}

} // namespace rookery::protocol
