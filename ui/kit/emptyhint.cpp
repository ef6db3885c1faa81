// SPDX-License-Identifier: GPL-3.0-or-later
#include "emptyhint.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEvent>

namespace rookery::ui {

EmptyHint::EmptyHint(const QString &text, QAbstractItemView *view) : QLabel(view->viewport()), m_view(view)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setMargin(16);
    setProperty("kind", QStringLiteral("muted"));
    // clicks go to the view underneath, so that dropping and focusing work on an empty list, too
    setAttribute(Qt::WA_TransparentForMouseEvents);
    view->viewport()->installEventFilter(this);
    const QAbstractItemModel *model = view->model();
    connect(model, &QAbstractItemModel::rowsInserted, this, &EmptyHint::updateVisibility);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &EmptyHint::updateVisibility);
    connect(model, &QAbstractItemModel::modelReset, this, &EmptyHint::updateVisibility);
    connect(model, &QAbstractItemModel::layoutChanged, this, &EmptyHint::updateVisibility);
    place();
    updateVisibility();
}

bool EmptyHint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QLabel::eventFilter(watched, event);
}

void EmptyHint::place()
{
    setGeometry(m_view->viewport()->rect());
}

void EmptyHint::updateVisibility()
{
    setVisible(m_view->model()->rowCount(m_view->rootIndex()) == 0);
}

} // namespace rookery::ui

#include "moc_emptyhint.cpp"
