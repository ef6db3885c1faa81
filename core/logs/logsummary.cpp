// SPDX-License-Identifier: GPL-3.0-or-later
#include "logsummary.h"

#include "bytelines.h"
#include "entryscanner.h"
#include "logsource.h"

#include "base/reasons/machine.h"

#include <algorithm>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

//! Counts the entries of a log.
class EntryCounter final : public EntryScanner
{
public:
    EntryCounter(const logrules::RuleSet &rules, logrules::LogParser &parser, const LineDecoder &decoder,
                 LogSummary &into)
        : EntryScanner(rules, parser, decoder)
        , m_into(into)
        , m_byRule(std::size_t(sieve().size()))
    {}

    void finishAll()
    {
        finish();
        for (std::size_t rule = 0; rule < m_byRule.size(); ++rule) {
            if (m_byRule[rule] > 0)
                m_into.rules[sieve().id(int(rule))] += m_byRule[rule];
        }
        m_into.last = time();
        m_into.reading.timeless = m_into.entries > 0 && !m_anyTime;
    }

protected:
    void entryEnded(const ScannedEntry &entry) override
    {
        if (m_into.first == WallTime{})
            m_into.first = time();
        m_into.reading.yearGuessed = m_into.reading.yearGuessed || entry.yearGuessed;
        m_anyTime = m_anyTime || entry.hasOwnTime;
        ++m_into.entries;
        ++m_into.levels[std::size_t(entry.level)];
        ++m_into.categories[std::size_t(entry.category)];
        if (entry.rule != logrules::LineSieve::kNone)
            ++m_byRule[std::size_t(entry.rule)];
    }

private:
    LogSummary &m_into;
    std::vector<qint64> m_byRule;
    bool m_anyTime = false;
};

Result<> readBytes(QIODevice &device, EntryCounter &counter, LogSummary &into, const std::stop_token &stop,
                   const ScanProgress &progress)
{
    const qint64 all = device.isSequential() ? 0 : device.size();
    ByteLines lines(
        [&device](char *to, qint64 most) {
            const qint64 got = device.read(to, most);
            return device.isSequential() ? std::max<qint64>(got, 0) : got; // -1 is also the end of a sequential one
        },
        {},
        [&counter](const ByteLine &line) {
            if (!line.isRest)
                counter.addBytes(line.bytes, line.isUtf8);
        });
    const Result<> read = lines.run(stop, [&progress, all](ByteOffset at) {
        if (progress && all > 0)
            progress(at.value, std::max(all, at.value));
    });
    into.bytes = lines.bytes();
    into.lines = lines.lines();
    return read;
}

Result<> readWide(TextLines &text, EntryCounter &counter, LogSummary &into, const std::stop_token &stop)
{
    while (!text.atEnd()) {
        if (stop.stop_requested())
            return fail(ErrorKind::Cancelled, Reason::None);
        const std::optional<QString> line = text.next(kLongestLine);
        if (!line)
            break; // removed while reading
        ++into.lines;
        counter.addText(*line);
    }
    return {};
}

} // namespace

Result<LogSummary> summarizeLog(const QString &path, GatewayKind kind, const logrules::RuleSet &rules,
                                const std::stop_token &stop, const ScanProgress &progress)
{
    const auto source = LogSource::open(path, kind);
    if (!source)
        return fail(source.error());
    TextLines &text = (*source)->text();
    QIODevice &device = (*source)->device();
    LogSummary summary;
    summary.kind = kind;
    EntryCounter counter(rules, (*source)->parser(), text.decoder(), summary);
    const Result<> read =
        text.isWide() ? readWide(text, counter, summary, stop) : readBytes(device, counter, summary, stop, progress);
    if (!read)
        return fail(read.error());
    if (const Result<> whole = checkWhole(device); !whole)
        return fail(whole.error());
    counter.finishAll();
    if (text.isWide())
        summary.bytes = text.bytesRead();
    summary.reading.encoding = text.isWide() ? text.encoding() : counter.encoding();
    summary.reading.misread = (*source)->misread();
    summary.reading.wrappings = (*source)->wrappings();
    return summary;
}

} // namespace rookery::logs
