// SPDX-License-Identifier: GPL-3.0-or-later
#include "textlines.h"

#include <QRegularExpression>
#include <QStringEncoder>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

constexpr char16_t kFirstOfThreeBytes = 0x800; // all of Chinese has at least three bytes in UTF-8

//! Returns the UTF-16 of a file by its first four bytes: a mark, or two characters of ASCII.
std::optional<QStringConverter::Encoding> wideEncoding(const QByteArray &first)
{
    const auto hasZeros = [&first](qsizetype high, qsizetype low) {
        return first.size() == 4 && first[high] == 0 && first[high + 2] == 0 && first[low] >= ' '
            && first[low + 2] >= ' ';
    };
    if (first.startsWith("\xFF\xFE") || hasZeros(1, 0))
        return QStringConverter::Utf16LE;
    if (first.startsWith("\xFE\xFF") || hasZeros(0, 1))
        return QStringConverter::Utf16BE;
    return std::nullopt;
}

//! Returns whether the bytes of the text in a Chinese encoding are Chinese in UTF-8.
bool isMisread(const QString &text)
{
    QStringEncoder chinese("GB18030");
    QByteArray bytes;
    for (const QString &part : text.split(u'€')) {
        bytes += bytes.isNull() ? QByteArray("") : QByteArray("\x80"); // as Windows has it
        bytes += QByteArray(chinese(part));
    }
    // what stood between two characters that were lost may begin and end within one
    constexpr qsizetype kMostCut = 3;
    const auto isRest = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    const auto *const begin =
        std::find_if_not(bytes.cbegin(), bytes.cbegin() + std::min(kMostCut, bytes.size()), isRest);
    QStringDecoder decoder(QStringConverter::Utf8);
    const QString meant = decoder(QByteArrayView(begin, bytes.cend()));
    const auto isChinese = [](QChar c) { return c.unicode() < 0x80 || c.unicode() >= kFirstOfThreeBytes; };
    return !chinese.hasError() && !decoder.hasError() && std::all_of(meant.cbegin(), meant.cend(), isChinese);
}

} // namespace

QString LineDecoder::text(const QByteArray &line)
{
    QStringDecoder decoder(QStringConverter::Utf8);
    QString text = decoder(line);
    const auto isCertain = [](QChar c) { return c.unicode() >= kFirstOfThreeBytes; };
    if (!decoder.hasError() && !isForeign({line.constData(), std::size_t(line.size())})) {
        m_utf8 = m_utf8 || std::any_of(text.cbegin(), text.cend(), isCertain);
        return text;
    }
    QStringDecoder chinese("GB18030");
    if (!chinese.isValid())
        return text;
    QString other = chinese(line);
    if (chinese.hasError())
        return text; // a line cut in two, or not text
    m_foreign = true;
    return other;
}

bool LineDecoder::isForeign(std::string_view line) const
{
    if (!m_preferForeign)
        return false;
    unsigned char highest = 0;
    for (const char c : line)
        highest = std::max(highest, static_cast<unsigned char>(c));
    return highest >= 0x80 && highest < 0xE0;
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
    m_wide.reset();
    if (const auto wide = wideEncoding(m_file.peek(4)))
        m_wide.emplace(*wide);
    m_decoder.settle();
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
    else
        skipLine();
    return m_decoder.text(bytes);
}

void TextLines::skipLine()
{
    constexpr qint64 kAtOnce = 64LL * 1024;
    while (!m_file.atEnd()) {
        const QByteArray rest = m_file.readLine(kAtOnce);
        if (rest.isEmpty() || rest.endsWith('\n'))
            return;
    }
}

//! Decodes the next part of the file, and drops what was returned.
bool TextLines::decodeMore()
{
    constexpr qint64 kChunk = 64LL * 1024;
    m_decoded.remove(0, std::exchange(m_at, 0));
    const QByteArray bytes = m_file.read(kChunk);
    m_bytes += bytes.size();
    m_decoded += (*m_wide)(bytes);
    return !bytes.isEmpty();
}

std::optional<QString> TextLines::nextWide(qint64 longest)
{
    qsizetype end = m_decoded.indexOf(u'\n', m_at);
    while (end < 0 && m_decoded.size() - m_at < longest && decodeMore())
        end = m_decoded.indexOf(u'\n', m_at);
    if (m_at == m_decoded.size())
        return std::nullopt;
    while (m_at < m_decoded.size() && m_decoded.at(m_at) == QChar::ByteOrderMark)
        ++m_at; // of a file that was added to another; in UTF-8 the decoder drops it
    const qsizetype length = (end < 0 ? m_decoded.size() : end) - m_at;
    QString line = m_decoded.sliced(m_at, std::min<qsizetype>(length, longest));
    while (end < 0) {
        m_at = m_decoded.size();
        if (!decodeMore())
            return line;
        end = m_decoded.indexOf(u'\n');
    }
    m_at = end + 1;
    return line;
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

QString misreadEncoding(const QStringList &lines)
{
    constexpr qsizetype kShortest = 3; // characters; fewer may be UTF-8 by chance
    constexpr qsizetype kEnough = 12;
    qsizetype misread = 0;
    qsizetype other = 0;
    static const QRegularExpression foreign(u"[^\\x{00}-\\x{7F}\\x{FFFD}]{%1,}"_s.arg(kShortest));
    for (const QString &line : lines) {
        for (auto runs = foreign.globalMatch(line); runs.hasNext();) {
            const QString run = runs.next().captured();
            (isMisread(run) ? misread : other) += run.size();
        }
    }
    constexpr qsizetype kRatio = 8;
    return misread >= kEnough && misread > kRatio * other ? u"GB18030"_s : QString();
}

} // namespace rookery::logs
