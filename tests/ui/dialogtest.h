// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pagedriver.h"
#include "support/windowtest.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace rookery {

//! What tests of dialogs have in common: widgets are found as a screen reader finds them.
class DialogTest : public TestCase
{
protected:
    //! True if any widget below has the text, shown or not.
    static bool keeps(const QWidget *root, const QString &text)
    {
        for (const QLabel *label : root->findChildren<QLabel *>()) {
            if (label->text().contains(text) || label->toolTip().contains(text))
                return true;
        }
        for (const QLineEdit *line : root->findChildren<QLineEdit *>()) {
            if (line->text().contains(text) || line->toolTip().contains(text))
                return true;
        }
        for (const QPlainTextEdit *edit : root->findChildren<QPlainTextEdit *>()) {
            if (edit->toPlainText().contains(text))
                return true;
        }
        return false;
    }
};

} // namespace rookery
