// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workers.h"

#include "model/broadcast.h"

#include <QList>

namespace rookery::media {

//! What a picture may be; data, so that a gateway with other limits can bring its own.
struct PreflightLimits {
    qint64 warnBytes = 10 * 1024 * 1024; //!< above: told, not refused (QQ may shrink it or be slow)
    qint64 maxBytes = 30 * 1000 * 1000; //!< QQ's own limit for a picture
    int maxSide = 20'000; //!< pixels
    qint64 maxPixels = 50'000'000;
};

struct PreflightReport {
    QList<PreflightPicture> pictures; //!< the usable ones, in the draft's order
    QList<PreflightFinding> findings;
    bool operator==(const PreflightReport &) const = default;
};

//! Looks at one picture file: that it can be read, what it really is (by content, never by suffix),
//! how big, and that its pixels decode. Blocks; any thread.
//! Findings: Rejected with FileMissing, FileDenied, PictureEmpty, PictureTooLarge, PictureFormat,
//! PictureTooManyPixels, PictureUnreadable.
[[nodiscard]] PreflightReport inspectPicture(const QString &path, const PreflightLimits &limits = {});

//! All pictures of a draft, on the pool. Never fails: what is wrong is a finding.
[[nodiscard]] FutureResult<PreflightReport> preflight(Workers &workers, const QList<DraftPicture> &pictures,
                                                      const PreflightLimits &limits = {});

} // namespace rookery::media
