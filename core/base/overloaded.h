// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Combines several functions into one visitor, one overload each.
template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

} // namespace rookery
