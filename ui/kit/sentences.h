// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace rookery::ui {

//! Joins two sentences with a space, where both say something.
[[nodiscard]] inline QString joined(const QString &first, const QString &second)
{
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() ? second : first;
    return QStringLiteral("%1 %2").arg(first, second);
}

} // namespace rookery::ui
