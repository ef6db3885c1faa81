// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace rookery::ui {

//! Returns a table as CSV (RFC 4180, UTF-8 with BOM so that spreadsheets read Chinese). Cells that a spreadsheet would
//! run as a formula are defused with an apostrophe.
[[nodiscard]] QByteArray toCsv(const QList<QStringList> &rows);

//! Writes a table to a file, replacing it only once all of it is written. Returns what went wrong; empty: nothing.
[[nodiscard]] QString writeCsv(const QString &path, const QList<QStringList> &rows);

} // namespace rookery::ui
