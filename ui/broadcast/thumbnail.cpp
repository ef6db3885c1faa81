// SPDX-License-Identifier: GPL-3.0-or-later
#include "thumbnail.h"

#include <QFileInfo>
#include <QImageReader>

namespace rookery::ui {

QPixmap thumbnail(const QString &path, const QSize &size)
{
    constexpr qint64 kLargestPreview = 32 * 1024 * 1024;
    if (QFileInfo(path).size() > kLargestPreview)
        return {};
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    const QSize whole = reader.size();
    if (whole.isValid())
        reader.setScaledSize(whole.scaled(size, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    return QPixmap::fromImage(reader.read());
}

} // namespace rookery::ui
