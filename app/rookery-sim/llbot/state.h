// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "llbot/logwriter.h"
#include "onebot/account.h"
#include "onebot/outcome.h"

namespace rookery::sim::llbot {

using onebot::Outcome;

//! Holds what the parts of one simulated LLBot share. Outlives them all.
struct State : onebot::State {
    LogWriter &log;

    //! Returns the generation. 4: plugin in QQ; 7: with PMHQ; 8: speaks QQ's protocol itself.
    [[nodiscard]] int generation() const { return options.generation; }
    [[nodiscard]] bool hasPanel() const { return options.generation >= 5; }
    [[nodiscard]] QString version() const
    {
        if (options.generation >= 8)
            return QStringLiteral("8.1.7");
        return options.generation >= 5 ? QStringLiteral("7.8.3") : QStringLiteral("4.6.5");
    }
};

} // namespace rookery::sim::llbot
