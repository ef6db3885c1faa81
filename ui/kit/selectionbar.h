// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bulkactions.h"

#include <QList>
#include <QWidget>

class QLabel;
class QPushButton;

namespace rookery::ui {

//! Shows what can be done to a selection of several rows: how many are selected, a button for each frequent action that
//! fits some of them, and a menu with every action. Hidden while fewer than two rows are selected.
class SelectionBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SelectionBar)

public:
    SelectionBar(BulkActions &actions, const Theme &theme, const QList<BulkAction> &frequent, QWidget *parent);

    //! Updates the bar: the selection, or the state of its accounts, differs.
    void refresh();

private:
    BulkActions &m_actions;
    QLabel *m_count = nullptr;
    QList<std::pair<BulkAction, QPushButton *>> m_buttons;
};

} // namespace rookery::ui
