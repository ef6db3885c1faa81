// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace rookery::ui {

struct Question {
    QString title; //!< the question itself
    QString details; //!< what a yes leads to; plain text
    QString yes; //!< the button: a verb, never "OK"
    QString no; //!< empty: "Cancel"
    bool dangerous = false; //!< the default button is then the harmless one
    std::function<QWidget *(QWidget *parent)> body = {}; //!< makes what is shown between question and details, if set
};

//! Asks without blocking; `agreed` is called on yes only, and not after `parent` is gone.
void ask(QWidget *parent, const Question &question, std::function<void()> agreed);

} // namespace rookery::ui
