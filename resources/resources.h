// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Makes the compiled-in data (`:/rules`, `:/dialects`, `:/scenarios`, `:/icons`) readable. May be
//! called any number of times, from any thread; needed before the first read because the data sits in
//! a static library.
void initResources();

} // namespace rookery
