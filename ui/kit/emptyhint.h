// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

class QAbstractItemView;

namespace rookery::ui {

//! Says what to do next, in the middle of a list that has no rows. Lays itself over the view.
class EmptyHint final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyHint)

public:
    EmptyHint(const QString &text, QAbstractItemView *view);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void updateVisibility();

    QAbstractItemView *m_view;
};

} // namespace rookery::ui
