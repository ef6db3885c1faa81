// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/rowmodel.h"

#include "model/gateway.h"

namespace rookery::ui {

//! Lists the gateways whose certificate is trusted by its fingerprint.
class CertificateModel final : public RowModel<GatewayProfile>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CertificateModel)

public:
    enum Column { Gateway, Address, ValidUntil, Fingerprint, ColumnCount };

    CertificateModel(const Theme &theme, QObject *parent) : RowModel(theme, ColumnCount, parent) {}

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString textOf(const GatewayProfile &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const GatewayProfile &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const GatewayProfile &row, int column) const override;
};

} // namespace rookery::ui
