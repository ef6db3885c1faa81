// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/destination.h"
#include "kit/theme.h"

#include <QFrame>
#include <QList>
#include <QString>

class QLabel;
class QPushButton;

namespace rookery::ui {

//! Describes one entry of the navigation.
struct PageEntry {
    PageId id = PageId::Overview;
    QString key; //!< in the saved state, and the name of its icon
    QString title;
};

//! Holds the pages' buttons on the left edge.
class Navigation final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigation)

public:
    Navigation(const Theme &theme, const QList<PageEntry> &pages, QWidget *parent);
    void setCurrent(PageId page);
    //! Shows a count as a badge behind the title, in the colour of its severity; 0 removes it.
    void setCount(PageId page, int count, Role role);

Q_SIGNALS:
    void chosen(rookery::ui::PageId page);

private:
    const Theme &m_theme;
    QList<PageEntry> m_pages;
    QList<QPushButton *> m_buttons;
    QList<QLabel *> m_badges; //!< of the buttons
};

} // namespace rookery::ui
