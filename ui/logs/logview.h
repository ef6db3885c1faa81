// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lineselection.h"
#include "loghits.h"
#include "logrowpainter.h"

#include "engine/logdocument.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QList>

#include <memory>
#include <optional>
#include <vector>

class QHeaderView;
class QLabel;

namespace rookery::ui {

//! Shows the lines of a log that match a filter. Reads and paints only the lines that are seen, so that their number
//! does not matter; keeps its place and selection while the log grows, loses its oldest lines or is filtered anew.
class LogView final : public QAbstractScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)

public:
    //! Shows `source`, which must be there until setSource() or the end of the view.
    LogView(const Theme &theme, const LogWords &words, engine::LogDocument &source, QWidget *parent);
    ~LogView() override;

    void setSource(engine::LogDocument &source);
    //! Shows another log with the same lines, of which the first so many are gone: place and bookmarks stay.
    void continueWith(engine::LogDocument &source, qint64 dropped);
    //! Shows other lines of the log, and those that were seen at the same place.
    void setFilter(const LogFilter &filter);
    //! Marks the shown lines that match; an empty filter marks none.
    void find(const LogFilter &wanted);
    [[nodiscard]] engine::FilteredLog &document() const { return *m_document; }
    [[nodiscard]] const LogHits &hits() const { return *m_hits; }

    [[nodiscard]] qint64 rowCount() const { return m_document->lineCount(); }
    [[nodiscard]] QString textAt(LineNumber row, LogColumn column) const;
    [[nodiscard]] bool isRead(LineNumber row) const { return m_document->line(row).has_value(); }
    [[nodiscard]] LineRange visibleRows() const;
    //! Returns where a row is in the viewport; empty: it is not seen.
    [[nodiscard]] QRect rowRect(LineNumber row) const;
    [[nodiscard]] QRect cellRect(LineNumber row, LogColumn column) const;
    void scrollTo(LineNumber top);

    [[nodiscard]] std::optional<LineNumber> current() const { return m_current; }
    //! Makes a row the current one and selects it alone.
    void setCurrent(LineNumber row) { moveTo(row, false); }
    [[nodiscard]] const LineSelection &selection() const { return m_selection; }
    void selectAll();

    void goToHit(bool forward);
    void toggleBookmark(); //!< of the current line
    void goToBookmark(bool forward);
    [[nodiscard]] const LineSet &bookmarks() const { return m_bookmarks; } //!< numbers of the source's lines

    [[nodiscard]] bool isFollowing() const { return m_following; }
    //! Stays at the newest line until the operator scrolls up.
    void setFollowing(bool following);
    [[nodiscard]] bool isWrapping() const { return m_painter.isWrapping(); }
    void setWrapping(bool wrapping);
    void setGatewayShown(bool shown);
    //! Says what to do where no line is shown.
    void setHint(const QString &hint);
    void wordsChanged(); //!< names and numbers are shown differently

    //! Returns the widths that the operator chose; empty: none.
    [[nodiscard]] QList<int> columnWidths() const;
    void setColumnWidths(const QList<int> &widths);

Q_SIGNALS:
    void documentChanged(); //!< document() and hits() are others
    void currentChanged();
    void selectionChanged();
    void followingChanged(bool following);
    void linesChanged(); //!< their number, or all of them
    void scrolled();
    void bookmarksChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Shown {
        LineNumber row;
        int top = 0;
        int height = 0;
    };
    //! Keeps a line of the source where it is on screen while lines above it come and go.
    struct Anchor {
        LineNumber source;
        qint64 below = 0; //!< rows below the top one
    };

    void buildHeader();
    void connectDocument(engine::LogDocument &source);
    void onGrew();
    void onDropped(qint64 lines);
    void onReplaced();
    void onLinesRead();
    void onSourceDropped(qint64 lines);
    void onSourceReplaced();

    [[nodiscard]] LineNumber top() const;
    [[nodiscard]] bool isValid(LineNumber row) const { return row.value >= 0 && row.value < rowCount(); }
    [[nodiscard]] int heightOf(LineNumber row) const;
    [[nodiscard]] int textColumnWidth() const;
    [[nodiscard]] LineNumber topToEndWith(LineNumber last) const;
    [[nodiscard]] const std::vector<Shown> &shown() const;
    [[nodiscard]] qint64 rowsPerPage() const;
    [[nodiscard]] std::optional<LineNumber> rowAt(int y) const;
    [[nodiscard]] bool isBookmarked(LineNumber row) const;
    [[nodiscard]] LogRowPainter::Cells cells(const QRect &row) const;

    void invalidate();
    void updateScrollBars();
    void updateColumns();
    void fitColumns();
    void widenTime();
    void userScrolled();
    void updateFollowing();
    [[nodiscard]] std::optional<Anchor> place() const;
    void restorePlace();
    void moveTo(LineNumber row, bool extend);
    void select(LineNumber row, bool extend);
    void showCurrent(std::optional<LineNumber> row);
    void hideCurrent();
    void ensureVisible(LineNumber row);
    void reveal(LineNumber row);
    bool handleMoveKey(const QKeyEvent &event);
    void dragTo(int y);

    const Theme &m_theme;
    const LogWords &m_words;
    LogRowPainter m_painter;
    QHeaderView *m_header = nullptr;
    QLabel *m_hint = nullptr;
    std::unique_ptr<engine::FilteredLog> m_document;
    LogHits *m_hits = nullptr;
    LogFilter m_filter;
    LogFilter m_wanted;

    std::optional<LineNumber> m_current;
    std::optional<LineNumber> m_currentSource; //!< the current line, also while the filter hides it
    LineNumber m_selectedFrom; //!< where a selected range begins
    LineSelection m_selection;
    LineSet m_bookmarks;
    std::optional<Anchor> m_anchor; //!< until the operator moves
    bool m_following = false;
    bool m_columnsChosen = false;
    bool m_fitting = false;
    int m_widestText = 0; //!< of the lines seen so far
    mutable std::vector<Shown> m_shown; //!< empty: not laid out yet
    QBasicTimer m_autoScroll; //!< while a selection is dragged out of the view
    int m_dragY = 0;
};

} // namespace rookery::ui
