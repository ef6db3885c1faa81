// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace rookery::ui {

//! Takes a pasted list of groups and friends; rows that give no target are listed with the reason.
class PasteTargetsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PasteTargetsDialog)

public:
    //! `known`: the chats that can be chosen, in the lists of `accountName`.
    PasteTargetsDialog(const QString &accountName, QList<DraftTarget> known, QWidget *parent);

Q_SIGNALS:
    void chosen(const QList<rookery::DraftTarget> &targets);

private:
    void read();

    QList<DraftTarget> m_known;
    QList<DraftTarget> m_targets;
    QPlainTextEdit *m_text = nullptr;
    QPlainTextEdit *m_bad = nullptr;
    QLabel *m_result = nullptr;
    QPushButton *m_add = nullptr;
};

} // namespace rookery::ui
