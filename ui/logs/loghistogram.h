// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/logdocument.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace rookery::ui {

class Theme;

//! Shows how many lines a log has over time, stacked by level or category. Dragging, or the arrow keys with Shift,
//! chooses a span of time; a click or Esc chooses none. Is empty and takes no room where the lines have no times.
class LogHistogram final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogHistogram)

public:
    LogHistogram(const Theme &theme, QWidget *parent);

    //! Shows another log; nothing else has to be called before it is gone.
    void setDocument(engine::LogDocument &document);
    void setByCategory(bool byCategory);
    //! Forgets the span that was chosen, without a signal.
    void clearSelection();
    [[nodiscard]] const LogTimeline &timeline() const { return m_timeline; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void timesChosen(rookery::WallTime from, rookery::WallTime to); //!< default: none

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    //! Names spans by their first and last.
    struct Spans {
        int first = 0;
        int last = 0;
    };

    void refresh();
    [[nodiscard]] int count() const { return int(m_timeline.spans.size()); }
    [[nodiscard]] int spanAt(double x) const;
    [[nodiscard]] int xOf(int span) const;
    [[nodiscard]] WallTime startOf(int span) const;
    [[nodiscard]] QString wordsOf(int span) const;
    [[nodiscard]] std::optional<Spans> chosenSpans() const;
    void paintBar(QPainter &painter, int span, qint64 highest) const;
    void choose(const Spans &spans);
    void chooseNone();
    void moveCursor(int to, bool extend);

    const Theme &m_theme;
    QPointer<engine::LogDocument> m_document;
    LogTimeline m_timeline;
    QTimer m_refresh; //!< limits how often a growing log is counted
    bool m_byCategory = false;
    std::optional<Spans> m_drag; //!< where it began and where it is
    int m_cursor = -1; //!< of the keyboard; -1: none
    int m_cursorFrom = -1; //!< where a span chosen by the keyboard begins
    WallTime m_from{}; //!< of the span chosen
    WallTime m_to{};
};

} // namespace rookery::ui
