// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

namespace rookery::ui {

//! Shows versions, licence, and what to send along with a question.
class AboutDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutDialog)

public:
    AboutDialog(engine::Engine &engine, const Theme &theme, QWidget *parent);
};

} // namespace rookery::ui
