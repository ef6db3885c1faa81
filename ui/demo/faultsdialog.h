// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/democontrol.h"
#include "kit/dialog.h"

#include "engine/engine.h"

class QComboBox;
class QStandardItemModel;

namespace rookery::ui {

//! Lists every fault that the simulator of a demo gateway offers, to be switched on and off.
class FaultsDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FaultsDialog)

public:
    FaultsDialog(DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    void load();
    void show(const QList<DemoFault> &faults);

    DemoControl &m_control;
    QComboBox *m_gateway = nullptr;
    QStandardItemModel *m_model = nullptr;
    bool m_filling = false; //!< what changes now was not the operator
};

} // namespace rookery::ui
