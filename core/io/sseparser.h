// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace rookery::io {

//! Takes an event stream apart, however the bytes are cut: CR, LF and CRLF end a line, a byte order mark at
//! the start and comments are skipped. Pure. Keeps the data of events alone; names, ids and retry times
//! are nobody's business here.
class SseParser final
{
public:
    explicit SseParser(qsizetype maxEvent = 1024 * 1024) : m_maxEvent(maxEvent) {}

    //! The events that these bytes complete. After an overflow there are none any more.
    [[nodiscard]] QList<QByteArray> feed(QByteArrayView bytes);
    //! An event or a line was larger than `maxEvent`.
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
