// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include "entryreader.h"
#include "keptindex.h"
#include "logindexer.h"

#include <QCache>
#include <QHash>
#include <QPointer>
#include <QTimer>

#include <stop_token>
#include <vector>

namespace rookery::logs {

//! Holds a log file of any size. Its index is made, it is searched, and its lines are read on threads of the pool, side
//! by side.
class FileLog final : public LogDocument
{
    Q_OBJECT

public:
    //! Keeps the indexes of large files in that folder.
    FileLog(const QString &path, std::optional<GatewayKind> kind, const QString &indexFolder,
            const QByteArray &userRules = {});
    ~FileLog() override;

    [[nodiscard]] qint64 lineCount() const override { return m_index.entryCount(); }
    [[nodiscard]] LogMark mark(LineNumber line) const override { return m_index.mark(line); }
    [[nodiscard]] std::optional<LogLine> line(LineNumber line) override;
    [[nodiscard]] FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) override;
    [[nodiscard]] WallTime timeNear(LineNumber line) const override { return m_index.timeNear(line); }
    [[nodiscard]] LogCounts counts() const override { return m_index.counts(); }
    [[nodiscard]] LogTimeline timeline(int spans) const override { return m_index.timeline(spans); }
    [[nodiscard]] LogState state() const override { return m_state; }
    [[nodiscard]] std::unique_ptr<LogSearch> search(const LogFilter &filter, LineNumber from) override;

    [[nodiscard]] qint64 indexBytes() const { return m_index.memory(); } //!< what all lines take in memory

private:
    class Relay;
    class Search;
    class SearchJob;
    //! Holds what the jobs share. It stays the same for as long as the file does.
    struct Source {
        GatewayKind kind = kDefaultKind;
        logrules::RuleSet rules;
        std::shared_ptr<const SeekableLog> log;
        std::shared_ptr<LogIndexer> indexer; //!< used by one job at a time
        std::shared_ptr<EntryReader> reader; //!< likewise
        QByteArray begin; //!< the first bytes: another file has others
    };
    //! Describes the file as it is now.
    struct Look {
        bool there = false;
        qint64 size = 0;
        bool same = false; //!< begins as it did
    };
    using Block = qint64;
    using Blocks = QHash<Block, QList<LogLine>>;

    void open();
    static Result<Source> openSource(const QString &path, std::optional<GatewayKind> kind, const QByteArray &userRules,
                                     const std::stop_token &stop);
    [[nodiscard]] static Result<> makeIndex(Relay &relay, int opened, const Source &source,
                                            const std::stop_token &stop);
    void indexed(int opened, const Result<> &made);
    void use(int opened, const Source &source);
    void apply(const LogIndex &index, const LogReading &reading, qint64 size);
    void stopWith(int opened, const Error &error);
    void readNext();
    void take(int opened, const Blocks &blocks, const LogIndex &index);
    void look();
    void apply(const Look &look);
    void setState(const LogState &state);

    QString m_path;
    std::optional<GatewayKind> m_kind;
    QByteArray m_userRules;
    KeptIndexes m_kept;
    std::shared_ptr<Relay> m_relay; //!< what the jobs know of this
    std::optional<Source> m_source;
    LogIndex m_index;
    bool m_foreign = false; //!< a line of m_index is GB18030
    LogState m_state;
    int m_opened = 0; //!< counts how often: what a job says about an earlier one means nothing
    bool m_continued = false; //!< the index was whole before, and its last line may change
    std::stop_source m_stop; //!< of the jobs about m_source

    QCache<Block, QList<LogLine>> m_blocks;
    std::vector<Block> m_wanted; //!< the newest last
    bool m_reading = false;
    QTimer m_looks;
    bool m_looking = false;

    QHash<int, Search *> m_searches;
    int m_lastSearch = 0;
};

} // namespace rookery::logs
