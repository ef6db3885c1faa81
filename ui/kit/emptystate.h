// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

class QHBoxLayout;
class QPushButton;

namespace rookery::ui {

//! Explains an empty list: what it is for and what to press.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    EmptyState(const Theme &theme, const QString &iconName, const QString &title, const QString &text, QWidget *parent);
    //! Adds a button; the first one is the primary button.
    QPushButton *addButton(const QString &text, const QString &accessible = {});

private:
    QHBoxLayout *m_buttons = nullptr;
    int m_count = 0;
};

} // namespace rookery::ui
