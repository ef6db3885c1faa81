// SPDX-License-Identifier: GPL-3.0-or-later
#include "confirm.h"

#include "widgetfactory.h"

#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace rookery::ui {

void ask(QWidget *parent, const Question &question, std::function<void()> agreed)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    dialog->setAccessibleName(question.title);
    auto *layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(kGap);
    auto *title = makeLabel(question.title, LabelKind::Title, dialog);
    title->setWordWrap(true);
    auto *details = makeLabel(question.details, LabelKind::Body, dialog);
    details->setWordWrap(true);
    details->setMinimumWidth(400);
    layout->addWidget(title);
    if (question.body)
        layout->addWidget(question.body(dialog), 1);
    layout->addWidget(details);
    layout->addSpacing(16);

    const QString no = question.no.isEmpty() ? QCoreApplication::translate("Confirm", "Cancel") : question.no;
    auto *yesButton = makeButton(question.yes, question.dangerous ? ButtonKind::Danger : ButtonKind::Primary, dialog);
    auto *noButton = makeButton(no, ButtonKind::Plain, dialog);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(noButton);
    row->addWidget(yesButton);
    layout->addLayout(row);
    (question.dangerous ? noButton : yesButton)->setDefault(true);
    (question.dangerous ? noButton : yesButton)->setFocus();

    QObject::connect(noButton, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(yesButton, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, parent, std::move(agreed));
    dialog->open();
}

} // namespace rookery::ui
