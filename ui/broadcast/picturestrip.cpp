// SPDX-License-Identifier: GPL-3.0-or-later
#include "picturestrip.h"

#include "kit/plaintip.h"
#include "text/format.h"
#include "thumbnail.h"

#include <QBuffer>
#include <QClipboard>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QSaveFile>
#include <QStandardPaths>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QSize kThumb(64, 64);
constexpr int kPastedDays = 14;
constexpr int kNameRole = Qt::UserRole + 1; //!< of a picture whose file has another name

QStringList localFiles(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

//! Saves a pasted bitmap as a file named by its content: a broadcast reads files, maybe after a restart.
QString keepPasted(const QImage &image)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (image.isNull() || !buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG"))
        return {};
    QDir folder(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + u"/pasted"_s);
    if (!folder.mkpath(u"."_s))
        return {};
    const QDateTime oldest = QDateTime::currentDateTime().addDays(-kPastedDays);
    const QFileInfoList old = folder.entryInfoList({u"*.png"_s}, QDir::Files);
    for (const QFileInfo &file : old) {
        if (file.lastModified() < oldest)
            folder.remove(file.fileName());
    }
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(16);
    QSaveFile file(folder.filePath(QString::fromLatin1(hash) + u".png"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(bytes) != bytes.size() || !file.flush() || !file.commit())
        return {};
    return file.fileName();
}

} // namespace

PictureStrip::PictureStrip(const Theme &theme, QWidget *parent) : QListWidget(parent), m_theme(theme)
{
    setViewMode(QListView::IconMode);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setMovement(QListView::Snap);
    setIconSize(kThumb);
    setGridSize(QSize(96, 100));
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setTextElideMode(Qt::ElideMiddle);
    setSpacing(0);
}

QList<DraftPicture> PictureStrip::pictures() const
{
    QList<DraftPicture> result;
    for (int i = 0; i < count(); ++i)
        result.append({.path = item(i)->data(Qt::UserRole).toString(), .name = item(i)->data(kNameRole).toString()});
    return result;
}

void PictureStrip::setPictures(const QList<DraftPicture> &pictures)
{
    clear();
    for (const DraftPicture &picture : pictures)
        append(picture);
    Q_EMIT edited();
}

void PictureStrip::add(const QStringList &paths)
{
    for (const QString &path : paths)
        append({.path = path});
    Q_EMIT edited();
}

void PictureStrip::append(const DraftPicture &picture)
{
    const QFileInfo file(picture.path);
    const QString shown = text::visibleControls(picture.name.isEmpty() ? file.fileName() : picture.name);
    const QPixmap preview = thumbnail(picture.path, kThumb);
    auto *entry = new QListWidgetItem(preview.isNull() ? m_theme.icon(u"image"_s) : QIcon(preview), shown, this);
    entry->setData(Qt::UserRole, picture.path);
    entry->setData(kNameRole, picture.name);
    const QString where = picture.name.isEmpty() ? text::visibleControls(picture.path) : shown;
    entry->setToolTip(plainTip(file.exists() ? tr("%1, %2").arg(where, text::byteSize(file.size()))
                                             : tr("%1 no longer exists").arg(where)));
    entry->setSizeHint(QSize(92, 96));
}

bool PictureStrip::canTake(const QMimeData &offered)
{
    return offered.hasImage() || !localFiles(offered).isEmpty();
}

bool PictureStrip::take(const QMimeData &offered)
{
    const QStringList files = localFiles(offered);
    if (!files.isEmpty()) {
        add(files);
        return true;
    }
    if (!offered.hasImage())
        return false;
    const QString path = keepPasted(qvariant_cast<QImage>(offered.imageData()));
    if (path.isEmpty()) {
        Q_EMIT pasteFailed();
        return true;
    }
    QString name; // its file is named by its content
    for (int number = 1; name.isEmpty() || !findItems(name, Qt::MatchExactly).isEmpty(); ++number)
        name = tr("pasted picture %1").arg(number);
    append({.path = path, .name = name});
    Q_EMIT edited();
    return true;
}

void PictureStrip::removeSelected()
{
    qDeleteAll(selectedItems());
    Q_EMIT edited();
}

void PictureStrip::moveSelected(int by)
{
    const int from = currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= count())
        return;
    QListWidgetItem *moved = takeItem(from);
    insertItem(to, moved);
    setCurrentItem(moved);
    Q_EMIT edited();
}

void PictureStrip::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->source() == this)
        QListWidget::dragEnterEvent(event);
    else if (canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void PictureStrip::dragMoveEvent(QDragMoveEvent *event)
{
    if (event->source() == this)
        QListWidget::dragMoveEvent(event);
    else if (canTake(*event->mimeData()))
        event->acceptProposedAction();
}

void PictureStrip::dropEvent(QDropEvent *event)
{
    if (event->source() != this) {
        if (take(*event->mimeData()))
            event->acceptProposedAction();
        return;
    }
    // Icon mode would only move the icon on the canvas, but the order of the list is the sending order.
    QListWidgetItem *moved = currentItem();
    if (moved == nullptr)
        return;
    const QModelIndex over = indexAt(event->position().toPoint());
    takeItem(row(moved));
    insertItem(over.isValid() ? over.row() : count(), moved);
    setCurrentItem(moved);
    event->setDropAction(Qt::IgnoreAction); // done here; the base class would remove the row once more
    event->accept();
    Q_EMIT edited();
}

void PictureStrip::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Delete) || event->key() == Qt::Key_Backspace)
        removeSelected();
    else if (event->matches(QKeySequence::Paste))
        take(*QGuiApplication::clipboard()->mimeData());
    else
        QListWidget::keyPressEvent(event);
}

} // namespace rookery::ui

#include "moc_picturestrip.cpp"
