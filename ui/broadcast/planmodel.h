// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/rowmodel.h"

#include "model/broadcast.h"

namespace rookery::ui {

//! Holds one line of a dry run, formatted for display.
struct PlanLine {
    StatusStyle tone;
    QString what; //!< account, target or picture
    QString amount;
    QString remark;
    bool operator==(const PlanLine &) const = default;
};

//! Shows the dry run as a table: first what stops it, then accounts, then skipped targets with the reason.
class PlanModel final : public RowModel<PlanLine>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanModel)

public:
    enum Column { What, Amount, Remark, ColumnCount };

    PlanModel(const Theme &theme, QObject *parent) : RowModel(parent), m_theme(theme) {}

    void show(const Plan &plan, const AccountNames &names);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Theme &m_theme;
};

//! Returns "20 targets through 1 account, 2 skipped": the numbers that the operator confirms.
[[nodiscard]] QString planSummary(const Plan &plan, WallTime now);

} // namespace rookery::ui
