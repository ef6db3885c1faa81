// SPDX-License-Identifier: GPL-3.0-or-later
#include "heldorder.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QSortFilterProxyModel>
#include <QTimer>

#include <chrono>

namespace rookery::ui {

namespace {

//! How long the rows stay after the pointer last moved: one that was left there must not hide what is urgent.
constexpr std::chrono::seconds kHeld{5};

class OrderHolder final : public QObject
{
    Q_DISABLE_COPY_MOVE(OrderHolder)

public:
    OrderHolder(QAbstractItemView *view, QSortFilterProxyModel *order) : QObject(view), m_order(order)
    {
        m_over.setSingleShot(true);
        m_over.setInterval(kHeld);
        connect(&m_over, &QTimer::timeout, this, &OrderHolder::release);
        view->viewport()->setMouseTracking(true);
        view->viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Enter || event->type() == QEvent::MouseMove) {
            m_order->setDynamicSortFilter(false);
            m_over.start();
        } else if (event->type() == QEvent::Leave || event->type() == QEvent::Hide) {
            release();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void release()
    {
        m_over.stop();
        if (m_order->dynamicSortFilter())
            return;
        m_order->setDynamicSortFilter(true);
        m_order->invalidate(); // what changed meanwhile may be filtered otherwise
    }

    QSortFilterProxyModel *m_order; //!< lives as long as its view's page
    QTimer m_over;
};

} // namespace

void holdOrderUnderPointer(QAbstractItemView *view, QSortFilterProxyModel *order)
{
    new OrderHolder(view, order);
}

} // namespace rookery::ui
