// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/rowmodel.h"

#include "model/broadcast.h"

namespace rookery::ui {

//! Holds one line of a dry run, formatted for display.
struct PlanLine {
    StatusStyle status;
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

    PlanModel(const Theme &theme, QObject *parent) : RowModel(theme, ColumnCount, parent) {}

    void show(const Plan &plan, const AccountNames &names);

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const PlanLine &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const PlanLine &row, int column) const override;
};

//! Returns "20 targets through 1 account, 2 skipped": the numbers that the operator confirms.
[[nodiscard]] QString planSummary(const Plan &plan, WallTime now);

} // namespace rookery::ui
