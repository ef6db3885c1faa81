// SPDX-License-Identifier: GPL-3.0-or-later
#include "manualclock.h"
#include "testcase.h"
