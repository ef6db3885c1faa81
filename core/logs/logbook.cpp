// SPDX-License-Identifier: GPL-3.0-or-later
#include "logbook.h"

#include <algorithm>

namespace rookery::logs {

LogLine LogBook::append(LogLine line)
{
    qint64 &last = m_lastSeq[line.gateway];
    if (line.seq == 0)
        line.seq = last + 1;
    last = std::max(last, line.seq);
    m_lines.push_back(line);
    while (size() > m_capacity)
        m_lines.pop_front();
    return line;
}

void LogBook::forget(const GatewayId &gateway)
{
    std::erase_if(m_lines, [&gateway](const LogLine &line) { return line.gateway == gateway; });
}

QList<LogLine> LogBook::lines() const
{
    return {m_lines.begin(), m_lines.end()};
}

} // namespace rookery::logs
