// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kind.h"
#include "logline.h"

#include <QMap>
#include <QString>

#include <array>

namespace rookery {

//! Counts what is in a log file.
struct LogSummary {
    GatewayKind kind = kDefaultKind;
    LogReading reading;
    qint64 bytes = 0;
    qint64 lines = 0;
    qint64 entries = 0;
    WallTime first{}; //!< time of the first entry that has one; default: none has
    WallTime last{};
    std::array<qint64, 5> levels{}; //!< entries, by LogLevel
    std::array<qint64, kLogCategoryCount> categories{}; //!< entries, by LogCategory
    QMap<QString, qint64> rules; //!< entries by the id of their rule; those without a rule are left out
};

} // namespace rookery
