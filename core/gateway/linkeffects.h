// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/epoch.h"

#include <QList>

#include <variant>

namespace rookery::gateway {

//! Runs the effects of one step of a link in their order. Stops after an effect during which a listener ended the
//! attempt; a `DropAll` ends it, too, and the effects after it belong to what follows.
template <class DropAll, class Effect, class Run>
void runEffects(const Epoch &epoch, const QList<Effect> &effects, const Run &run)
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
