// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logrules/ruleset.h"

#include <QHash>

namespace rookery::engine {

//! Classifies live lines by the user's rules, for the view only: drivers and health conclude from what the built-in
//! rules say, so that a user's rule neither raises an alarm nor hides one.
class UserLogRules final
{
public:
    //! Uses a rule file; empty: none.
    void set(const QByteArray &file)
    {
        m_file = file;
        m_sets.clear();
    }
    void apply(GatewayKind kind, LogLine &line)
    {
        if (m_file.isEmpty())
            return;
        if (!m_sets.contains(kind)) // compiled when the first line comes
            m_sets.insert(kind, logrules::RuleSet::builtInOrNone(kind, m_file));
        m_sets.value(kind).classifyAgain(line);
    }

private:
    QByteArray m_file;
    QHash<GatewayKind, logrules::RuleSet> m_sets;
};

} // namespace rookery::engine
