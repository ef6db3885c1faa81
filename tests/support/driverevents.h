// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/gateway.h"

#include <utility>
#include <variant>

namespace rookery {

//! Calls `f(const T &)` for each event of that type that a driver reports, as long as the context lives.
template <class T, class F>
void onDriverEvent(gateway::Gateway &driver, QObject *context, F f)
{
    QObject::connect(&driver, &gateway::Gateway::happened, context,
                     [f = std::move(f)](const gateway::DriverEvent &event) mutable {
                         if (const auto *one = std::get_if<T>(&event))
                             f(*one);
                     });
}

} // namespace rookery
