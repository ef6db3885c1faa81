// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

namespace rookery::ui {

//! Updates ages while their page is on screen: each second while something is young, else every fifteen seconds; not
//! at all while hidden.
class AgeTicker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgeTicker)

public:
    //! `tick` redraws; `young` says whether a shown age is under a minute.
    AgeTicker(QWidget *page, std::function<void()> tick, std::function<bool()> young);

    //! Checks again whether seconds matter: call it after each change.
    void reschedule();
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_page;
    std::function<void()> m_tick;
    std::function<bool()> m_young;
    QTimer m_timer;
};

} // namespace rookery::ui
