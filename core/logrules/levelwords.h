// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

#include <QLatin1StringView>
#include <QStringView>

#include <algorithm>
#include <optional>
#include <span>

namespace rookery::logrules {

//! Holds one word that a gateway prints for a level.
struct LevelWord {
    QLatin1StringView word;
    LogLevel level;
};

//! Finds the level that a printed word stands for; case counts.
inline std::optional<LogLevel> levelOf(std::span<const LevelWord> words, QStringView word)
{
    const auto known =
        std::find_if(words.begin(), words.end(), [word](const LevelWord &entry) { return word == entry.word; });
    return known == words.end() ? std::nullopt : std::optional(known->level);
}

} // namespace rookery::logrules
