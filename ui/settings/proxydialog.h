// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace rookery::ui {

//! Edits the proxy of every connection that leaves this machine; loopback never uses one.
class ProxyDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProxyDialog)

public:
    ProxyDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    void save();

    engine::Engine &m_engine;
    QComboBox *m_mode = nullptr;
    QLineEdit *m_host = nullptr;
    QSpinBox *m_port = nullptr;
};

} // namespace rookery::ui
