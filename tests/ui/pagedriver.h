// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QTest>

// Drives a page or dialog as an operator does: controls are found by their accessible names, as a screen reader does.
namespace rookery {

//! The control below `root` with that accessible name, shown or not; nullptr: there is none.
template <class Control>
[[nodiscard]] Control *named(const QWidget *root, const QString &name)
{
    const QList<Control *> controls = root->findChildren<Control *>();
    for (Control *control : controls) {
        if (control->accessibleName() == name)
            return control;
    }
    return nullptr;
}

//! Clicks a button, which must be there and enabled.
inline void press(const QWidget *root, const QString &name)
{
    auto *button = named<QPushButton>(root, name);
    QVERIFY2(button, qPrintable(name));
    QVERIFY2(button->isEnabled(), qPrintable(name));
    button->click();
}

//! True if a label that is on the screen contains the words.
[[nodiscard]] inline bool says(const QWidget *root, const QString &words)
{
    const QList<QLabel *> labels = root->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (label->isVisible() && label->text().contains(words))
            return true;
    }
    return false;
}

} // namespace rookery
