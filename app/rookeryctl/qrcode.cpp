// SPDX-License-Identifier: GPL-3.0-or-later
#include "qrcode.h"

#include "base/reasons/input.h"
#include "base/reasons/machine.h"

#include <QBuffer>
#include <QFile>
#include <QImage>

#include <qrcodegen/qrcodegen.hpp>

namespace rookery::ctl {

namespace {

constexpr int kQuietZone = 4;
constexpr int kPixelsPerModule = 8;

qrcodegen::QrCode encode(const Redacted<QString> &text)
{
    return qrcodegen::QrCode::encodeText(text.reveal().toUtf8().constData(), qrcodegen::QrCode::Ecc::MEDIUM);
}

} // namespace

QString drawQrBlocks(const Redacted<QString> &text)
{
    const qrcodegen::QrCode code = encode(text);
    const auto light = [&code](int x, int y) { return !code.getModule(x, y); }; // outside is light
    QString drawing;
    for (int y = -kQuietZone; y < code.getSize() + kQuietZone; y += 2) {
        for (int x = -kQuietZone; x < code.getSize() + kQuietZone; ++x) {
            const bool upper = light(x, y);
            const bool lower = light(x, y + 1);
            drawing += upper ? (lower ? QChar(0x2588) : QChar(0x2580)) : (lower ? QChar(0x2584) : QChar(u' '));
        }
        drawing += u'\n';
    }
    return drawing;
}

Result<> QrPng::write(const Redacted<QString> &text)
{
    const qrcodegen::QrCode code = encode(text);
    const int side = (code.getSize() + 2 * kQuietZone) * kPixelsPerModule;
    QImage image(side, side, QImage::Format_Grayscale8);
    image.fill(Qt::white);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            if (code.getModule(x / kPixelsPerModule - kQuietZone, y / kPixelsPerModule - kQuietZone))
                image.setPixel(x, y, 0);
        }
    }
    QBuffer png;
    png.open(QIODevice::WriteOnly);
    image.save(&png, "PNG");
    remove();
    QFile file(m_path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner)) {
        if (file.exists())
            return fail(ErrorKind::Rejected, Reason::Duplicate, m_path);
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    }
    m_written = png.data();
    if (file.write(m_written) != m_written.size() || !file.flush())
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    return {};
}

void QrPng::remove()
{
    if (isOurs())
        QFile::remove(m_path);
    m_written.clear();
}

bool QrPng::isOurs() const
{
    QFile file(m_path);
    return !m_written.isEmpty() && file.open(QIODevice::ReadOnly) && file.read(m_written.size() + 1) == m_written;
}

} // namespace rookery::ctl
