// SPDX-License-Identifier: GPL-3.0-or-later
#include "webp.h"

namespace rookery::media {

namespace {

quint32 littleEndian(const QByteArray &bytes, qsizetype at, int count)
{
    quint32 value = 0;
    for (int i = 0; i < count; ++i)
        value |= quint32(quint8(bytes.at(at + i))) << (8 * i);
    return value;
}

} // namespace

std::optional<QSize> webpSize(const QByteArray &head)
{
    if (head.size() < 30 || !head.startsWith("RIFF") || head.mid(8, 4) != "WEBP")
        return std::nullopt;
    const QByteArray chunk = head.mid(12, 4);
    if (chunk == "VP8X") // extended: 24 bits each, minus one
        return QSize(int(littleEndian(head, 24, 3)) + 1, int(littleEndian(head, 27, 3)) + 1);
    if (chunk == "VP8L" && quint8(head.at(20)) == 0x2f) { // lossless: 14 bits each, minus one
        const quint32 bits = littleEndian(head, 21, 4);
        return QSize(int(bits & 0x3fff) + 1, int((bits >> 14) & 0x3fff) + 1);
    }
    if (chunk == "VP8 " && head.mid(23, 3) == "\x9d\x01\x2a") // lossy: 14 bits each after the start code
        return QSize(int(littleEndian(head, 26, 2) & 0x3fff), int(littleEndian(head, 28, 2) & 0x3fff));
    return std::nullopt;
}

} // namespace rookery::media
