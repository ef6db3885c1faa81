// SPDX-License-Identifier: GPL-3.0-or-later
#include "logproxy.h"

namespace rookery::engine {

void LogProxy::setLimit(int lines)
{
    m_limit = lines;
    m_live.setLimit(lines);
    if (m_lines.size() > m_limit)
        m_lines.remove(0, m_lines.size() - m_limit);
}

void LogProxy::apply(const QList<LogLine> &lines)
{
    m_live.append(lines);
    m_lines += lines;
    if (m_lines.size() > m_limit + m_limit / 10) // in chunks: dropping from the front is linear
        m_lines.remove(0, m_lines.size() - m_limit);
}

} // namespace rookery::engine

#include "moc_logproxy.cpp"
