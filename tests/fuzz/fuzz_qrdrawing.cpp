// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a log holds, what is found is a symbol that is found again when it is drawn anew, in either way and
// polarity.
#include "protocol/qrdrawing.h"

#include <QList>
#include <QString>

#include <cstdint>
#include <cstdlib>

using rookery::protocol::QrDrawingReader;
using rookery::protocol::QrModules;

namespace {

//! Draws one line of the text: one row of modules, two characters each, or two rows of half blocks.
QString drawn(const QrModules &modules, int y, bool full, bool lightIsPrinted)
{
    const auto printed = [&](int x, int row) { return row < modules.size && modules.at(x, row) != lightIsPrinted; };
    QString line;
    for (int x = 0; x < modules.size; ++x) {
        const bool upper = printed(x, y);
        if (full)
            line += QString(2, upper ? u'\u2588' : u' ');
        else
            line += u" .^@"[(upper ? 2 : 0) + (printed(x, y + 1) ? 1 : 0)];
    }
    return line;
}

void requireFoundAgain(const QrModules &modules, bool full, bool lightIsPrinted)
{
    QrDrawingReader reader;
    for (int y = 0; y < modules.size; y += full ? 1 : 2) {
        if (const auto found = reader.feed(drawn(modules, y, full, lightIsPrinted))) {
            if (*found != modules)
                std::abort();
            return;
        }
    }
    std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QrDrawingReader reader;
    const QList<QStringView> lines = QStringView(text).split(u'\n');
    for (const QStringView line : lines) {
        const auto found = reader.feed(line);
        if (!found)
            continue;
        if (found->size < 21 || found->size > 177 || found->size % 4 != 1
            || found->dark.size() != std::size_t(found->size) * std::size_t(found->size))
            std::abort();
        for (const bool full : {true, false}) {
            requireFoundAgain(*found, full, true);
            requireFoundAgain(*found, full, false);
        }
    }
    return 0;
}
