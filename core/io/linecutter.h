// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>

namespace rookery::io {

//! Cuts a stream of bytes into lines, whatever pieces they come in, and keeps no more than `limit` bytes of a line:
//! what is beyond is dropped. LF or CRLF ends a line. Pure.
class LineCutter final
{
public:
    explicit LineCutter(qsizetype limit) : m_limit(limit) {}

    //! Returns the lines that these bytes complete, without their ends.
    [[nodiscard]] QList<QByteArray> feed(QByteArrayView bytes);
    //! Takes what no line end follows; none: the last line was complete.
    [[nodiscard]] std::optional<QByteArray> takeRest();
    //! Drops what comes up to the next line end: where reading begins, no line need begin.
    void skipLine() { m_skipping = true; }

private:
    [[nodiscard]] QByteArray take();

    qsizetype m_limit;
    QByteArray m_line;
    bool m_cut = false; //!< more came of the line than is kept
    bool m_skipping = false;
};

} // namespace rookery::io
