// SPDX-License-Identifier: GPL-3.0-or-later
#include "preflight.h"

#include "webp.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <mutex>

namespace rookery::media {

namespace {

constexpr std::array kFormats = {"png", "jpeg", "gif", "webp", "bmp"};

PreflightFinding finding(const QString &path, ErrorReason reason, const QString &detail = {}, bool blocking = true)
{
    return {path, Error{.kind = ErrorKind::Rejected, .reason = reason, .detail = detail}, blocking};
}

bool isKnown(const QByteArray &format)
{
    return std::any_of(kFormats.begin(), kFormats.end(), [&format](const char *known) { return format == known; });
}

//! Decodes the pixels once and returns the error, if any: the header alone does not reveal a truncated file.
QString whyUndecodable(QImageReader &reader)
{
    QImage image;
    return reader.read(&image) ? QString() : reader.errorString();
}

//! Checks format, size and integrity of `bytes`; nullopt: no fault.
std::optional<PreflightFinding> inspectBytes(const QByteArray &bytes, const PreflightLimits &limits,
                                             PreflightPicture &picture)
{
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return finding(picture.path, Reason::PictureUnreadable, buffer.errorString());
    QImageReader reader(&buffer);
    reader.setDecideFormatFromContent(true);
    const std::optional<QSize> webp = webpSize(bytes);
    const QByteArray format = webp ? QByteArray("webp") : reader.format();
    if (!isKnown(format))
        return finding(picture.path, Reason::PictureFormat, QString::fromLatin1(format));
    const QSize size = webp ? *webp : reader.size();
    picture.format = QString::fromLatin1(format);
    picture.width = size.width();
    picture.height = size.height();
    if (size.isEmpty())
        return finding(picture.path, Reason::PictureUnreadable, reader.errorString());
    if (size.width() > limits.maxSide || size.height() > limits.maxSide
        || qint64(size.width()) * size.height() > limits.maxPixels) {
        return finding(picture.path, Reason::PictureTooManyPixels,
                       QStringLiteral("%1x%2").arg(size.width()).arg(size.height()));
    }
    if (webp)
        return isIntactWebp(bytes) ? std::nullopt : std::optional(finding(picture.path, Reason::PictureUnreadable));
    if (const QString why = whyUndecodable(reader); !why.isEmpty())
        return finding(picture.path, Reason::PictureUnreadable, why);
    return std::nullopt;
}

} // namespace

PreflightReport inspectPicture(const QString &path, const PreflightLimits &limits)
{
    // four bytes per pixel at the limit, plus reserve; Qt's default limit is 128 MiB
    static std::once_flag raised;
    std::call_once(raised, [] { QImageReader::setAllocationLimit(256); });

    const QFileInfo info(path);
    if (!info.exists() || !info.isFile())
        return {{}, {finding(path, Reason::FileMissing)}};
    if (info.size() > limits.maxBytes)
        return {{}, {finding(path, Reason::PictureTooLarge, QString::number(info.size()))}};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {{}, {finding(path, Reason::FileDenied, file.errorString())}};
    // one byte more than allowed, to notice a file that grows while it is read
    const QByteArray bytes = file.read(limits.maxBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return {{}, {finding(path, Reason::PictureUnreadable, file.errorString())}};
    if (bytes.isEmpty())
        return {{}, {finding(path, Reason::PictureEmpty)}};
    if (bytes.size() > limits.maxBytes)
        return {{}, {finding(path, Reason::PictureTooLarge, QString::number(bytes.size()))}};

    PreflightPicture picture;
    picture.path = path;
    picture.bytes = bytes.size();
    picture.sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    picture.md5 = QCryptographicHash::hash(bytes, QCryptographicHash::Md5);
    if (const auto wrong = inspectBytes(bytes, limits, picture))
        return {{}, {*wrong}};
    PreflightReport report{{picture}, {}};
    if (bytes.size() > limits.warnBytes)
        report.findings.append(finding(path, Reason::PictureTooLarge, QString::number(bytes.size()), false));
    return report;
}

FutureResult<PreflightReport> preflight(Workers &workers, const QList<DraftPicture> &pictures,
                                        const PreflightLimits &limits)
{
    return workers.run([pictures, limits]() -> Result<PreflightReport> {
        PreflightReport all;
        for (const DraftPicture &picture : pictures) {
            const PreflightReport one = inspectPicture(picture.path, limits);
            all.pictures += one.pictures;
            all.findings += one.findings;
        }
        return all;
    });
}

} // namespace rookery::media
