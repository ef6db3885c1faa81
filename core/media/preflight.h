// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workers.h"

#include "model/broadcast.h"

#include <QList>

namespace rookery::media {

//! Defines what a picture may be; data, so that a gateway with other limits can supply its own.
struct PreflightLimits {
    qint64 warnBytes = 10 * 1024 * 1024; //!< larger ones are reported, not refused (QQ may shrink them or be slow)
    qint64 maxBytes = 30 * 1000 * 1000; //!< QQ's own limit for a picture
    int maxSide = 20'000; //!< pixels
    qint64 maxPixels = 50'000'000;
};

//! Holds the outcome of the checks on a draft's pictures.
struct PreflightReport {
    QList<PreflightPicture> pictures; //!< the usable ones, in the draft's order
    QList<PreflightFinding> findings;
    bool operator==(const PreflightReport &) const = default;
};

//! Checks one picture file: that it can be read, its real format (by content, never by suffix), its size, and that its
//! pixels decode. Blocks; any thread. Findings: Rejected with FileMissing, FileDenied, PictureEmpty, PictureTooLarge,
//! PictureFormat, PictureTooManyPixels, PictureUnreadable.
[[nodiscard]] PreflightReport inspectPicture(const QString &path, const PreflightLimits &limits = {});

//! Checks all pictures of a draft on the pool. Never fails: every fault is a finding.
[[nodiscard]] FutureResult<PreflightReport> preflight(Workers &workers, const QList<DraftPicture> &pictures,
                                                      const PreflightLimits &limits = {});

} // namespace rookery::media
