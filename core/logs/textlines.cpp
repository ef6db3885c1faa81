// SPDX-License-Identifier: GPL-3.0-or-later
#include "textlines.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

QString LineDecoder::text(const QByteArray &line)
{
    QStringDecoder decoder(QStringConverter::Utf8);
    QString text = decoder(line);
    if (!decoder.hasError())
        return text;
    QStringDecoder chinese("GB18030");
    if (!chinese.isValid())
        return text;
    QString other = chinese(line);
    if (chinese.hasError())
        return text; // a line cut in two, or not text
    m_foreign = true;
    return other;
}

QString LineDecoder::encoding() const
{
    return m_foreign ? u"GB18030"_s : u"UTF-8"_s;
}

TextLines::TextLines(QIODevice &file) : m_file(file)
{
    rewind(0);
}

bool TextLines::rewind(qint64 from)
{
    if (!m_file.reset())
        return false;
    const QByteArray mark = m_file.peek(4);
    m_wide.reset();
    if (mark.startsWith("\xFF\xFE"))
        m_wide.emplace(QStringConverter::Utf16LE);
    else if (mark.startsWith("\xFE\xFF"))
        m_wide.emplace(QStringConverter::Utf16BE);
    m_decoded.clear();
    m_bytes = 0;
    m_at = 0;
    return from == 0 || m_file.seek(m_wide ? from & ~qint64(1) : from);
}

std::optional<QString> TextLines::next(qint64 longest)
{
    if (m_wide)
        return nextWide(longest);
    QByteArray bytes = m_file.readLine(longest);
    if (bytes.isEmpty())
        return std::nullopt;
    if (bytes.endsWith('\n'))
        bytes.chop(1);
    return m_decoder.text(bytes);
}

std::optional<QString> TextLines::nextWide(qint64 longest)
{
    constexpr qint64 kChunk = 64LL * 1024;
    qsizetype end = m_decoded.indexOf(u'\n', m_at);
    while (end < 0 && m_decoded.size() - m_at < longest && !m_file.atEnd()) {
        m_decoded.remove(0, m_at);
        m_at = 0;
        const qsizetype known = m_decoded.size();
        const QByteArray bytes = m_file.read(kChunk);
        if (bytes.isEmpty())
            break;
        m_bytes += bytes.size();
        m_decoded += (*m_wide)(bytes);
        end = m_decoded.indexOf(u'\n', known);
    }
    if (m_at == m_decoded.size())
        return std::nullopt;
    const qsizetype from = m_at;
    m_atLineEnd = end >= 0;
    m_at = end < 0 ? m_decoded.size() : end + 1;
    return m_decoded.sliced(from, (end < 0 ? m_decoded.size() : end) - from);
}

QString TextLines::encoding() const
{
    return m_wide ? u"UTF-16"_s : m_decoder.encoding();
}

QStringList tellingLines(TextLines &lines)
{
    constexpr qsizetype kTellingLines = 500;
    constexpr qint64 kTellingLength = 4096;
    QStringList found;
    while (found.size() < kTellingLines && !lines.atEnd()) {
        const std::optional<QString> line = lines.next(kTellingLength);
        if (!line)
            break; // removed while reading
        found.append(line->trimmed());
    }
    return found;
}

} // namespace rookery::logs
