// SPDX-License-Identifier: GPL-3.0-or-later
#include "plaintip.h"

#include <QTextDocument>

namespace rookery::ui {

QString plainTip(const QString &text)
{
    return Qt::mightBeRichText(text) ? Qt::convertFromPlainText(text) : text;
}

} // namespace rookery::ui
