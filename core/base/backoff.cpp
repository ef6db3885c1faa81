// SPDX-License-Identifier: GPL-3.0-or-later
#include "backoff.h"

#include <QRandomGenerator>

namespace rookery {

Jitter systemJitter()
{
    return [] { return QRandomGenerator::global()->generateDouble(); };
}

} // namespace rookery
