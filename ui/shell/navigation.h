// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include <QFrame>
#include <QList>
#include <QString>

class QPushButton;

namespace rookery::ui {

//! Describes one entry of the navigation, in the order of Ctrl+1 … Ctrl+7.
struct PageEntry {
    QString key; //!< "overview" …
    QString title;
    QString iconName;
};

//! Holds the pages' buttons on the left edge.
class Navigation final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Navigation)

public:
    Navigation(const Theme &theme, const QList<PageEntry> &pages, QWidget *parent);
    void setCurrent(const QString &key);
    //! Shows a count behind the title; 0 removes it.
    void setCount(const QString &key, int count);

Q_SIGNALS:
    void chosen(const QString &key);

private:
    const Theme &m_theme;
    QList<PageEntry> m_pages;
    QList<QPushButton *> m_buttons;
};

} // namespace rookery::ui
