// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/epoch.h"

#include <variant>
#include <vector>

namespace rookery::gateway {

//! Runs the effects of one step of a link in their order. Stops after an effect during which a listener ended the
//! attempt; a `DropAll` ends it, too, and the effects after it belong to what follows. The list is a
//! std::vector: a QList instantiates the assignment of these large variants too, a third of the time a link compiled.
template <class DropAll, class Effect, class Run>
void runEffects(const Epoch &epoch, const std::vector<Effect> &effects, const Run &run)
{
    Epoch::Mark attempt = epoch.mark();
    for (const Effect &effect : effects) {
        run(effect);
        if (std::holds_alternative<DropAll>(effect))
            attempt = epoch.mark();
        else if (attempt.isOver())
            return;
    }
}

} // namespace rookery::gateway
