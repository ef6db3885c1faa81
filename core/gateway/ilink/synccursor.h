// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/redacted.h"

#include <QList>
#include <QString>

namespace rookery::gateway {

//! Identifies a chat that can be answered.
struct KeptChat {
    QString user;
    Redacted<QString> token;
    WallTime at{}; //!< of the user's last message
    bool operator==(const KeptChat &) const = default;
};

//! Holds the position up to which a binding's mailbox was read, and the users who could be answered then. The two
//! belong together: messages after this cursor come again, with their tokens. Stored as SecretKind::SyncCursor.
struct SyncCursor {
    //! Beyond these limits the users who wrote longest ago are left out: keyrings are made for small items. Bytes are
    //! those of the encoded text.
    static constexpr qsizetype kMostChats = 200;
    static constexpr qsizetype kMostBytes = 64 * 1024;
    static constexpr qsizetype kMostCursorBytes = kMostBytes / 4; //!< a longer one is not kept

    QString botId; //!< another binding has another mailbox
    QString cursor;
    QList<KeptChat> chats; //!< newest first
    bool operator==(const SyncCursor &) const = default;
};

[[nodiscard]] Redacted<QString> encodeSyncCursor(const SyncCursor &syncCursor);
//! Decodes a bookmark; gives an empty one if the text is not ours.
[[nodiscard]] SyncCursor decodeSyncCursor(const Redacted<QString> &text);

} // namespace rookery::gateway
