// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "model/broadcast.h"

#include <QListWidget>

class QMimeData;

namespace rookery::ui {

//! Shows the pictures of a draft as thumbnails, in sending order; reordered by dragging or moveSelected.
class PictureStrip final : public QListWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PictureStrip)

public:
    PictureStrip(const Theme &theme, QWidget *parent);

    [[nodiscard]] QList<DraftPicture> pictures() const;
    void setPictures(const QList<DraftPicture> &pictures);
    void add(const QStringList &paths);
    //! Takes local picture files and pasted bitmaps out of a drop or paste; returns false when there were none.
    bool take(const QMimeData &offered);
    void removeSelected();
    void moveSelected(int by);

    //! Returns whether a drop or paste holds something for this strip.
    [[nodiscard]] static bool canTake(const QMimeData &offered);

Q_SIGNALS:
    void edited();
    void pasteFailed(); //!< a pasted bitmap could not be saved as a file

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void append(const DraftPicture &picture);

    const Theme &m_theme;
};

} // namespace rookery::ui
