// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    template <class T>
    static T *named(const QWidget *root, const QString &name)
    {
        for (T *widget : root->findChildren<T *>()) {
            if (widget->accessibleName() == name)
                return widget;
        }
        return nullptr;
    }
    static void press(const QWidget *root, const QString &name)
    {
        auto *button = named<QPushButton>(root, name);
        QVERIFY2(button, qPrintable(name));
        QVERIFY2(button->isEnabled(), qPrintable(name));
        button->click();
    }
    static bool says(const QWidget *root, const QString &words)
    {
        for (const QLabel *label : root->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(words))
                return true;
        }
        return false;
    }
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
