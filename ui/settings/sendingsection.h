// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

namespace rookery::ui {

//! Sets the default pace of broadcasts.
class SendingSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendingSection)

public:
    SendingSection(const SettingsContext &context, const QString &title, QWidget *parent);

private:
    void addInterval();
    void addJitter();
};

} // namespace rookery::ui
