// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/dialog.h"

#include "engine/engine.h"

#include <functional>

namespace rookery::ui {

//! Copies the profile into one file of the operator's choice; says what the file contains, what not, and the outcome.
class BackupDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BackupDialog)

public:
    //! `notice` receives the outcome if the dialog is closed before there is one.
    BackupDialog(engine::Engine &engine, const Theme &theme, QWidget *parent,
                 std::function<void(const QString &)> notice);

private:
    void choose();
    void write(const QString &path);
    void finished(const QString &path, const Result<> &result);

    engine::Engine &m_engine;
    std::function<void(const QString &)> m_notice;
    QLabel *m_words = nullptr;
};

} // namespace rookery::ui
