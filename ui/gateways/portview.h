// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QWidget>

class QFrame;
class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace rookery::ui {

class AccountActions;
class IncomingModel;
class ShapeDot;

//! Shows our own port: whether it listens and which machines can reach it, what to paste, and the rejected dial-ins.
class PortView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PortView)

public:
    PortView(engine::Engine &engine, const Theme &theme, AccountActions &actions, QWidget *parent);

    void refresh();
    void setMasked(bool masked);
    [[nodiscard]] QTableView *table() const { return m_table; }

private:
    [[nodiscard]] QWidget *card();
    [[nodiscard]] QWidget *listHead();
    void showIncoming(const QList<IncomingConnection> &incoming);
    [[nodiscard]] const IncomingConnection *selected() const; //!< nullptr: no row is selected
    void update();

    engine::Engine &m_engine;
    const Theme &m_theme;
    AccountActions &m_actions;
    IncomingModel *m_model = nullptr;
    QSortFilterProxyModel *m_sorter = nullptr;
    ShapeDot *m_dot = nullptr;
    QLabel *m_word = nullptr;
    QLabel *m_address = nullptr;
    QPushButton *m_copy = nullptr;
    QLabel *m_reach = nullptr;
    QLabel *m_counts = nullptr;
    QTableView *m_table = nullptr;
    QLabel *m_advice = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_clear = nullptr;
};

} // namespace rookery::ui
