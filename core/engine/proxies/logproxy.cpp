// SPDX-License-Identifier: GPL-3.0-or-later
#include "logproxy.h"

namespace rookery::engine {

void LogProxy::apply(const QList<LogLine> &lines)
{
    constexpr int kMaxLines = 20'000;
    m_lines += lines;
    if (m_lines.size() > kMaxLines + kMaxLines / 10) // in chunks: dropping from the front is linear
        m_lines.remove(0, m_lines.size() - kMaxLines);
}

} // namespace rookery::engine
