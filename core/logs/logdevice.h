// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QIODevice>
#include <QString>

#include <memory>

namespace rookery::logs {

//! Opens a log file for reading. Of one that is compressed or an archive (gzip, zstd, xz, bzip2, zip, tar) the content
//! is read, file after file; such a device is sequential, and reset() starts it again. Errors: Storage with FileMissing
//! or FileDenied.
[[nodiscard]] Result<std::unique_ptr<QIODevice>> openLog(const QString &path);
//! Returns an error if what was read from a device of openLog ended too early: the packed file is damaged or encrypted.
[[nodiscard]] Result<> checkWhole(const QIODevice &device);
//! Returns when the file was last written to: the newest time a line can have.
[[nodiscard]] WallTime writtenAt(const QString &path);

} // namespace rookery::logs
