// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/rowmodel.h"

#include "kit/theme.h"

#include "model/listener.h"

namespace rookery::ui {

//! Lists the rejected dial-ins, newest first as reported.
class IncomingModel final : public RowModel<IncomingConnection>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncomingModel)

public:
    enum Column { Account, Why, Times, Last, Program, Address, ColumnCount };

    explicit IncomingModel(const Theme &theme, QObject *parent = nullptr) : RowModel(theme, ColumnCount, parent, 14) {}
    void setMasked(bool masked);

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const IncomingConnection &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const IncomingConnection &row, int column) const override;
    [[nodiscard]] QString toolTip(const IncomingConnection &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const IncomingConnection &row, int column) const override;

private:
    bool m_masked = false;
};

} // namespace rookery::ui
