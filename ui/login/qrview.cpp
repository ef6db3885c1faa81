// SPDX-License-Identifier: GPL-3.0-or-later
#include "qrview.h"

#include <QPainter>

#include <algorithm>
#include <exception>
#include <qrcodegen/qrcodegen.hpp>

namespace rookery::ui {

namespace {

constexpr int kQuiet = 4; // modules, as ISO/IEC 18004 requires

QImage modulesOf(const QString &text)
{
    // The library throws when the text is too long for any code; the exception stays inside this function.
    try {
        const auto code = qrcodegen::QrCode::encodeText(text.toUtf8().constData(), qrcodegen::QrCode::Ecc::MEDIUM);
        const int side = code.getSize() + 2 * kQuiet;
        QImage image(side, side, QImage::Format_RGB32);
        image.fill(Qt::white);
        for (int y = 0; y < code.getSize(); ++y) {
            for (int x = 0; x < code.getSize(); ++x) {
                if (code.getModule(x, y))
                    image.setPixel(x + kQuiet, y + kQuiet, 0xFF000000);
            }
        }
        return image;
    } catch (const std::exception &) {
        return {};
    }
}

} // namespace

QrView::QrView(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void QrView::setCode(const Redacted<QString> &text, bool faded)
{
    if (text == m_text && faded == m_faded)
        return;
    if (text != m_text)
        m_image = modulesOf(text.reveal());
    m_text = text;
    m_faded = faded;
    update();
}

void QrView::clear()
{
    m_text = {};
    m_image = {};
    update();
}

QImage QrView::picture(int side) const
{
    if (m_image.isNull())
        return {};
    const int factor = std::max(1, side / m_image.width());
    return m_image.scaled(m_image.size() * factor, Qt::IgnoreAspectRatio, Qt::FastTransformation);
}

void QrView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawRoundedRect(rect(), 6, 6);
    if (m_image.isNull())
        return;
    // Whole device pixels per module, so that a camera sees no grey edges.
    const qreal ratio = devicePixelRatioF();
    const int devicePixels = int(std::min(width(), height()) * ratio);
    const int factor = std::max(1, devicePixels / m_image.width());
    const qreal side = m_image.width() * factor / ratio;
    const QRectF target((width() - side) / 2, (height() - side) / 2, side, side);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(target, m_image);
    if (m_faded)
        painter.fillRect(target, QColor(255, 255, 255, 215));
}

} // namespace rookery::ui

#include "moc_qrview.cpp"
