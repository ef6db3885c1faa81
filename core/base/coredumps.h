// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace rookery {

//! Keeps this process's memory, and the tokens in it, out of core files, and stops other processes of the same user
//! from reading it. Does nothing in a debug build, or where the system has no
//! such control.
void keepSecretsOutOfCores();

} // namespace rookery
