// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>

namespace rookery::fuzz {

//! Ends the program, which is what a fuzzer takes for a finding, unless `holds`; `property` says what broke.
inline void require(bool holds, const char *property)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", property);
    std::abort();
}

} // namespace rookery::fuzz
