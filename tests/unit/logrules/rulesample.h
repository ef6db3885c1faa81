// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logline.h"

namespace rookery::test {

//! A log line, and the rule that must take it; empty: none may. "S3" stands for a secret.
struct RuleSample {
    LogLevel level;
    const char16_t *text;
    const char *ruleId;
};

} // namespace rookery::test
