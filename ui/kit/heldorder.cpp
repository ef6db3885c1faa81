// SPDX-License-Identifier: GPL-3.0-or-later
#include "heldorder.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QSortFilterProxyModel>

namespace rookery::ui {

namespace {

class OrderHolder final : public QObject
{
    Q_DISABLE_COPY_MOVE(OrderHolder)

public:
    OrderHolder(QAbstractItemView *view, QSortFilterProxyModel *order) : QObject(view), m_order(order)
    {
        view->viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Enter)
            m_order->setDynamicSortFilter(false);
        else if (event->type() == QEvent::Leave || event->type() == QEvent::Hide)
            m_order->setDynamicSortFilter(true); // sorts by what has changed meanwhile
        return QObject::eventFilter(watched, event);
    }

private:
    QSortFilterProxyModel *m_order; //!< lives as long as its view's page
};

} // namespace

void holdOrderUnderPointer(QAbstractItemView *view, QSortFilterProxyModel *order)
{
    new OrderHolder(view, order);
}

} // namespace rookery::ui
