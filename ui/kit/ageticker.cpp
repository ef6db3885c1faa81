// SPDX-License-Identifier: GPL-3.0-or-later
#include "ageticker.h"

#include <QEvent>
#include <QWidget>

#include <chrono>
#include <utility>

namespace rookery::ui {

AgeTicker::AgeTicker(QWidget *page, std::function<void()> tick, std::function<bool()> young)
    : QObject(page)
    , m_page(page)
    , m_tick(std::move(tick))
    , m_young(std::move(young))
{
    m_timer.setTimerType(Qt::CoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_tick();
        reschedule();
    });
    page->installEventFilter(this);
}

void AgeTicker::reschedule()
{
    if (!m_page->isVisible()) {
        m_timer.stop();
        return;
    }
    const auto interval = m_young() ? std::chrono::seconds(1) : std::chrono::seconds(15);
    if (!m_timer.isActive() || m_timer.intervalAsDuration() != interval)
        m_timer.start(interval);
}

bool AgeTicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show) {
        m_tick();
        m_timer.start(std::chrono::seconds(1));
    } else if (event->type() == QEvent::Hide) {
        m_timer.stop();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace rookery::ui

#include "moc_ageticker.cpp"
