// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace rookery::ui {

//! Explains one log line: the rule that recognised it, what it means, what to do, what it leads to, and the
//! whole line.
class LineExplanation final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LineExplanation)

public:
    explicit LineExplanation(QWidget *parent);

    //! Names what a line leads to; empty: nothing.
    struct Links {
        QString account;
        QString incident;
    };

    void showNothing();
    //! `words`: the whole line as shown; `rule` is empty where no rule recognised it.
    void show(const LogLine &line, const QString &words, const RuleExplanation &rule, const Links &links);

Q_SIGNALS:
    void copyWanted();
    void ruleWanted(); //!< only lines of the same rule
    void accountWanted();
    void incidentWanted();

private:
    [[nodiscard]] QPushButton *makeLink(const QString &name);

    QLabel *m_title = nullptr;
    QLabel *m_category = nullptr;
    QLabel *m_own = nullptr;
    QLabel *m_meaning = nullptr;
    QLabel *m_advice = nullptr;
    QLabel *m_since = nullptr;
    QPlainTextEdit *m_line = nullptr;
    QPushButton *m_copy = nullptr;
    QPushButton *m_onlyRule = nullptr;
    QPushButton *m_account = nullptr;
    QPushButton *m_incident = nullptr;
};

} // namespace rookery::ui
