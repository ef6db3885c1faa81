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

    explicit IncomingModel(const Theme &theme, QObject *parent = nullptr) : RowModel(parent), m_theme(theme) {}
    void setMasked(bool masked);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const IncomingConnection &entry, int column) const;

    const Theme &m_theme;
    bool m_masked = false;
};

} // namespace rookery::ui
