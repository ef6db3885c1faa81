// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/broadcast.h"

#include <QList>
#include <QString>

namespace rookery::ui {

enum class BadRow { NotANumber, NotInLists, GroupOrFriend, SeveralAccounts, Repeated };

struct BadTargetRow {
    int line = 0; //!< from 1
    QString text; //!< as pasted
    BadRow why = BadRow::NotANumber;
    bool operator==(const BadTargetRow &) const = default;
};

struct PastedTargets {
    QList<DraftTarget> targets;
    QList<BadTargetRow> bad; //!< every row that gave no target; none is dropped
    bool operator==(const PastedTargets &) const = default;
};

//! Parses a pasted list: one or more entries a line, separated by spaces, commas or semicolons; "30001",
//! "group:30001", "friend:20001" (also 群: and 好友:, full-width signs too). Each entry is looked up in
//! `known`, the chats that can be chosen. Pure function.
[[nodiscard]] PastedTargets parseTargets(const QString &text, const QList<DraftTarget> &known);

} // namespace rookery::ui
