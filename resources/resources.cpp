// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources.h"

#include <QDir>

#include <mutex>

// Q_INIT_RESOURCE declares a function and therefore has to stand outside every namespace.
static void registerData()
{
    Q_INIT_RESOURCE(rookery);
}

namespace rookery {

void initResources()
{
    static std::once_flag once;
    std::call_once(once, registerData);
}

} // namespace rookery
