// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace rookery::io {

//! Parses an event stream, however the bytes are divided: CR, LF and CRLF end a line; a byte order mark at the start
//! and comments are skipped. Pure. Keeps only the data of events; names, ids and retry times are ignored.
class SseParser final
{
public:
    explicit SseParser(qsizetype maxEvent = 1024 * 1024) : m_maxEvent(maxEvent) {}

    //! Returns the events that these bytes complete. After an overflow there are no more.
    [[nodiscard]] QList<QByteArray> feed(QByteArrayView bytes);
    //! Returns whether an event or a line was larger than `maxEvent`.
    [[nodiscard]] bool overflowed() const { return m_overflowed; }

private:
    void endLine(QList<QByteArray> &events);
    void skipMark();

    qsizetype m_maxEvent;
    QByteArray m_line;
    QByteArray m_data;
    bool m_hasData = false;
    bool m_afterCr = false;
    bool m_firstLine = true;
    bool m_overflowed = false;
};

} // namespace rookery::io
