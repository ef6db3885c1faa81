// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

namespace rookery::config {

//! Converts a failed file operation to an Error: Storage with DiskFull, FileDenied or FileMissing.
[[nodiscard]] Error fileError(const QFileDevice &file);

//! Replaces a file atomically, readable by its owner only: after a crash or on a full disk the old content is still
//! there.
[[nodiscard]] Result<> writePrivately(const QString &path, const QByteArray &content);

//! Creates a folder (and its parents) that only its owner may enter. An existing folder with other content keeps its
//! mode.
[[nodiscard]] Result<> makePrivateFolder(const QString &path);

} // namespace rookery::config
