// SPDX-License-Identifier: GPL-3.0-or-later
#include "filelog.h"

#include "logfilereader.h"
#include "logsearch.h"

#include "base/reasons/picture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QMetaObject>
#include <QSemaphore>
#include <QStandardPaths>
#include <QThreadPool>

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logs {

namespace {

constexpr qint64 kBlockLines = 32;
constexpr int kKeptBlocks = 512;
constexpr std::size_t kMostWanted = 256; //!< blocks: more than a window shows
constexpr int kLookMs = 1000;
constexpr qint64 kBeginBytes = 256;

//! Runs a job on another thread, however many others run: one that reads a slow disk must not hold up the rest. The
//! program ends only when it is done.
void startJob(const std::function<void()> &job)
{
    QThreadPool *pool = QThreadPool::globalInstance();
    pool->start([pool, job] {
        pool->releaseThread(); // the pool may start another beside it
        job();
        pool->reserveThread();
    });
}

} // namespace

//! Passes calls to a log, on its thread, for as long as it is there. Any thread.
class FileLog::Relay final
{
public:
    explicit Relay(FileLog &log) : m_log(&log) {}
    Q_DISABLE_COPY_MOVE(Relay)

    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_log = nullptr;
    }
    void post(const std::function<void(FileLog &)> &call)
    {
        const std::lock_guard lock(m_mutex); // it cannot go while something is posted to it
        if (!m_log)
            return;
        const auto onItsThread = [&log = *m_log, call] { call(log); };
        QMetaObject::invokeMethod(m_log, onItsThread, Qt::QueuedConnection);
    }

private:
    std::mutex m_mutex;
    FileLog *m_log;
};

//! Stands for a search that a job does.
class FileLog::Search final : public LogSearch
{
public:
    Search(FileLog &log, int number) : m_log(&log), m_number(number) { log.m_searches.insert(number, this); }
    ~Search() override
    {
        m_stop.request_stop();
        if (m_log)
            m_log->m_searches.remove(m_number);
    }
    Q_DISABLE_COPY_MOVE(Search)

    void stop() { m_stop.request_stop(); }
    [[nodiscard]] std::stop_token stopToken() const { return m_stop.get_token(); }

private:
    QPointer<FileLog> m_log;
    int m_number;
    std::stop_source m_stop;
};

//! Searches on another thread, and hands over what it finds in parts: a few at once, so that a search that finds
//! everything is not faster than who takes it.
class FileLog::SearchJob final
{
public:
    SearchJob(std::shared_ptr<Relay> relay, int number, std::stop_token stop)
        : m_relay(std::move(relay))
        , m_number(number)
        , m_stop(std::move(stop))
    {}

    void run(const SearchedLog &in, const LogFilter &filter, LineNumber from)
    {
        const auto matcher = LogMatcher::compile(filter);
        if (!matcher) {
            tell([error = matcher.error()](LogSearch &search) { Q_EMIT search.failed(error); });
            return;
        }
        m_all = in.index.entryCount();
        const auto take = [this](const std::vector<LineNumber> &lines, qint64 done) {
            m_found.insert(m_found.end(), lines.begin(), lines.end());
            if (!m_handed.isValid() || m_handed.elapsed() >= kHandEach || m_found.size() >= kMostHanded)
                hand(done);
        };
        const Result<> searched = searchLog(in, *matcher, from, m_stop, take);
        hand(m_all);
        if (searched)
            tell([](LogSearch &search) { Q_EMIT search.finished(); });
        else
            tell([error = searched.error()](LogSearch &search) { Q_EMIT search.failed(error); });
    }
    //! Calls `what` on the thread of the log if the search is still there.
    void tell(const std::function<void(LogSearch &)> &what) const
    {
        m_relay->post([number = m_number, what](const FileLog &log) {
            if (Search *search = log.m_searches.value(number))
                what(*search);
        });
    }

private:
    static constexpr int kHandEach = 50; // ms
    static constexpr std::size_t kMostHanded = 100'000;
    static constexpr int kOnTheirWay = 4;

    void hand(qint64 done)
    {
        constexpr int kPatience = 20; // ms
        m_handed.start();
        while (!m_room->tryAcquire(1, kPatience)) {
            if (m_stop.stop_requested())
                return;
        }
        m_relay->post([number = m_number, lines = std::exchange(m_found, {}), done, all = m_all,
                       room = m_room](const FileLog &log) {
            if (Search *search = log.m_searches.value(number); search && !lines.empty())
                Q_EMIT search->found(lines);
            if (Search *search = log.m_searches.value(number)) // who took them may have ended it
                Q_EMIT search->progressed(done, all);
            room->release();
        });
    }

    std::shared_ptr<Relay> m_relay;
    int m_number;
    std::stop_token m_stop;
    qint64 m_all = 0;
    std::vector<LineNumber> m_found;
    QElapsedTimer m_handed;
    std::shared_ptr<QSemaphore> m_room = std::make_shared<QSemaphore>(kOnTheirWay);
};

