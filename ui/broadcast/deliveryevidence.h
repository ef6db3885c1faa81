// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QPlainTextEdit;

namespace rookery::ui {

//! Shows why one delivery is in its state and what proves it.
class DeliveryEvidence final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryEvidence)

public:
    explicit DeliveryEvidence(QWidget *parent);

    void showNothing();
    void show(const QString &title, const QString &words, const QString &evidence);

private:
    QLabel *m_title = nullptr;
    QLabel *m_words = nullptr;
    QPlainTextEdit *m_evidence = nullptr;
};

} // namespace rookery::ui
