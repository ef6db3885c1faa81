// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/logdocument.h"

#include <QMetaObject>

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace rookery {

//! A log of as many lines as a test wants, each made when it is read; counts what is asked of it. Every tenth line is
//! an error of the category rkey. The text of line n is "line n".
class FakeLog final : public engine::LogDocument
{
    Q_DISABLE_COPY_MOVE(FakeLog)

public:
    explicit FakeLog(qint64 lines) : m_count(lines) {}

    // set by the test
    bool isReading = false; //!< lines are not there yet
    std::function<bool(qint64)> accepts = [](qint64) { return true; }; //!< what a search finds, by first number
    std::optional<Error> searchTrouble;
    std::function<QString(qint64)> textOf = [](qint64 line) { return QStringLiteral("line %1").arg(line); };
    mutable qint64 asked = 0; //!< lines, marks and times that were asked for

    void grow(qint64 lines)
    {
        const LineNumber from{m_count};
        m_count += lines;
        Q_EMIT grew(from);
    }
    void dropFirst(qint64 lines)
    {
        m_count -= lines;
        m_dropped += lines;
        Q_EMIT dropped(lines);
    }
    void replace(qint64 lines)
    {
        m_count = lines;
        m_dropped = 0;
        Q_EMIT replaced();
    }
    void finishReading()
    {
        isReading = false;
        Q_EMIT linesRead();
    }

    [[nodiscard]] qint64 lineCount() const override { return m_count; }
    [[nodiscard]] LogMark mark(LineNumber line) const override
    {
        ++asked;
        const bool loud = (line.value + m_dropped) % 10 == 0;
        return loud ? LogMark{.level = LogLevel::Error, .category = LogCategory::Rkey} : LogMark();
    }
    [[nodiscard]] std::optional<LogLine> line(LineNumber line) override
    {
        ++asked;
        return isReading ? std::nullopt : std::optional(made(line));
    }
    [[nodiscard]] FutureResult<QList<LogLine>> lines(const std::vector<LineNumber> &wanted) override
    {
        QList<LogLine> lines;
        for (const LineNumber one : wanted)
            lines.append(made(one));
        return readyResult<QList<LogLine>>(std::move(lines));
    }
    [[nodiscard]] WallTime timeNear(LineNumber line) const override
    {
        ++asked;
        return fromMSecs((line.value + m_dropped) * 1000);
    }
    [[nodiscard]] LogCounts counts() const override { return {}; }
    [[nodiscard]] LogTimeline timeline(int spans) const override
    {
        LogTimeline timeline{.from = fromMSecs(m_dropped * 1000), .span = milliseconds(m_count * 1000 / spans)};
        timeline.spans.resize(std::size_t(spans));
        for (LogCounts &counts : timeline.spans)
            counts.levels = {0, m_count / spans, 0, 1, 0};
        return timeline;
    }
    [[nodiscard]] engine::LogState state() const override { return {}; }
    [[nodiscard]] std::unique_ptr<engine::LogSearch> search(const LogFilter &, LineNumber from) override
    {
        return std::make_unique<Search>(*this, from);
    }

private:
    class Search final : public engine::LogSearch
    {
    public:
        Search(const FakeLog &log, LineNumber from) : m_log(log)
        {
            QMetaObject::invokeMethod(
                this, [this, from] { look(from); }, Qt::QueuedConnection);
        }

    private:
        void look(LineNumber from)
        {
            if (m_log.searchTrouble) {
                Q_EMIT failed(*m_log.searchTrouble);
                return;
            }
            std::vector<LineNumber> lines;
            for (; from.value < m_log.m_count; ++from.value) {
                if (m_log.accepts(from.value + m_log.m_dropped))
                    lines.push_back(from);
            }
            Q_EMIT found(lines);
            Q_EMIT finished();
        }

        const FakeLog &m_log;
    };

    [[nodiscard]] LogLine made(LineNumber line) const
    {
        const qint64 first = line.value + m_dropped;
        const LogMark is = mark(line);
        LogLine made;
        made.time = fromMSecs(first * 1000);
        made.level = is.level;
        made.category = is.category;
        made.text = textOf(first);
        return made;
    }

    qint64 m_count;
    qint64 m_dropped = 0;
};

} // namespace rookery
