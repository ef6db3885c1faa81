// SPDX-License-Identifier: GPL-3.0-or-later
#include "secretfield.h"

#include "plaintip.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QLineEdit *makeSecretField(const Theme &theme, QWidget *parent, const QString &accessible)
{
    auto *field = new QLineEdit(parent);
    field->setEchoMode(QLineEdit::Password);
    field->setAccessibleName(accessible);
    field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoAutoUppercase | Qt::ImhNoPredictiveText);
    QAction *eye = field->addAction(theme.icon(u"eye"_s), QLineEdit::TrailingPosition);
    eye->setCheckable(true);
    eye->setText(QCoreApplication::translate("SecretField", "Show the input"));
    eye->setToolTip(plainTip(eye->text()));
    QObject::connect(eye, &QAction::toggled, field, [field, eye, &theme](bool shown) {
        field->setEchoMode(shown ? QLineEdit::Normal : QLineEdit::Password);
        eye->setIcon(theme.icon(shown ? u"eye-off"_s : u"eye"_s));
    });
    return field;
}

} // namespace rookery::ui
