// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

class QPlainTextEdit;
class QTreeWidget;

namespace rookery::ui {

//! Adds many gateways at once, one line each: `id url token`. Bad lines are listed, none is dropped.
class PasteGatewaysDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PasteGatewaysDialog)

public:
    PasteGatewaysDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);

private:
    void read();
    void addAll();
    void addNext();
    void finish();

    engine::Engine &m_engine;
    QPlainTextEdit *m_text = nullptr;
    QTreeWidget *m_preview = nullptr;
    PasteResult m_result;
    int m_next = 0;
    QStringList m_failed; //!< lines as typed, to be corrected; they never leave this dialog
    Error m_lastError;
};

} // namespace rookery::ui
