// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace rookery::io {

//! Splits a stream of bytes into lines, however the bytes are divided, and keeps at most `limit` bytes of a line; the
//! rest of a longer line is dropped. LF or CRLF ends a line. Pure.
class LineCutter final
{
public:
    explicit LineCutter(qsizetype limit) : m_limit(limit) {}

    //! Returns the lines that these bytes complete, without their ends.
    [[nodiscard]] QList<QByteArray> feed(QByteArrayView bytes);
    //! Takes the text after the last line end; nullopt: the last line was complete.
    [[nodiscard]] std::optional<QByteArray> takeRest();
    //! Drops everything up to the next line end, for reading that starts in the middle of a line.
    void skipLine() { m_skipping = true; }

private:
    [[nodiscard]] QByteArray take();

    qsizetype m_limit;
    QByteArray m_line;
    bool m_cut = false; //!< the line was longer than what is kept
    bool m_skipping = false;
};

} // namespace rookery::io
