// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace rookery {

inline constexpr int kLongestTag = 32;

//! Returns the tags in what was typed: words between spaces, commas and semicolons, each once whatever its case, in
//! the order typed. A leading # is dropped, and what is beyond kLongestTag characters.
[[nodiscard]] QStringList tagsIn(const QString &typed);

//! Returns whether the list has the tag, in any case.
[[nodiscard]] bool hasTag(const QStringList &tags, const QString &tag);

} // namespace rookery
