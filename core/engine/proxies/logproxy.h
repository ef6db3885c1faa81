// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/logservice.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class LogProxy final : public LogService
{
    Q_OBJECT

public:
    void apply(const QList<LogLine> &lines);

    [[nodiscard]] QList<LogLine> recentLines() const override { return m_lines; }

private:
    QList<LogLine> m_lines;
};

} // namespace rookery::engine
