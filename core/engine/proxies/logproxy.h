// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/logdocument.h"
#include "engine/logservice.h"
#include "model/settings.h"

namespace rookery::engine {

//! Implements the service on the window's thread.
class LogProxy final : public LogService
{
    Q_OBJECT

public:
    //! Keeps so many lines at most; the oldest leave at once.
    void setLimit(int lines) { m_live.setLimit(lines); }
    void apply(const QList<LogLine> &lines) { m_live.append(lines); }

    [[nodiscard]] LogDocument &live() override { return m_live; }

private:
    LiveLog m_live{Settings().liveLogLines};
};

} // namespace rookery::engine
