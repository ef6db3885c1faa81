// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"

#include "engine/engine.h"

namespace rookery::ui {

//! Lists the gateways, one row each, in the order in which they were added.
class GatewayModel final : public KeyedRowModel<AccountSnapshot, &gatewayOf>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayModel)

public:
    enum Column { Name, Id, Kind, Address, State, Version, Account, Tags, ColumnCount };

    explicit GatewayModel(const Theme &theme, QObject *parent = nullptr) : KeyedRowModel(theme, ColumnCount, parent, 14)
    {}
    void apply(const engine::SessionChanges &changes);
    void setMasked(bool masked);

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString textOf(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QString toolTip(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QVariant more(const AccountSnapshot &row, int column, int role) const override;

private:
    bool m_masked = false;
};

} // namespace rookery::ui
