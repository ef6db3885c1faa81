// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace rookery::ui {

//! Explains one log line: the rule that recognised it, what it means, what to do, and the whole line.
class LineExplanation final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineExplanation)

public:
    explicit LineExplanation(QWidget *parent);

    void showNothing();
    //! `words`: the whole line as shown; `rule` is empty where no rule recognised it; `seen`: how often it did.
    void show(const LogLine &line, const QString &words, const RuleExplanation &rule, int seen);

Q_SIGNALS:
    void copyWanted();

private:
    QLabel *m_title = nullptr;
    QLabel *m_category = nullptr;
    QLabel *m_meaning = nullptr;
    QLabel *m_advice = nullptr;
    QLabel *m_seen = nullptr;
    QLabel *m_since = nullptr;
    QPlainTextEdit *m_line = nullptr;
    QPushButton *m_copy = nullptr;
};

} // namespace rookery::ui
