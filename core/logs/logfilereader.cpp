// SPDX-License-Identifier: GPL-3.0-or-later
#include "logfilereader.h"

#include "base/reasons/machine.h"
#include "base/reasons/picture.h"
#include "logrules/logformats.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

constexpr qint64 kLongestLine = 256 * 1024;
// how much of a file is examined to detect its kind; it may start with a dump
constexpr qsizetype kTellingLines = 500;
constexpr qint64 kTellingLength = 4096;

//! Keeps the last entries of a stream, up to a limit.
class Tail final
{
public:
    explicit Tail(int limit) : m_limit(std::max(limit, 0)) {}

    void add(std::optional<logrules::RawLogEntry> entry)
    {
        if (!entry)
            return;
        m_entries.push_back(std::move(*entry));
        if (m_entries.size() > std::size_t(m_limit)) {
            m_entries.pop_front();
            ++m_leftOut;
        }
    }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }
    [[nodiscard]] const std::deque<logrules::RawLogEntry> &entries() const { return m_entries; }

private:
    int m_limit;
    qint64 m_leftOut = 0;
    std::deque<logrules::RawLogEntry> m_entries;
};

//! Reads the lines of a file as text. A line that is not valid UTF-8 is read as GB18030, which gateways write on a
//! Chinese Windows; a file may contain both, if two programs wrote to it.
class TextLines final
{
public:
    explicit TextLines(QFile &file) : m_file(file) { rewind(0); }

    //! Continues at that byte of the file.
    bool rewind(qint64 from)
    {
        if (!m_file.seek(0))
            return false;
        const QByteArray mark = m_file.peek(4);
        m_wide.reset();
        if (mark.startsWith("\xFF\xFE"))
            m_wide.emplace(QStringConverter::Utf16LE);
        else if (mark.startsWith("\xFE\xFF"))
            m_wide.emplace(QStringConverter::Utf16BE);
        m_decoded.clear();
        return m_file.seek(m_wide ? from & ~qint64(1) : from);
    }
    [[nodiscard]] bool atEnd() const { return m_file.atEnd() && m_decoded.isEmpty(); }
    //! Returns the next line without its line end; nullopt: the file is gone.
    [[nodiscard]] std::optional<QString> next(qint64 longest)
    {
        return m_wide ? nextWide(longest) : nextNarrow(longest);
    }
    [[nodiscard]] QString encoding() const { return m_wide ? u"UTF-16"_s : (m_foreign ? u"GB18030"_s : u"UTF-8"_s); }

private:
    std::optional<QString> nextNarrow(qint64 longest)
    {
        QByteArray bytes = m_file.readLine(longest);
        if (bytes.isEmpty())
            return std::nullopt;
        if (bytes.endsWith('\n'))
            bytes.chop(1);
        QStringDecoder decoder(QStringConverter::Utf8);
        QString text = decoder(bytes);
        if (!decoder.hasError())
            return text;
        QStringDecoder chinese("GB18030");
        if (!chinese.isValid())
            return text;
        QString other = chinese(bytes);
        if (chinese.hasError())
            return text; // a line cut in two, or not text
        m_foreign = true;
        return other;
    }
    std::optional<QString> nextWide(qint64 longest)
    {
        qsizetype end = m_decoded.indexOf(u'\n');
        while (end < 0 && m_decoded.size() < longest && !m_file.atEnd()) {
            constexpr qint64 kChunk = 64 * 1024;
            const qsizetype known = m_decoded.size();
            const QByteArray bytes = m_file.read(kChunk);
            if (bytes.isEmpty())
                break;
            m_decoded += (*m_wide)(bytes);
            end = m_decoded.indexOf(u'\n', known);
        }
        if (m_decoded.isEmpty())
            return std::nullopt;
        const QString line = end < 0 ? m_decoded : m_decoded.left(end);
        m_decoded.remove(0, end < 0 ? m_decoded.size() : end + 1);
        return line;
    }

    QFile &m_file;
    std::optional<QStringDecoder> m_wide;
    QString m_decoded; // decoded by m_wide, not returned yet
    bool m_foreign = false;
};

WallTime writtenAt(const QFile &file)
{
    return fromMSecs(QFileInfo(file).lastModified().toMSecsSinceEpoch());
}

Result<> open(QFile &file)
{
    if (!QFileInfo(file).isFile())
        return fail(ErrorKind::Storage, Reason::FileMissing, file.fileName());
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    return {};
}

//! Seeks to the start of the part that is read, and returns whether the file has content before it.
Result<bool> goToEnd(TextLines &lines, const QFile &file, qint64 longest)
{
    const qint64 from = std::max<qint64>(file.size() - longest, 0);
    if (!lines.rewind(from))
        return fail(ErrorKind::Storage, Reason::FileDenied, file.errorString());
    if (from > 0)
        (void)lines.next(kLongestLine); // the rest of a line that began earlier
    return from > 0;
}

QStringList tellingLines(TextLines &lines)
{
    QStringList found;
    while (found.size() < kTellingLines && !lines.atEnd()) {
        const std::optional<QString> line = lines.next(kTellingLength);
        if (!line)
            break; // removed while reading
        found.append(line->trimmed());
    }
    return found;
}

LogLine classified(const logrules::RawLogEntry &entry, const logrules::RuleSet &rules, qint64 seq)
{
    LogLine line = rules.makeLine(entry.level, entry.text, entry.ownFrom);
    line.seq = seq;
    line.time = entry.time;
    line.timeIsOurs = !entry.hasOwnTime;
    return line;
}

} // namespace

std::optional<GatewayKind> kindOfLogFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    TextLines lines(file);
    return logrules::detectLogKind(tellingLines(lines), writtenAt(file));
}

Result<LogFile> readLogFile(const QString &path, GatewayKind kind, const logrules::RuleSet &rules, int limit,
                            const std::stop_token &stop, qint64 longest)
{
    QFile file(path);
    if (const Result<> opened = open(file); !opened)
        return fail(opened.error());
    const auto parser = logrules::makeLogParser(kind, writtenAt(file));
    TextLines text(file);
    const QStringList first = tellingLines(text);
    for (const QString &line : first)
        parser->learn(line);
    const Result<bool> cut = goToEnd(text, file, longest);
    if (!cut)
        return fail(cut.error());
    Tail tail(limit);
    while (!text.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::optional<QString> line = text.next(kLongestLine);
        if (!line)
            break; // removed while reading
        tail.add(parser->feed(*line));
    }
    tail.add(parser->finish());
    LogFile read;
    read.lines.reserve(qsizetype(tail.entries().size()));
    read.reading.encoding = text.encoding();
    for (const logrules::LogWrapping wrapping : parser->wrappings())
        read.reading.wrappings.append(logrules::wrappingName(wrapping));
    read.reading.timeless = !tail.entries().empty();
    read.reading.leftOut = tail.leftOut();
    read.reading.startUnread = *cut;
    if ((*cut || tail.leftOut() > 0) && !tail.entries().empty())
        read.reading.from = tail.entries().front().time;
    for (const logrules::RawLogEntry &entry : tail.entries()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        read.reading.yearGuessed = read.reading.yearGuessed || entry.yearGuessed;
        read.reading.timeless = read.reading.timeless && !entry.hasOwnTime;
        read.lines.append(classified(entry, rules, read.lines.size() + 1));
    }
    return read;
}

} // namespace rookery::logs
