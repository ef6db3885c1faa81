// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QFileDevice>
#include <QString>

namespace rookery::config {

//! What a failed file operation means: Storage with DiskFull, FileDenied or FileMissing.
[[nodiscard]] Error fileError(const QFileDevice &file);

//! Replaces a file in one step, readable by its owner alone: after a crash or on a full disk the old content
//! is still there.
[[nodiscard]] Result<> writePrivately(const QString &path, const QByteArray &content);

//! Makes a folder (and those above it) that only its owner may enter; one that exists is left as it is.
[[nodiscard]] Result<> makePrivateFolder(const QString &path);

} // namespace rookery::config
