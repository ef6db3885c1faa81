// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

#include <optional>

class QCheckBox;
class QLineEdit;

namespace rookery::ui {

class GatewayFields;

//! Edits the settings of a gateway, its tags among them; its id, token and history stay. Given another `kind` than the
//! gateway's, it converts the gateway to that kind: for one that was replaced or updated.
class EditGatewayDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EditGatewayDialog)

public:
    EditGatewayDialog(engine::Engine &engine, const Theme &theme, const GatewayProfile &gateway, QWidget *parent,
                      std::optional<GatewayKind> kind = {});

private:
    void addTags();
    void save();

    engine::Engine &m_engine;
    GatewayProfile m_gateway;
    GatewayFields *m_fields = nullptr;
    QLineEdit *m_tags = nullptr; //!< nullptr where the kind is changed: they stay
    QCheckBox *m_never = nullptr; //!< nullptr also where nothing is ever sent
};

} // namespace rookery::ui
