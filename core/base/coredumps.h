// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Keeps the memory of this process, with its tokens, out of core files and from being read by other processes of the
//! same user. Does nothing in a build with failpoints, which is to be debugged, and where the system has no such thing.
void keepSecretsOutOfCores();

} // namespace rookery
