// SPDX-License-Identifier: GPL-3.0-or-later
#include "qrreader.h"

#include "base/reasons/input.h"
#include "base/reasons/picture.h"

#include <QBuffer>
#include <QImage>
#include <QImageReader>
#include <QPainter>

#include <algorithm>
#include <cstddef>

#define ZX_USE_UTF8 // text() returns std::string, as in 2.x
#include <ZXing/ReadBarcode.h>

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

#if __has_include(<ZXing/ReaderOptions.h>)
using ReaderOptions = ZXing::ReaderOptions; // since 2.2
#else
using ReaderOptions = ZXing::DecodeHints;
#endif

constexpr int kMaxSide = 1200; //!< pixels; QQ's own pictures have a few hundred
constexpr int kScale = 6; //!< pixels per module of a drawn code
constexpr int kMargin = 24; //!< pixels; some pictures end right at the code's edge

//! Returns the picture with a light border, which a reader needs.
QImage framed(const QImage &picture)
{
    QImage ground(picture.size() + QSize(2 * kMargin, 2 * kMargin), QImage::Format_RGB32);
    ground.fill(Qt::white);
    QPainter painter(&ground);
    painter.drawImage(kMargin, kMargin, picture);
    painter.end();
    return ground.convertToFormat(QImage::Format_Grayscale8);
}

Result<Redacted<QString>> read(const QImage &picture)
{
    const QImage grey = framed(picture);
    const ZXing::ImageView view(grey.constBits(), grey.width(), grey.height(), ZXing::ImageFormat::Lum,
                                static_cast<int>(grey.bytesPerLine()));
    ReaderOptions options;
    options.setFormats(ZXing::BarcodeFormat::QRCode);
    const auto found = ZXing::ReadBarcode(view, options);
    const QString text = found.isValid() ? QString::fromStdString(found.text()) : QString();
    if (text.isEmpty())
        return fail(ErrorKind::Rejected, Reason::NotFound);
    return Redacted<QString>(text);
}

} // namespace

Result<Redacted<QString>> readQr(const protocol::QrModules &modules)
{
    const int side = std::clamp(modules.size, 0, kMaxSide) * kScale;
    if (side <= 0 || side > kMaxSide || modules.dark.size() != std::size_t(modules.size) * std::size_t(modules.size))
        return fail(ErrorKind::Rejected, Reason::NotFound);
    QImage picture(side, side, QImage::Format_Grayscale8);
    for (int y = 0; y < side; ++y) {
        uchar *line = picture.scanLine(y);
        for (int x = 0; x < side; ++x)
            line[x] = modules.at(x / kScale, y / kScale) ? 0 : 255;
    }
    return read(picture);
}

Result<Redacted<QString>> readQrPicture(const QByteArray &png)
{
    if (png.size() > kQrPictureLimit)
        return fail(ErrorKind::Rejected, Reason::PictureTooLarge);
    QBuffer buffer;
    buffer.setData(png);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    if (reader.format() != "png")
        return fail(ErrorKind::Rejected, Reason::PictureFormat);
    const QSize size = reader.size(); // from the header, before any pixel is decoded
    if (size.width() > kMaxSide || size.height() > kMaxSide)
        return fail(ErrorKind::Rejected, Reason::PictureTooManyPixels);
    const QImage picture = reader.read();
    if (picture.isNull())
        return fail(ErrorKind::Rejected, Reason::PictureUnreadable, reader.errorString());
    return read(picture);
}

} // namespace rookery::gateway
