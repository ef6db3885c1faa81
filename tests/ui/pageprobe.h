// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace rookery {

//! Every shown button, label, tab and header of `root` whose words do not fit where they stand.
[[nodiscard]] QStringList cutTexts(const QWidget *root);
//! Every two shown buttons or fields beside each other of which one covers a part of the other.
[[nodiscard]] QStringList overlaps(const QWidget *root);
//! Characters of shown words that no installed font draws.
[[nodiscard]] QStringList missingGlyphs(const QWidget *root);
//! Controls without an accessible name, and names that two shown controls of one kind share.
[[nodiscard]] QStringList namelessControls(const QWidget *root);
[[nodiscard]] QStringList sharedNames(const QWidget *root);

} // namespace rookery
