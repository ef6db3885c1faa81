// SPDX-License-Identifier: GPL-3.0-or-later
#include "tarwriter.h"

#include "base/reasons/input.h"
#include "config/filewriter.h"

#include <QFile>

#include <algorithm>
#include <numeric>

namespace rookery::engine {

namespace {

constexpr qint64 kBlock = 512;
constexpr qint64 kPiece = 1024 * 1024;
constexpr qint64 kTooLarge = 1LL << 33; // eleven octal digits
constexpr qsizetype kLongestName = 100;

//! Formats a number as octal digits with leading zeros, filling `width` less the closing zero byte.
QByteArray octal(qint64 value, int width)
{
    return QByteArray::number(value, 8).rightJustified(width - 1, '0') + '\0';
}

} // namespace

Result<> TarWriter::add(const QByteArray &name, const QByteArray &content)
{
    if (Result<> done = header(name, content.size()); !done)
        return done;
    if (Result<> done = write(content); !done)
        return done;
    return padding(content.size());
}

Result<> TarWriter::addFile(const QByteArray &name, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(config::fileError(file));
    const qint64 size = file.size(); // the size in the header; bytes appended later are left out
    if (Result<> done = header(name, size); !done)
        return done;
    for (qint64 left = size; left > 0;) {
        const QByteArray piece = file.read(std::min(left, kPiece));
        if (piece.isEmpty())
            return fail(config::fileError(file));
        if (Result<> done = write(piece); !done)
            return done;
        left -= piece.size();
    }
    return padding(size);
}

Result<> TarWriter::finish()
{
    return write(QByteArray(2 * kBlock, '\0'));
}

Result<> TarWriter::header(const QByteArray &name, qint64 size)
{
    if (name.isEmpty() || name.size() > kLongestName || size >= kTooLarge)
        return fail(ErrorKind::Rejected, Reason::BadInput, QString::fromUtf8(name));
    const QByteArray before = name.leftJustified(kLongestName, '\0') + octal(0600, 8) // mode
        + octal(0, 8) + octal(0, 8) // owner and group: those of the user who unpacks
        + octal(size, 12) + octal(std::chrono::duration_cast<seconds>(m_now.time_since_epoch()).count(), 12);
    // The checksum counts its own eight bytes as blanks.
    const QByteArray after = QByteArray("0").leftJustified(101, '\0')
        + QByteArray("ustar\0"
                     "00",
                     8);
    const auto sumOf = [](const QByteArray &bytes, qint64 from) {
        return std::accumulate(bytes.begin(), bytes.end(), from,
                               [](qint64 sum, char byte) { return sum + static_cast<unsigned char>(byte); });
    };
    const qint64 sum = sumOf(after, sumOf(before, 8LL * ' '));
    const QByteArray block = before + octal(sum, 7) + ' ' + after;
    return write(block.leftJustified(kBlock, '\0'));
}

Result<> TarWriter::padding(qint64 size)
{
    return write(QByteArray((kBlock - size % kBlock) % kBlock, '\0'));
}

Result<> TarWriter::write(const QByteArray &bytes)
{
    if (m_out.write(bytes) != bytes.size())
        return fail(config::fileError(m_out));
    return {};
}

} // namespace rookery::engine
