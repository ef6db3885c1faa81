// SPDX-License-Identifier: GPL-3.0-or-later
#include "mergedlog.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <utility>

namespace rookery::logs {

namespace {

constexpr qint64 kReadAtOnce = 4000; // lines, for their times

void add(LogCounts &to, const LogCounts &more)
{
    const auto sum = [](auto &all, const auto &some) {
        std::transform(all.begin(), all.end(), some.begin(), all.begin(), std::plus<>());
    };
    sum(to.levels, more.levels);
    sum(to.categories, more.categories);
}

LogLine ofPart(LogLine line, std::size_t part)
{
    line.source = int(part) + 1;
    return line;
}

} // namespace

MergedLog::MergedLog(std::vector<std::unique_ptr<LogDocument>> parts) : m_parts(parts.size())
{
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        m_parts[i].log = std::move(parts[i]);
        connectPart(i);
    }
    goOn();
}

MergedLog::~MergedLog() = default;

void MergedLog::connectPart(std::size_t number)
{
    LogDocument *log = m_parts[number].log.get();
    connect(log, &LogDocument::grew, this, [this, number](LineNumber from) { onGrew(number, from); });
    connect(log, &LogDocument::dropped, this, &MergedLog::begin);
    connect(log, &LogDocument::replaced, this, &MergedLog::begin);
    connect(log, &LogDocument::linesRead, this, &MergedLog::linesRead);
    connect(log, &LogDocument::stateChanged, this, [this] {
        goOn();
        Q_EMIT stateChanged();
    });
}

//! Forgets the order of the lines and begins again.
void MergedLog::begin()
{
    ++m_begun;
    m_order.clear();
    m_steps.clear();
    for (Part &part : m_parts) {
        part.times.clear();
        part.merged = 0;
        part.reading = false;
    }
    Q_EMIT replaced();
    goOn();
}

void MergedLog::onGrew(std::size_t number, LineNumber from)
{
    Part &part = m_parts[number];
    if (from.value < part.merged) // its last line goes on
        Q_EMIT grew(lineAt({.part = number, .line = from}));
    goOn();
}

//! Reads the times that are wanted next, and merges as far as they are known.
void MergedLog::goOn()
{
    merge();
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        readTimes(i);
}

void MergedLog::readTimes(std::size_t number)
{
    Part &part = m_parts[number];
    const qint64 from = part.known();
    const qint64 to = std::min(part.log->lineCount(), from + kReadAtOnce);
    if (part.reading || from >= to || qint64(part.times.size()) >= kReadAtOnce)
        return;
    part.reading = true;
    std::vector<LineNumber> wanted(std::size_t(to - from));
    std::generate(wanted.begin(), wanted.end(), [next = from]() mutable { return LineNumber{next++}; });
    onResult(this, part.log->lines(wanted), [this, number, begun = m_begun](const Result<QList<LogLine>> &lines) {
        if (begun != m_begun)
            return;
        Part &read = m_parts[number];
        read.reading = false;
        if (!lines || lines->isEmpty())
            return; // the log says what happened to it
        for (const LogLine &line : *lines)
            read.times.push_back(line.time);
        goOn();
        Q_EMIT stateChanged();
    });
}

//! Appends lines for as long as it is known which is the next.
void MergedLog::merge()
{
    using Head = std::pair<WallTime, std::size_t>; // the time of the next line of a part
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (!m_parts[i].times.empty())
            heads.emplace(m_parts[i].times.front(), i);
        else if (!m_parts[i].isComplete())
            return; // its next line may be the oldest
    }
    const LineNumber first{lineCount()};
    bool goesOn = true;
    while (goesOn && !heads.empty()) {
        const std::size_t number = heads.top().second;
        heads.pop();
        append(number);
        const Part &part = m_parts[number];
        if (!part.times.empty())
            heads.emplace(part.times.front(), number);
        else
            goesOn = part.isComplete();
    }
    if (first.value < lineCount())
        Q_EMIT grew(first);
}

void MergedLog::append(std::size_t number)
{
    if (lineCount() % kStep == 0) {
        for (const Part &part : m_parts)
            m_steps.push_back(quint32(part.merged));
    }
    m_order.push_back(quint16(number));
    m_parts[number].times.pop_front();
    ++m_parts[number].merged;
}

//! Returns how many lines of each part stand before a line.
std::vector<qint64> MergedLog::placesAt(qint64 line) const
{
    std::vector<qint64> before(m_parts.size());
    if (m_steps.empty())
        return before;
    const qint64 step = std::min(line / kStep, qint64(m_steps.size() / m_parts.size()) - 1);
    std::copy_n(m_steps.begin() + std::ptrdiff_t(std::size_t(step) * m_parts.size()), m_parts.size(), before.begin());
    for (qint64 i = step * kStep; i < line; ++i)
        ++before[m_order[std::size_t(i)]];
    return before;
}

