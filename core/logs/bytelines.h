// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include "base/result.h"

#include <QtGlobal>

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace rookery::logs {

//! Reads the next bytes of a file: how many; 0 at the end, negative if it cannot be read.
using ReadBytes = std::function<qint64(char *to, qint64 most)>;

//! Describes a line without its line end. One that is longer than kLongestLine comes in pieces of that length.
struct ByteLine {
    ByteOffset at;
    std::string_view bytes;
    bool isUtf8 = false;
    bool isRest = false; //!< a later piece of a long line, which belongs to no entry
};

using TakeLine = std::function<void(const ByteLine &line)>;

//! Cuts the first line off `rest`, without its line end; of a line that is longer than kLongestLine, a piece.
[[nodiscard]] std::string_view cutLine(std::string_view &rest);
[[nodiscard]] bool isUtf8(std::string_view text);

//! Reads a file block by block to its end, and gives its lines on. Any one thread.
class ByteLines final
{
    Q_DISABLE_COPY_MOVE(ByteLines)

public:
    ByteLines(ReadBytes read, ByteOffset from, TakeLine take);
    ~ByteLines() = default;

    //! Ends with Cancelled soon after `stop` is requested. `progress` is called after each megabyte with where it is.
    //! Errors: Storage/FileDenied.
    Result<> run(const std::stop_token &stop, const std::function<void(ByteOffset)> &progress = {});
    [[nodiscard]] ByteOffset at() const { return {m_at}; } //!< where the last line that was given on ends
    [[nodiscard]] qint64 bytes() const { return m_bytes; } //!< read
    [[nodiscard]] qint64 lines() const { return m_lines; } //!< of the file, whatever their length

private:
    void takeLines(bool atEnd);

    ReadBytes m_read;
    TakeLine m_take;
    qint64 m_at; //!< where in the file m_block begins
    qint64 m_bytes = 0;
    qint64 m_lines = 0;
    bool m_open = false; //!< a part of a line was taken, but not its end
    std::string m_block; //!< begins with the line that the block before did not end
};

} // namespace rookery::logs
