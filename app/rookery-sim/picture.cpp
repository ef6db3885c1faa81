// SPDX-License-Identifier: GPL-3.0-or-later
#include "picture.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <qrcodegen/qrcodegen.hpp>

#include <optional>

namespace rookery::sim {

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

constexpr int kQuiet = 4; // modules around the code
constexpr int kScale = 6; // pixels per module

QByteArray png(int width, int height, quint8 colourType, const QByteArray &rows)
{
    QByteArray header = bigEndian(static_cast<quint32>(width)) + bigEndian(static_cast<quint32>(height));
    header.append(char(8)).append(static_cast<char>(colourType)).append(3, '\0'); // 8 bits per sample
    const QByteArray zlib = qCompress(rows).sliced(4); // qCompress puts the length in front
    return QByteArray::fromHex("89504e470d0a1a0a") + chunk("IHDR", header) + chunk("IDAT", zlib) + chunk("IEND", {});
}

std::optional<qrcodegen::QrCode> encode(const QString &text)
{
    try {
        return qrcodegen::QrCode::encodeText(text.toUtf8().constData(), qrcodegen::QrCode::Ecc::LOW);
    } catch (const std::exception &) { // data_too_long, the library's only exception
        return std::nullopt;
    }
}

//! Reads a big-endian number of `count` bytes. Returns 0 beyond the end.
int numberAt(const QByteArray &bytes, qsizetype at, int count)
{
    if (at + count > bytes.size())
        return 0;
    quint32 number = 0;
    for (int i = 0; i < count; ++i)
        number = (number << 8) | static_cast<quint8>(bytes.at(at + i));
    return static_cast<int>(number);
}

int smallFirstAt(const QByteArray &bytes, qsizetype at)
{
    return numberAt(bytes, at, 1) | (numberAt(bytes, at + 1, 1) << 8);
}

//! Reads the size from the first frame header (FFC0 to FFCF, without the tables among them).
QSize jpegSize(const QByteArray &bytes)
{
    for (qsizetype at = 2; at + 9 < bytes.size();) {
        const auto marker = static_cast<quint8>(bytes.at(at + 1));
        if (static_cast<quint8>(bytes.at(at)) != 0xff)
            break;
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
            return {numberAt(bytes, at + 7, 2), numberAt(bytes, at + 5, 2)};
        at += 2 + numberAt(bytes, at + 2, 2);
    }
    return {0, 0};
}

} // namespace

PictureShape shapeOf(const QByteArray &picture)
{
    if (picture.startsWith("\x89PNG")) {
        return {.extension = QStringLiteral("png"), .size = {numberAt(picture, 16, 4), numberAt(picture, 20, 4)}};
    }
    if (picture.startsWith("GIF8")) {
        return {.extension = QStringLiteral("gif"), .size = {smallFirstAt(picture, 6), smallFirstAt(picture, 8)}};
    }
    if (picture.startsWith("RIFF") && picture.mid(8, 4) == "WEBP")
        return {.extension = QStringLiteral("webp")};
    if (picture.startsWith("BM"))
        return {.extension = QStringLiteral("bmp")};
    return picture.startsWith("\xff\xd8") ? PictureShape{.size = jpegSize(picture)} : PictureShape{};
}

QString pictureNameOf(const QByteArray &picture)
{
    const QByteArray md5 = QCryptographicHash::hash(picture, QCryptographicHash::Md5).toHex().toUpper();
    return QString::fromLatin1(md5) + u'.' + shapeOf(picture).extension;
}

QByteArray plainPng(int width, int height, quint32 rgb)
{
    const QByteArray pixel = bigEndian(rgb).sliced(1);
    const QByteArray row = QByteArray(1, '\0') + pixel.repeated(width); // no filter
    return png(width, height, 2, row.repeated(height));
}

QByteArray qrPng(const QString &text)
{
    const std::optional<qrcodegen::QrCode> code = encode(text);
    if (!code)
        return {};
    const int modules = code->getSize() + 2 * kQuiet;
    QByteArray rows;
    for (int y = 0; y < modules; ++y) {
        QByteArray row(1, '\0');
        for (int x = 0; x < modules; ++x) // outside the code every module is light
            row.append(kScale, code->getModule(x - kQuiet, y - kQuiet) ? '\0' : '\xff');
        rows += row.repeated(kScale);
    }
    return png(modules * kScale, modules * kScale, 0, rows);
}

QByteArray qrBlocks(const QString &text)
{
    const std::optional<qrcodegen::QrCode> code = encode(text);
    if (!code)
        return {};
    QString drawing;
    for (int y = -1; y <= code->getSize(); y += 2) {
        for (int x = -1; x <= code->getSize(); ++x) {
            const bool upper = !code->getModule(x, y);
            const bool lower = !code->getModule(x, y + 1);
            drawing += upper && lower ? u'█' : (upper ? u'▀' : (lower ? u'▄' : u' '));
        }
        drawing += u'\n';
    }
    return drawing.toUtf8();
}

} // namespace rookery::sim
