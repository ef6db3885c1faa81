// SPDX-License-Identifier: GPL-3.0-or-later
#include "logproxy.h"

#include "moc_logproxy.cpp"
