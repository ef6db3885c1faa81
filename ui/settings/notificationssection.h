// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

namespace rookery::ui {

//! Chooses what is reported outside the window.
class NotificationsSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NotificationsSection)

public:
    NotificationsSection(const SettingsContext &context, const QString &title, QWidget *parent);
};

} // namespace rookery::ui
