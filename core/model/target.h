// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace rookery {

enum class ChatKind { Group, Friend };

//! Returns the canonical spelling of a chat's id, used to compare, store and write it; empty: not an id. Surrounding
//! space is removed. In a number, full-width digits become ASCII digits, and a plus sign and leading zeros are removed
//! (a gateway reads 030010 as 30010); zero is not an id. Ids that are not numbers (WeChat's) stay unchanged.
[[nodiscard]] inline QString canonicalChatId(const QString &id)
{
    const QString trimmed = id.trimmed();
    const bool negative = trimmed.startsWith(u'-');
    const qsizetype first = negative || trimmed.startsWith(u'+') ? 1 : 0;
    QString digits;
    for (qsizetype i = first; i < trimmed.size(); ++i) {
        const char16_t c = trimmed.at(i).unicode();
        const bool wide = c >= u'\uFF10' && c <= u'\uFF19';
        if (!wide && (c < u'0' || c > u'9'))
            return trimmed;
        const char16_t digit = wide ? char16_t(c - u'\uFF10' + u'0') : c;
        if (digit != u'0' || !digits.isEmpty())
            digits += QChar(digit);
    }
    if (digits.isEmpty()) // nothing, a lone sign, or zero in some spelling
        return trimmed.size() == first && first > 0 ? trimmed : QString();
    return negative ? u'-' + digits : digits;
}

//! Names a chat that a message can be sent to, as seen from one account.
struct Target {
    ChatKind kind = ChatKind::Group;
    QString id;

    bool operator==(const Target &) const = default;
};

inline size_t qHash(const Target &target, size_t seed = 0)
{
    return qHashMulti(seed, int(target.kind), target.id);
}

//! Returns the same chat with its canonical id; the id is empty if it is not valid.
[[nodiscard]] inline Target canonical(const Target &target)
{
    return {target.kind, canonicalChatId(target.id)};
}

//! Says whether a list may come from a cache, ours or the gateway's.
enum class Freshness { Cached, Fresh };

//! Describes a group or friend from the account's contact list.
struct Contact {
    Target target;
    QString name; //!< name of the group; remark, else nickname, of a friend
    int memberCount = 0; //!< groups only
    bool allMuted = false; //!< the whole group is muted

    bool operator==(const Contact &) const = default;
};

} // namespace rookery
