// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "settingspage.h"

namespace rookery::ui {

//! Shows versions and licence, and saves what to send along with a question.
class AboutSection final : public SettingsPage
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AboutSection)

public:
    AboutSection(const SettingsContext &context, const QString &title, QWidget *parent);

private:
    void chooseFile();
    void saveSupport(const QString &path);

    SettingRow *m_support = nullptr;
};

} // namespace rookery::ui
