// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QAbstractTableModel>

namespace rookery::ui {

//! Lists the gateways, one row each, in the order in which they were added.
class GatewayModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayModel)

public:
    enum Column { Name, Id, Kind, Address, State, Version, Account, ColumnCount };

    explicit GatewayModel(const Theme &theme, QObject *parent = nullptr);
    void reset(const QList<AccountSnapshot> &accounts);
    void apply(const engine::Delta &delta);
    void setMasked(bool masked);
    [[nodiscard]] const AccountSnapshot *at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const AccountSnapshot &account, int column) const;

    const Theme &m_theme;
    QList<AccountSnapshot> m_accounts;
    bool m_masked = false;
};

} // namespace rookery::ui