FileLog::FileLog(const QString &path, std::optional<GatewayKind> kind, const QString &indexFolder,
                 const QByteArray &userRules)
    : m_path(path)
    , m_kind(kind)
    , m_userRules(userRules)
    , m_kept(indexFolder)
    , m_relay(std::make_shared<Relay>(*this))
    , m_blocks(kKeptBlocks)
{
    connect(&m_looks, &QTimer::timeout, this, &FileLog::look);
    open();
}

FileLog::~FileLog()
{
    m_relay->close();
    m_stop.request_stop();
    for (Search *search : std::as_const(m_searches))
        search->stop();
}

//! Opens the file and begins with an empty index.
void FileLog::open()
{
    m_stop.request_stop();
    m_stop = {};
    ++m_opened;
    m_continued = false;
    m_source.reset();
    m_blocks.clear();
    m_wanted.clear();
    m_looks.stop();
    m_index = {};
    Q_EMIT replaced();
    setState({.kind = m_kind.value_or(kDefaultKind), .busy = true});
    startJob([relay = m_relay, opened = m_opened, path = m_path, kind = m_kind, userRules = m_userRules, kept = m_kept,
              stop = m_stop.get_token()] {
        auto source = openSource(path, kind, userRules, stop);
        if (!source) {
            relay->post([opened, error = source.error()](FileLog &log) { log.stopWith(opened, error); });
            return;
        }
        relay->post([opened, source = *source](FileLog &log) { log.use(opened, source); });
        if (auto before = kept.find(path, *source->log, source->kind, source->rules))
            source->indexer->start(std::move(before->index), before->findings);
        const Result<> made = makeIndex(*relay, opened, *source, stop);
        if (made && source->log->isFile()) {
            kept.keep(path, *source->log, source->kind, source->rules,
                      {.index = source->indexer->index(), .findings = source->indexer->findings()});
        }
        relay->post([opened, made](FileLog &log) { log.indexed(opened, made); });
    });
}

Result<FileLog::Source> FileLog::openSource(const QString &path, std::optional<GatewayKind> kind,
                                            const QByteArray &userRules, const std::stop_token &stop)
{
    Source source;
    source.kind = kind ? *kind : kindOfLogFile(path).value_or(kDefaultKind);
    source.rules = logrules::RuleSet::builtInOrNone(source.kind, userRules);
    auto log = SeekableLog::open(path, source.kind, stop);
    if (!log)
        return fail(log.error());
    source.log = std::move(*log);
    source.begin.resize(kBeginBytes);
    source.begin.truncate(std::max<qint64>(source.log->read({}, source.begin.data(), kBeginBytes), 0));
    source.indexer = std::make_shared<LogIndexer>(source.log, source.rules);
    source.reader = std::make_shared<EntryReader>(source.log, source.rules);
    return source;
}

void FileLog::use(int opened, const Source &source)
{
    if (opened != m_opened)
        return;
    m_source = source;
    LogState state = m_state;
    state.kind = source.kind;
    setState(state);
    if (source.log->isFile())
        m_looks.start(kLookMs);
    readNext();
}

//! Makes or continues the index, on another thread.
Result<> FileLog::makeIndex(Relay &relay, int opened, const Source &source, const std::stop_token &stop)
{
    return source.indexer->run(stop, [&relay, opened, &source](const LogIndexer &indexer) {
        relay.post([opened, index = indexer.index(), reading = indexer.reading(), foreign = indexer.findings().foreign,
                    size = source.log->size()](FileLog &log) {
            if (opened != log.m_opened)
                return;
            log.m_foreign = foreign;
            log.apply(index, reading, size);
        });
    });
}

void FileLog::indexed(int opened, const Result<> &made)
{
    if (!made) {
        stopWith(opened, made.error());
    } else if (opened == m_opened) {
        LogState state = m_state;
        state.busy = false;
        setState(state);
    }
}

void FileLog::apply(const LogIndex &index, const LogReading &reading, qint64 size)
{
    // the last line may have been continued
    const qint64 known = std::exchange(m_continued, false) ? std::max<qint64>(lineCount() - 1, 0) : lineCount();
    m_index = index;
    m_blocks.remove(known / kBlockLines);
    LogState state = m_state;
    state.reading = reading;
    state.bytesRead = index.end().value;
    state.bytesAll = std::max(size, state.bytesRead);
    setState(state);
    if (known < lineCount())
        Q_EMIT grew({known});
}

void FileLog::stopWith(int opened, const Error &error)
{
    if (opened != m_opened || error.kind == ErrorKind::Cancelled)
        return;
    LogState state = m_state;
    state.busy = false;
    state.trouble = error;
    setState(state);
}

std::optional<LogLine> FileLog::line(LineNumber line)
{
    const Block block = line.value / kBlockLines;
    const qsizetype place = line.value % kBlockLines;
    if (const QList<LogLine> *lines = m_blocks.object(block); lines && place < lines->size())
        return lines->at(place);
    std::erase(m_wanted, block);
    m_wanted.push_back(block);
    if (m_wanted.size() > kMostWanted)
        m_wanted.erase(m_wanted.begin());
    readNext();
    return std::nullopt;
}

