// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHashFunctions>
#include <QString>

namespace rookery {

enum class ChatKind { Group, Friend };

//! A chat that a message can go to, as seen from one account.
struct Target {
    ChatKind kind = ChatKind::Group;
    QString id;

    bool operator==(const Target &) const = default;
};

inline size_t qHash(const Target &target, size_t seed = 0)
{
    return qHashMulti(seed, int(target.kind), target.id);
}

//! A group or friend from the account's list.
struct Contact {
    Target target;
    QString name; //!< group name, or remark and else nickname of a friend
    int memberCount = 0; //!< groups only
    bool allMuted = false; //!< the whole group is muted

    bool operator==(const Contact &) const = default;
};

} // namespace rookery
