// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

namespace rookery::ui {

//! Limits how much of the gateways' logs is kept in memory.
class LogsSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogsSection)

public:
    LogsSection(const SettingsContext &context, const QString &title, QWidget *parent);
};

} // namespace rookery::ui
