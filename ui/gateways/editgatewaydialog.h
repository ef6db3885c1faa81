// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

#include <optional>

namespace rookery::ui {

class GatewayFields;

//! Edits the settings of a gateway; its id, token and history stay. Given another `kind` than the gateway's, it
//! converts the gateway to that kind: for one that was replaced or updated.
class EditGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EditGatewayDialog)

public:
    EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent,
                      std::optional<GatewayKind> kind = {});

private:
    void save();

    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    GatewayFields *m_fields = nullptr;
};

} // namespace rookery::ui
