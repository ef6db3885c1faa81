// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ruleset.h"

#include <QByteArray>
#include <QHash>
#include <QStringList>

#include <array>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rookery::logrules {

//! Classifies entries from their UTF-8 bytes, for logs of any size: what RuleSet::makeLine says of the same text, but
//! most entries are decided by the few bytes that they begin with, and only the others become text. Immutable; any
//! thread.
class LineSieve final
{
public:
    explicit LineSieve(const RuleSet &rules);

    static constexpr int kNone = -1;
    //! Returns the number of the rule that matches, or kNone. `text`: an entry of valid UTF-8 without control
    //! characters, as LogParser would give it, whose words begin at once.
    [[nodiscard]] int ruleOf(LogLevel level, std::string_view text) const;
    //! Returns the number of a rule by its id, or kNone.
    [[nodiscard]] int ruleOf(const QString &id) const { return m_numbers.value(id, kNone); }
    [[nodiscard]] int size() const { return int(m_ids.size()); }
    [[nodiscard]] const QString &id(int rule) const { return m_ids.at(rule); }
    [[nodiscard]] LogCategory category(int rule) const { return m_categories[std::size_t(rule)]; }

private:
    //! Describes one beginning that a rule may have.
    struct Beginning {
        std::string literal; //!< UTF-8
        int rule = 0;
        bool certain = false; //!< the literal is all that the rule wants
        bool payload = false;
        bool afterHead = false; //!< counts where the rule file's head ends, not where the words begin
    };
    //! Holds the beginnings that count at one level.
    struct Level {
        std::unordered_map<std::uint32_t, std::vector<Beginning>> longer; //!< by their first four bytes
        std::vector<Beginning> shorter;
        int firstAfterHead = std::numeric_limits<int>::max(); //!< the first rule that counts after the head
    };
    class Found;

    void add(LogLevel level, Beginning beginning);
    static void search(const Level &level, std::string_view words, bool afterHead, Found &found);
    [[nodiscard]] std::optional<std::size_t> headLength(std::string_view words) const;
    [[nodiscard]] int exact(LogLevel level, std::string_view text) const;

    RuleSet m_rules;
    std::array<Level, 5> m_levels; //!< by LogLevel
    QStringList m_ids;
    std::vector<LogCategory> m_categories;
    QHash<QString, int> m_numbers;
};

} // namespace rookery::logrules