MergedLog::Place MergedLog::placeOf(LineNumber line) const
{
    const quint16 part = m_order.at(std::size_t(line.value));
    const qint64 step = line.value / kStep;
    const qint64 before = m_steps[std::size_t(step) * m_parts.size() + part];
    const auto since =
        std::count(m_order.begin() + std::ptrdiff_t(step * kStep), m_order.begin() + std::ptrdiff_t(line.value), part);
    return {.part = part, .line = {before + since}};
}

LineNumber MergedLog::lineAt(const Place &place) const
{
    qint64 first = 0; // the last step that has no more lines of the part than stand before the wanted one
    qint64 end = qint64(m_steps.size() / m_parts.size());
    while (end - first > 1) {
        const qint64 middle = std::midpoint(first, end);
        (m_steps[std::size_t(middle) * m_parts.size() + place.part] <= place.line.value ? first : end) = middle;
    }
    qint64 seen = m_steps[std::size_t(first) * m_parts.size() + place.part];
    qint64 line = first * kStep;
    while (m_order[std::size_t(line)] != place.part || seen++ < place.line.value)
        ++line;
    return {line};
}

LogMark MergedLog::mark(LineNumber line) const
{
    const Place place = placeOf(line);
    return m_parts[place.part].log->mark(place.line);
}

std::optional<LogLine> MergedLog::line(LineNumber line)
{
    const Place place = placeOf(line);
    std::optional<LogLine> there = m_parts[place.part].log->line(place.line);
    return there ? std::optional(ofPart(*std::move(there), place.part)) : std::nullopt;
}

//! Holds lines that are being read from several parts.
struct MergedLog::Gathering {
    Promise<QList<LogLine>> answer;
    std::vector<std::size_t> parts; //!< of the wanted lines, in their order
    std::vector<QList<LogLine>> lines; //!< by part
    std::size_t open = 0; //!< parts that have not answered

    void take(std::size_t part, const Result<QList<LogLine>> &read)
    {
        if (!read && !answer.isResolved())
            answer.resolve(fail(read.error()));
        if (read)
            lines[part] = *read;
        if (--open > 0 || answer.isResolved())
            return;
        QList<LogLine> all;
        all.reserve(qsizetype(parts.size()));
        std::vector<qsizetype> next(lines.size());
        for (const std::size_t of : parts)
            all.append(ofPart(lines[of].at(next[of]++), of));
        answer.resolve(all);
    }
};

FutureResult<QList<LogLine>> MergedLog::lines(const std::vector<LineNumber> &wanted)
{
    if (wanted.empty())
        return readyResult<QList<LogLine>>(QList<LogLine>());
    const auto gathering = std::make_shared<Gathering>();
    gathering->lines.resize(m_parts.size());
    gathering->parts.reserve(wanted.size());
    std::vector<std::vector<LineNumber>> byPart(m_parts.size());
    for (const LineNumber line : wanted) {
        const Place place = placeOf(line);
        gathering->parts.push_back(place.part);
        byPart[place.part].push_back(place.line);
    }
    gathering->open =
        std::size_t(std::count_if(byPart.begin(), byPart.end(), [](const auto &lines) { return !lines.empty(); }));
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (byPart[i].empty())
            continue;
        onResult(this, m_parts[i].log->lines(byPart[i]),
                 [gathering, i](const Result<QList<LogLine>> &read) { gathering->take(i, read); });
    }
    return gathering->answer.future();
}

WallTime MergedLog::timeNear(LineNumber line) const
{
    const Place place = placeOf(line);
    return m_parts[place.part].log->timeNear(place.line);
}

LogCounts MergedLog::counts() const
{
    LogCounts all;
    for (const Part &part : m_parts)
        add(all, part.log->counts());
    return all;
}

LogTimeline MergedLog::timeline(int spans) const
{
    std::vector<LogTimeline> parts;
    WallTime from = WallTime::max();
    WallTime to = WallTime::min();
    for (const Part &part : m_parts) {
        LogTimeline timeline = part.log->timeline(spans);
        if (timeline.spans.empty())
            continue;
        from = std::min(from, timeline.from);
        to = std::max<WallTime>(to, timeline.from + timeline.span * qint64(timeline.spans.size()));
        parts.push_back(std::move(timeline));
    }
    if (parts.empty() || spans < 1)
        return {};
    LogTimeline all{.from = from, .span = (to - from) / spans + milliseconds(1), .spans = {}};
    all.spans.resize(std::size_t(spans));
    for (const LogTimeline &part : parts) {
        for (std::size_t i = 0; i < part.spans.size(); ++i) {
            const WallTime middle = part.from + part.span * qint64(i) + part.span / 2;
            add(all.spans[std::size_t((middle - from) / all.span)], part.spans[i]);
        }
    }
    return all;
}

