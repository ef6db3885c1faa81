// SPDX-License-Identifier: GPL-3.0-or-later
#include "logindexer.h"

#include "bytelines.h"
#include "entryscanner.h"

#include <QElapsedTimer>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

class LogIndexer::Scanner final : public EntryScanner
{
public:
    explicit Scanner(LogIndexer &indexer)
        : EntryScanner(indexer.m_rules, *indexer.m_parser, indexer.m_log->decoder())
        , m_indexer(indexer)
    {}

protected:
    void entryEnded(const ScannedEntry &entry) override
    {
        LogIndex &index = m_indexer.m_index;
        index.addMark({.level = entry.level, .category = entry.category});
        if (index.wantsTime())
            index.setTime(time());
        m_indexer.m_findings.yearGuessed = m_indexer.m_findings.yearGuessed || entry.yearGuessed;
        m_indexer.m_findings.anyTime = m_indexer.m_findings.anyTime || entry.hasOwnTime;
    }

private:
    LogIndexer &m_indexer;
};

LogIndexer::LogIndexer(std::shared_ptr<const SeekableLog> log, logrules::RuleSet rules)
    : m_log(std::move(log))
    , m_rules(std::move(rules))
    , m_parser(m_log->makeParser())
{}

LogIndexer::~LogIndexer() = default;

void LogIndexer::start(LogIndex index, const LogFindings &findings)
{
    m_index = std::move(index);
    m_findings = findings;
}

Result<> LogIndexer::run(const std::stop_token &stop, const std::function<void(const LogIndexer &)> &publish)
{
    constexpr qint64 kPublishEach = 100; // ms
    if (m_index.entryCount() > 0)
        m_parser->resume(m_index.timeNear({m_index.entryCount() - 1}));
    // the last entry may go on, and the last line may have been written in part
    if (m_index.lineCount() > 0 && !m_index.dropLast())
        m_index = {};
    qint64 at = m_index.end().value;
    Scanner scanner(*this);
    ByteLines lines(
        [this, &at](char *to, qint64 most) {
            const qint64 got = m_log->read({at}, to, most);
            at += std::max<qint64>(got, 0);
            return got;
        },
        m_index.end(),
        [this, &scanner](const ByteLine &line) {
            const bool begins = !line.isRest && scanner.addBytes(line.bytes, line.isUtf8);
            m_index.addLine(line.at, begins);
        });
    QElapsedTimer published;
    const Result<> read = lines.run(stop, [&](ByteOffset now) {
        m_index.setEnd(now);
        m_findings.foreign = m_findings.foreign || scanner.encoding() != u"UTF-8"_s;
        if (published.isValid() && published.elapsed() < kPublishEach)
            return;
        published.start();
        publish(*this);
    });
    if (!read)
        return read;
    scanner.finish();
    m_index.setEnd(lines.at());
    m_findings.foreign = m_findings.foreign || scanner.encoding() != u"UTF-8"_s;
    publish(*this);
    return {};
}

LogReading LogIndexer::reading() const
{
    LogReading reading;
    reading.misread = m_log->misread();
    reading.encoding = m_log->isWide() ? u"UTF-16"_s : m_findings.foreign ? u"GB18030"_s : u"UTF-8"_s;
    for (const logrules::LogWrapping wrapping : m_parser->wrappings())
        reading.wrappings.append(logrules::wrappingName(wrapping));
    reading.yearGuessed = m_findings.yearGuessed;
    reading.timeless = m_index.entryCount() > 0 && !m_findings.anyTime;
    return reading;
}

} // namespace rookery::logs
