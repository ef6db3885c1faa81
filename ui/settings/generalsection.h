// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

namespace rookery::ui {

//! Chooses language, theme and how much the window shows.
class GeneralSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GeneralSection)

public:
    GeneralSection(const SettingsContext &context, const QString &title, QWidget *parent);
};

} // namespace rookery::ui
