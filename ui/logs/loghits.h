// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineset.h"

#include "engine/logdocument.h"

#include <memory>
#include <optional>

namespace rookery::ui {

//! Knows which lines of a log match what the operator looks for. The search goes on while the log grows.
class LogHits final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogHits)

public:
    LogHits(engine::LogDocument &document, QObject *parent);
    ~LogHits() override;

    //! Looks for other lines; an empty filter ends the search and forgets the hits.
    void find(const LogFilter &wanted);
    [[nodiscard]] bool isActive() const { return !m_wanted.isEmpty(); }
    [[nodiscard]] const LineSet &lines() const { return m_lines; }
    //! Returns how far the search is, in [0, 1]; nullopt: it has ended.
    [[nodiscard]] std::optional<double> progress() const;
    [[nodiscard]] const std::optional<Error> &trouble() const { return m_trouble; } //!< why nothing can be found

Q_SIGNALS:
    void changed();

private:
    void begin();
    void searchOn();
    void take(const std::vector<LineNumber> &lines);
    void onGrew(LineNumber from);
    void onEnded(const std::optional<Error> &trouble);
    void onDropped(qint64 lines);

    engine::LogDocument &m_document;
    LogFilter m_wanted;
    LineSet m_lines;
    std::unique_ptr<engine::LogSearch> m_search;
    qint64 m_searched = 0; //!< lines that were searched, or are being
    qint64 m_searchedFrom = 0; //!< where the search that runs began
    double m_progress = 0;
    std::optional<Error> m_trouble;
};

} // namespace rookery::ui
