// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logwords.h"
#include "textmatcher.h"

#include <QFont>
#include <QRect>

#include <array>
#include <optional>

class QPainter;
class QTextLayout;

namespace rookery::ui {

//! Lays out and paints one row of the log view.
class LogRowPainter final
{
public:
    //! Describes what a row shows.
    struct Row {
        LogMark mark;
        std::optional<LogLine> line; //!< nullopt: it is not read yet
        bool selected = false;
        bool current = false;
        bool bookmarked = false;
    };
    //! Places the cells of a row; an empty rectangle hides a column.
    using Cells = std::array<QRect, kLogColumnCount>;

    LogRowPainter(const Theme &theme, const LogWords &words) : m_theme(theme), m_words(words) {}

    void setFont(const QFont &font);
    void setWrapping(bool wrapping) { m_wrapping = wrapping; }
    [[nodiscard]] bool isWrapping() const { return m_wrapping; }
    void setHighlight(const LogFilter &filter) { m_matcher.setFilter(filter); }

    //! Returns the height of a row that does not wrap.
    [[nodiscard]] int rowHeight() const { return m_rowHeight; }
    //! Returns the height of a row whose text column is that wide.
    [[nodiscard]] int height(const std::optional<LogLine> &line, int textWidth) const;
    //! Returns about the width of the text of a row that does not wrap.
    [[nodiscard]] int textWidth(const LogLine &line) const;
    //! Returns the width of a column that shows any such words; 0 for the text.
    [[nodiscard]] int columnWidth(LogColumn column, const QString &widestTime) const;
    //! Paints a row within `clip`, the part of it that is seen.
    void paint(QPainter &painter, const Row &row, const QRect &rect, const Cells &cells) const;

    static constexpr int kMostWrappedLines = 20; //!< of one row; the explanation shows the rest

private:
    void paintCell(QPainter &painter, const Row &row, LogColumn column, const QRect &cell) const;
    void paintText(QPainter &painter, const Row &row, const QRect &cell, int rowWidth) const;
    void layOut(QTextLayout &layout, const LogLine &line, int width, qsizetype most) const;

    const Theme &m_theme;
    const LogWords &m_words;
    TextMatcher m_matcher;
    QFont m_font;
    QFont m_mono;
    int m_rowHeight = 20;
    int m_lineHeight = 16;
    double m_charWidth = 8;
    bool m_wrapping = false;
};

} // namespace rookery::ui
