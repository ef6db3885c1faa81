// SPDX-License-Identifier: GPL-3.0-or-later
#include "logminimap.h"

#include "kit/theme.h"
#include "logview.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace rookery::ui {

namespace {

constexpr int kWidth = 16;
constexpr int kLevelsWidth = 8; // of the lane of lines that stand out; the lane of hits is beside it
constexpr int kLeastSeen = 6; // height of the part that is seen

} // namespace

LogMinimap::LogMinimap(const Theme &theme, LogView &view, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_view(view)
    , m_survey(nullptr)
{
    setFixedWidth(kWidth);
    setAccessibleName(tr("Map of the log"));
    setToolTip(tr("Where lines stand out in the whole log, hits and bookmarks; click to go there"));
    const auto repaint = [this] { update(); };
    connect(&m_survey, &LogSurvey::changed, this, repaint);
    connect(&view, &LogView::scrolled, this, repaint);
    connect(&view, &LogView::linesChanged, this, repaint);
    connect(&view, &LogView::bookmarksChanged, this, repaint);
    connect(&view, &LogView::documentChanged, this, &LogMinimap::watchDocument);
    watchDocument();
}

void LogMinimap::watchDocument()
{
    m_survey.setDocument(m_view.document());
    connect(&m_view.hits(), &LogHits::changed, this, [this] { update(); });
}

LineNumber LogMinimap::lineAt(int y) const
{
    return {m_view.rowCount() * std::clamp(y, 0, height()) / std::max(1, height())};
}

int LogMinimap::yOf(LineNumber line) const
{
    return int(line.value * height() / std::max<qint64>(1, m_view.rowCount()));
}

void LogMinimap::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_theme.color(Role::Surface));
    if (m_view.rowCount() == 0)
        return;
    const LineRange seen = m_view.visibleRows();
    const int top = std::min(yOf(seen.first), height() - kLeastSeen);
    const QRect part(0, top, width(), std::max(kLeastSeen, yOf(seen.end) - top));
    painter.fillRect(part, m_theme.tint(Role::Muted, 0.2));
    paintLines(painter);
    paintBookmarks(painter);
    painter.setPen(m_theme.color(Role::Muted));
    painter.drawRect(part.adjusted(0, 0, -1, -1));
}

void LogMinimap::paintLines(QPainter &painter) const
{
    const LineSet &hits = m_view.hits().lines();
    for (int y = 0; y < height(); ++y) {
        const LineNumber from = lineAt(y);
        const LineNumber to{std::max(lineAt(y + 1).value, from.value + 1)};
        const LogSurvey::Block loud = m_survey.count(from, to);
        const auto paint = [this, &painter, y, lines = double(to.value - from.value)](qint64 count, Role role) {
            // One line is seen among thousands, and many are seen to be many.
            const double share = std::min(1.0, 0.35 + 0.65 * std::sqrt(double(count) / lines));
            painter.fillRect(1, y, kLevelsWidth, 1, m_theme.tint(role, share));
        };
        if (loud.failed > 0)
            paint(loud.failed, Role::Failed);
        else if (loud.degraded > 0)
            paint(loud.degraded, Role::Degraded);
        else if (loud.needsHand > 0)
            paint(loud.needsHand, Role::NeedsHand);
        if (!hits.isEmpty() && hits.countBetween(from, to) > 0)
            painter.fillRect(kLevelsWidth + 2, y, kWidth - kLevelsWidth - 3, 1, m_theme.color(Role::Accent));
    }
}

void LogMinimap::paintBookmarks(QPainter &painter) const
{
    const engine::FilteredLog &document = m_view.document();
    int last = -1;
    for (int y = 0; y < height() && !m_view.bookmarks().isEmpty(); ++y) {
        const LineNumber from = lineAt(y);
        if (from.value >= m_view.rowCount())
            break;
        const LineNumber to = lineAt(y + 1);
        const LineNumber end = to.value < m_view.rowCount()
            ? document.sourceLine(to)
            : LineNumber{document.sourceLine({m_view.rowCount() - 1}).value + 1};
        if (y < last + 4 || m_view.bookmarks().countBetween(document.sourceLine(from), end) == 0)
            continue;
        last = y;
        painter.fillRect(0, y - 1, kWidth, 3, m_theme.color(Role::Text));
    }
}

void LogMinimap::goTo(int y)
{
    const LineRange seen = m_view.visibleRows();
    m_view.scrollTo({lineAt(y).value - seen.size() / 2});
}

void LogMinimap::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        goTo(int(event->position().y()));
}

void LogMinimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton))
        goTo(int(event->position().y()));
}

void LogMinimap::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_view.viewport(), event);
}

} // namespace rookery::ui

#include "moc_logminimap.cpp"
