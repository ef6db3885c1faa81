// SPDX-License-Identifier: GPL-3.0-or-later
#include "linecutter.h"

#include <algorithm>
#include <utility>

namespace rookery::io {

QList<QByteArray> LineCutter::feed(QByteArrayView bytes)
{
    QList<QByteArray> lines;
    for (qsizetype from = 0; from < bytes.size();) {
        const qsizetype found = bytes.indexOf('\n', from);
        const qsizetype end = found < 0 ? bytes.size() : found;
        if (!m_skipping) {
            const qsizetype room = m_limit - m_line.size();
            m_cut = m_cut || end - from > room;
            m_line += bytes.sliced(from, std::min(end - from, room));
        }
        from = end + 1;
        if (found >= 0 && !std::exchange(m_skipping, false))
            lines.append(take());
    }
    return lines;
}

std::optional<QByteArray> LineCutter::takeRest()
{
    if (m_line.isEmpty())
        return std::nullopt;
    return take();
}

QByteArray LineCutter::take()
{
    if (!std::exchange(m_cut, false) && m_line.endsWith('\r'))
        m_line.chop(1);
    return std::exchange(m_line, {});
}

} // namespace rookery::io
