// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

class QFile;

namespace rookery {

//! Reads bytes of an open file from anywhere, past its buffer and its position. Returns how many; 0 at the end, -1 if
//! they cannot be read. Several threads may read one file at once, if it stays open.
[[nodiscard]] qint64 readAt(const QFile &file, qint64 at, char *to, qint64 most);

} // namespace rookery
