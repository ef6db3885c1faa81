// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Gives an enumerator its name outside the program.
template <class E>
struct EnumName {
    E value;
    const char *name;
};

} // namespace rookery