LogState MergedLog::state() const
{
    LogState all = m_parts.empty() ? LogState() : m_parts.front().log->state();
    all.bytesRead = all.bytesAll = 0;
    for (const Part &part : m_parts) {
        const LogState state = part.log->state();
        all.bytesRead += state.bytesRead;
        all.bytesAll += state.bytesAll;
        all.busy = all.busy || state.busy || (!state.trouble && !part.isComplete()) || !part.times.empty();
        if (!all.trouble)
            all.trouble = state.trouble;
    }
    return all;
}

//! Searches every part, and says then what was found, in the order of all lines.
class MergedLog::Search final : public LogSearch
{
public:
    Search(const MergedLog &log, const LogFilter &filter, LineNumber from)
        : m_log(log)
        , m_from(from)
        , m_end(log.lineCount())
        , m_begun(log.m_begun)
        , m_found(log.m_parts.size())
        , m_done(log.m_parts.size())
        , m_all(log.m_parts.size())
        , m_open(log.m_parts.size())
    {
        const std::vector<qint64> places = log.placesAt(from.value);
        for (std::size_t i = 0; i < log.m_parts.size(); ++i) {
            m_searches.push_back(log.m_parts[i].log->search(filter, {places[i]}));
            const LogSearch *search = m_searches.back().get();
            connect(search, &LogSearch::found, this, [this, i](const std::vector<LineNumber> &lines) {
                m_found[i].insert(m_found[i].end(), lines.begin(), lines.end());
            });
            connect(search, &LogSearch::progressed, this, [this, i](qint64 done, qint64 all) {
                m_done[i] = done;
                m_all[i] = all;
                Q_EMIT progressed(std::accumulate(m_done.begin(), m_done.end(), qint64(0)),
                                  std::accumulate(m_all.begin(), m_all.end(), qint64(0)));
            });
            connect(search, &LogSearch::failed, this, &Search::onFailed);
            connect(search, &LogSearch::finished, this, &Search::onFinished);
        }
    }

private:
    void onFailed(const Error &error)
    {
        if (std::exchange(m_hasFailed, true))
            return; // every part finds the same fault in the filter
        Q_EMIT failed(error);
    }
    void onFinished()
    {
        if (--m_open > 0 || m_hasFailed)
            return;
        std::vector<LineNumber> lines;
        if (m_begun == m_log.m_begun)
            lines = inOrder();
        m_found.clear();
        if (!lines.empty())
            Q_EMIT found(lines);
        Q_EMIT finished();
    }
    [[nodiscard]] std::vector<LineNumber> inOrder() const
    {
        std::vector<LineNumber> lines;
        std::vector<qint64> places = m_log.placesAt(m_from.value);
        std::vector<std::size_t> next(m_found.size());
        for (qint64 line = m_from.value; line < m_end; ++line) {
            const std::size_t part = m_log.m_order[std::size_t(line)];
            const std::vector<LineNumber> &found = m_found[part];
            if (next[part] < found.size() && found[next[part]].value == places[part]) {
                lines.push_back({line});
                ++next[part];
            }
            ++places[part];
        }
        return lines;
    }

    const MergedLog &m_log;
    LineNumber m_from;
    qint64 m_end; //!< what was merged later is for a later search
    int m_begun;
    std::vector<std::unique_ptr<LogSearch>> m_searches;
    std::vector<std::vector<LineNumber>> m_found; //!< by part
    std::vector<qint64> m_done;
    std::vector<qint64> m_all;
    std::size_t m_open;
    bool m_hasFailed = false;
};

std::unique_ptr<LogSearch> MergedLog::search(const LogFilter &filter, LineNumber from)
{
    return std::make_unique<Search>(*this, filter, from);
}

std::unique_ptr<MergedLog> openLogFiles(const QStringList &paths, const QByteArray &userRules)
{
    std::vector<std::unique_ptr<LogDocument>> parts;
    for (const QString &path : paths)
        parts.push_back(openLogFile(path, {}, userRules));
    return std::make_unique<MergedLog>(std::move(parts));
}

} // namespace rookery::logs

#include "moc_mergedlog.cpp"
