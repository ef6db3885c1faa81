// SPDX-License-Identifier: GPL-3.0-or-later
#include "sseparser.h"

#include <utility>

namespace rookery::io {

QList<QByteArray> SseParser::feed(QByteArrayView bytes)
{
    QList<QByteArray> events;
    qsizetype start = 0;
    for (qsizetype i = 0; i < bytes.size() && !m_overflowed; ++i) {
        const char c = bytes[i];
        const bool secondHalf = std::exchange(m_afterCr, c == '\r') && c == '\n';
        if (secondHalf) {
            start = i + 1;
            continue;
        }
        if (c != '\r' && c != '\n')
            continue;
        m_line.append(bytes.sliced(start, i - start));
        start = i + 1;
        endLine(events);
    }
    if (!m_overflowed)
        m_line.append(bytes.sliced(start));
    if (m_line.size() + m_data.size() > m_maxEvent)
        m_overflowed = true;
    return events;
}

void SseParser::endLine(QList<QByteArray> &events)
{
    if (std::exchange(m_firstLine, false))
        skipMark();
    const QByteArray line = std::exchange(m_line, QByteArray());
    if (line.isEmpty()) {
        if (std::exchange(m_hasData, false))
            events.append(std::exchange(m_data, QByteArray()));
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView name = colon < 0 ? QByteArrayView(line) : QByteArrayView(line).first(colon);
    if (name != QByteArrayView("data"))
        return;
    QByteArrayView value = colon < 0 ? QByteArrayView() : QByteArrayView(line).sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (m_data.size() + value.size() > m_maxEvent) {
        m_overflowed = true;
        return;
    }
    if (std::exchange(m_hasData, true))
        m_data.append('\n');
    m_data.append(value);
}

void SseParser::skipMark()
{
    if (m_line.startsWith("\xEF\xBB\xBF"))
        m_line.remove(0, 3);
}

} // namespace rookery::io