//! Reads the blocks that are wanted, if none is being read.
void FileLog::readNext()
{
    if (m_reading || m_wanted.empty() || !m_source)
        return;
    m_reading = true;
    startJob([relay = m_relay, opened = m_opened, reader = m_source->reader, index = m_index,
              blocks = std::exchange(m_wanted, {})] {
        Blocks there;
        for (const Block block : blocks)
            there.insert(block, reader->read(index, {block * kBlockLines}, kBlockLines));
        relay->post([opened, there, index](FileLog &log) { log.take(opened, there, index); });
    });
}

void FileLog::take(int opened, const Blocks &blocks, const LogIndex &index)
{
    m_reading = false;
    if (opened == m_opened) {
        for (auto block = blocks.cbegin(); block != blocks.cend(); ++block) {
            // what may have grown since is read again
            if ((block.key() + 1) * kBlockLines < index.entryCount() || index.end() == m_index.end())
                m_blocks.insert(block.key(), new QList<LogLine>(block.value()));
        }
        Q_EMIT linesRead();
    }
    readNext();
}

FutureResult<QList<LogLine>> FileLog::lines(const std::vector<LineNumber> &wanted)
{
    if (!m_source)
        return readyResult<QList<LogLine>>(QList<LogLine>());
    const Promise<QList<LogLine>> answer;
    startJob([wanted, answer, log = m_source->log, rules = m_source->rules, index = m_index] {
        constexpr qint64 kNear = 64; // reading what lies between takes less than to begin again
        EntryReader reader(log, rules);
        QList<LogLine> lines;
        for (std::size_t i = 0; i < wanted.size();) {
            std::size_t end = i + 1;
            while (end < wanted.size() && wanted[end] > wanted[end - 1]
                   && wanted[end].value - wanted[end - 1].value < kNear)
                ++end;
            const qint64 first = wanted[i].value;
            const QList<LogLine> run = reader.read(index, {first}, wanted[end - 1].value - first + 1);
            for (; i < end; ++i) {
                if (const qint64 place = wanted[i].value - first; place < run.size())
                    lines.append(run.at(place));
            }
        }
        if (lines.size() == qsizetype(wanted.size()))
            answer.resolve(lines);
        else
            answer.resolve(fail(ErrorKind::Storage, Reason::FileMissing));
    });
    return answer.future();
}

std::unique_ptr<LogSearch> FileLog::search(const LogFilter &filter, LineNumber from)
{
    auto search = std::make_unique<Search>(*this, ++m_lastSearch);
    const auto job = std::make_shared<SearchJob>(m_relay, m_lastSearch, search->stopToken());
    if (!m_source) {
        job->tell([](LogSearch &there) { Q_EMIT there.finished(); });
        return search;
    }
    SearchedLog in{.log = m_source->log, .index = m_index, .rules = m_source->rules, .foreign = m_foreign};
    startJob([job, filter, from, in = std::move(in)] { job->run(in, filter, from); });
    return search;
}

//! Looks whether the file is as it was; the system may take long for that.
void FileLog::look()
{
    if (m_looking || !m_source)
        return;
    m_looking = true;
    startJob([relay = m_relay, opened = m_opened, path = m_path, begin = m_source->begin] {
        Look look;
        QFile file(path);
        look.there = file.open(QIODevice::ReadOnly);
        look.size = look.there ? file.size() : 0;
        look.same = look.there && file.peek(begin.size()) == begin;
        relay->post([opened, look](FileLog &log) {
            log.m_looking = false;
            if (opened == log.m_opened)
                log.apply(look);
        });
    });
}

void FileLog::apply(const Look &look)
{
    LogState state = m_state;
    if (!look.there) {
        state.trouble = Error{.kind = ErrorKind::Storage, .reason = Reason::FileMissing, .detail = m_path};
        setState(state);
        return;
    }
    if (state.trouble || !look.same || look.size < m_index.end().value) {
        open(); // another file has its name now
        return;
    }
    if (look.size == m_index.end().value || state.busy)
        return;
    state.busy = true;
    setState(state);
    m_continued = true;
    startJob([relay = m_relay, opened = m_opened, source = *m_source, stop = m_stop.get_token()] {
        const Result<> made = makeIndex(*relay, opened, source, stop);
        relay->post([opened, made](FileLog &log) { log.indexed(opened, made); });
    });
}

void FileLog::setState(const LogState &state)
{
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged();
}

std::unique_ptr<LogDocument> openLogFile(const QString &path, std::optional<GatewayKind> kind,
                                         const QByteArray &userRules)
{
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation);
    return std::make_unique<FileLog>(path, kind, cache + u"/rookery/log-index"_s, userRules);
}

} // namespace rookery::logs

#include "moc_filelog.cpp"
