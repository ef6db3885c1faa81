// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QString>

class QLineEdit;
class QWidget;

namespace rookery::ui {

//! Makes a field for a secret, with an eye button that shows it.
[[nodiscard]] QLineEdit *makeSecretField(const Theme &theme, QWidget *parent, const QString &accessible);

} // namespace rookery::ui
