// SPDX-License-Identifier: GPL-3.0-or-later
#include "bytelines.h"

#include "textlines.h"

#include "base/reasons/machine.h"

#include <QUtf8StringView>

#include <algorithm>
#include <utility>

namespace rookery::logs {

namespace {

constexpr std::size_t kBlock = 1024UL * 1024;

} // namespace

bool isUtf8(std::string_view text)
{
    return QUtf8StringView(text.data(), qsizetype(text.size())).isValidUtf8();
}

std::string_view cutLine(std::string_view &rest)
{
    const std::string_view most = rest.substr(0, std::size_t(kLongestLine));
    const std::size_t end = most.find('\n');
    const std::string_view line = most.substr(0, end);
    rest.remove_prefix(line.size() + (end == std::string_view::npos ? 0 : 1));
    return line;
}

ByteLines::ByteLines(ReadBytes read, ByteOffset from, TakeLine take)
    : m_read(std::move(read))
    , m_take(std::move(take))
    , m_at(from.value)
{}

Result<> ByteLines::run(const std::stop_token &stop, const std::function<void(ByteOffset)> &progress)
{
    for (;;) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::size_t kept = m_block.size();
        m_block.resize(kept + kBlock);
        const qint64 got = m_read(m_block.data() + kept, kBlock);
        if (got < 0)
            return fail(ErrorKind::Storage, Reason::FileDenied);
        m_block.resize(kept + std::size_t(got));
        m_bytes += got;
        takeLines(got == 0);
        if (got == 0)
            return {};
        if (progress)
            progress({m_at});
    }
}

void ByteLines::takeLines(bool atEnd)
{
    const std::string_view block(m_block);
    const std::size_t lastEnd = block.rfind('\n');
    const std::size_t whole = lastEnd == std::string_view::npos ? 0 : lastEnd + 1;
    const bool valid = isUtf8(block.substr(0, whole));
    std::string_view rest = block;
    // a line that never ends comes in pieces, as everywhere else
    while (!rest.empty()) {
        const std::size_t at = block.size() - rest.size();
        if (at >= whole && rest.size() < std::size_t(kLongestLine) && !atEnd)
            break;
        const bool continues = m_open;
        const std::string_view line = cutLine(rest);
        m_open = block.size() - rest.size() == at + line.size();
        m_lines += m_open ? 0 : 1;
        const bool isPiece = continues || m_open; // may begin or end within a character
        m_take({.at = {m_at + qint64(at)},
                .bytes = line,
                .isUtf8 = (valid && !isPiece) || isUtf8(line),
                .isRest = continues});
    }
    if (atEnd && m_open)
        ++m_lines;
    const std::size_t taken = block.size() - rest.size();
    m_at += qint64(taken);
    m_block.erase(0, taken);
}

} // namespace rookery::logs
