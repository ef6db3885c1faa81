// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logdocument.h"

#include <QStringList>

#include <deque>

namespace rookery::logs {

//! Shows several logs as one, by the time of their lines. The lines of each stay in their order, and what a log gains
//! later stands at the end. A line says from which log it is. Every line is read once to know its time; two bytes of it
//! are kept.
class MergedLog final : public LogDocument
{
    Q_OBJECT

public:
    explicit MergedLog(std::vector<std::unique_ptr<LogDocument>> parts);
    ~MergedLog() override;

    [[nodiscard]] const LogDocument &part(int number) const { return *m_parts.at(std::size_t(number)).log; }

    [[nodiscard]] qint64 lineCount() const override { return qint64(m_order.size()); }
    [[nodiscard]] LogMark mark(LineNumber line) const override;
    [[nodiscard]] std::optional<LogLine> line(LineNumber line) override;
    [[nodiscard]] FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) override;
    [[nodiscard]] WallTime timeNear(LineNumber line) const override;
    [[nodiscard]] LogCounts counts() const override;
    [[nodiscard]] LogTimeline timeline(int spans) const override;
    [[nodiscard]] LogState state() const override; //!< of all; what was assumed, and the kind: of the first
    //! Finds nothing before every part was searched.
    [[nodiscard]] std::unique_ptr<LogSearch> search(const LogFilter &filter, LineNumber from) override;

private:
    class Search;
    struct Gathering;
    struct Part {
        std::unique_ptr<LogDocument> log;
        std::deque<WallTime> times; //!< of lines that are not merged yet
        qint64 merged = 0; //!< lines
        bool reading = false; //!< lines behind them, for their times

        [[nodiscard]] qint64 known() const { return merged + qint64(times.size()); }
        [[nodiscard]] bool isComplete() const { return !log->state().busy && known() >= log->lineCount(); }
    };
    //! Names a line of a part.
    struct Place {
        std::size_t part = 0;
        LineNumber line;
    };

    static constexpr qint64 kStep = 1024; //!< lines between two whose place is known

    void connectPart(std::size_t number);
    void begin();
    void onGrew(std::size_t number, LineNumber from);
    void goOn();
    void readTimes(std::size_t number);
    void merge();
    void append(std::size_t number);
    [[nodiscard]] Place placeOf(LineNumber line) const;
    [[nodiscard]] std::vector<qint64> placesAt(qint64 line) const;
    [[nodiscard]] LineNumber lineAt(const Place &place) const;

    std::vector<Part> m_parts;
    std::vector<quint16> m_order; //!< the part of each line
    std::vector<quint32> m_steps; //!< for every kStep lines: how many lines of each part stand before
    int m_begun = 0; //!< counts how often: times that were read before mean nothing
};

//! Opens several log files as one; otherwise like openLogFile.
[[nodiscard]] std::unique_ptr<MergedLog> openLogFiles(const QStringList &paths, const QByteArray &userRules = {});

} // namespace rookery::logs
