// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/redacted.h"

#include <QList>
#include <QString>

namespace rookery::gateway {

//! A chat that can be answered.
struct KeptChat {
    QString user;
    Redacted<QString> token;
    WallTime at{}; //!< of the user's last message
    bool operator==(const KeptChat &) const = default;
};

//! Where a binding's mailbox was read up to, and who could be answered then. The two belong together: what came after
//! this cursor comes again, with its tokens. Kept as SecretKind::Bookmark.
struct Bookmark {
    //! Beyond, whoever wrote longest ago is left out: keyrings are made for small things. Bytes are those of the text.
    static constexpr qsizetype kMostChats = 200;
    static constexpr qsizetype kMostBytes = 64 * 1024;
    static constexpr qsizetype kMostCursorBytes = kMostBytes / 4; //!< a longer one is not kept

    QString botId; //!< another binding has another mailbox
    QString cursor;
    QList<KeptChat> chats; //!< newest first
    bool operator==(const Bookmark &) const = default;
};

[[nodiscard]] Redacted<QString> encodeBookmark(const Bookmark &bookmark);
//! An empty one where the text is none of ours.
[[nodiscard]] Bookmark decodeBookmark(const Redacted<QString> &text);

} // namespace rookery::gateway
