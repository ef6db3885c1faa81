// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture.h"

#include <QtEndian>

namespace rookery::sim::napcat {

namespace {

quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = 0xffffffffU;
    for (const char c : bytes) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
    return ~crc;
}

QByteArray bigEndian(quint32 number)
{
    QByteArray bytes(4, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray chunk(const QByteArray &type, const QByteArray &data)
{
    const QByteArray body = type + data;
    return bigEndian(static_cast<quint32>(data.size())) + body + bigEndian(crc32(body));
}

} // namespace

QByteArray plainPng(int width, int height, quint32 rgb)
{
    const QByteArray header = bigEndian(static_cast<quint32>(width)) + bigEndian(static_cast<quint32>(height))
        + QByteArray::fromHex("0802000000"); // 8 bits, true colour
    const QByteArray pixel = bigEndian(rgb).sliced(1);
    const QByteArray row = QByteArray(1, '\0') + pixel.repeated(width); // no filter
    const QByteArray pixels = row.repeated(height);
    const QByteArray zlib = qCompress(pixels).sliced(4); // qCompress puts the length in front
    return QByteArray::fromHex("89504e470d0a1a0a") + chunk("IHDR", header) + chunk("IDAT", zlib) + chunk("IEND", {});
}

} // namespace rookery::sim::napcat
