// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/detection.h"

#include <QString>

namespace rookery::text {

//! Describes what was found at an address, in one to three sentences.
[[nodiscard]] QString detectionWords(const Detection &found);
//! Returns "GET /api/login-info: 401 …", one line per question.
[[nodiscard]] QString detectionEvidence(const Detection &found);

} // namespace rookery::text
