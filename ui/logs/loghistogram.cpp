// SPDX-License-Identifier: GPL-3.0-or-later
#include "loghistogram.h"

#include "kit/statusstyle.h"
#include "kit/theme.h"
#include "kit/walltime.h"
#include "text/wording.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kBarWidth = 6; // with the gap after it
constexpr int kMostSpans = 400;
constexpr int kBarsTop = 4;
constexpr auto kRefreshEvery = std::chrono::milliseconds(500);

qint64 linesOf(const LogCounts &counts)
{
    return std::accumulate(counts.levels.cbegin(), counts.levels.cend(), qint64(0));
}

//! Counts lines by the role that they are painted in, the quiet ones first.
std::array<std::pair<Role, qint64>, 4> sharesOf(const LogCounts &counts, bool byCategory)
{
    std::array<std::pair<Role, qint64>, 4> shares{
        {{Role::Unknown, 0}, {Role::NeedsHand, 0}, {Role::Degraded, 0}, {Role::Failed, 0}}};
    const auto add = [&shares](Role role, qint64 lines) {
        for (auto &[one, sum] : shares)
            sum += one == role ? lines : 0;
    };
    if (byCategory) {
        for (std::size_t i = 0; i < counts.categories.size(); ++i)
            add(i == 0 ? Role::Unknown : statusStyle(LogCategory(i)).role, counts.categories[i]);
    } else {
        for (std::size_t i = 0; i < counts.levels.size(); ++i)
            add(statusStyle(LogLevel(i)).role, counts.levels[i]);
    }
    return shares;
}

} // namespace

LogHistogram::LogHistogram(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setAccessibleName(tr("Lines over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setCursor(Qt::IBeamCursor);
    setFixedHeight(sizeHint().height());
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(kRefreshEvery);
    connect(&m_refresh, &QTimer::timeout, this, &LogHistogram::refresh);
}

QSize LogHistogram::sizeHint() const
{
    return {200, 36 + fontMetrics().height()};
}

void LogHistogram::setDocument(engine::LogDocument &document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = &document;
    const auto later = [this] {
        if (!m_refresh.isActive())
            m_refresh.start();
    };
    connect(&document, &engine::LogDocument::grew, this, later);
    connect(&document, &engine::LogDocument::dropped, this, later);
    connect(&document, &engine::LogDocument::replaced, this, later);
    clearSelection();
    refresh();
}

void LogHistogram::setByCategory(bool byCategory)
{
    m_byCategory = byCategory;
    update();
}

void LogHistogram::clearSelection()
{
    m_from = {};
    m_to = {};
    m_cursorFrom = -1;
    update();
}

void LogHistogram::refresh()
{
    if (!m_document || !isVisible())
        return;
    m_timeline = m_document->timeline(std::clamp(width() / kBarWidth, 1, kMostSpans));
    m_cursor = std::min(m_cursor, count() - 1);
    update();
}

void LogHistogram::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void LogHistogram::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    refresh();
}

int LogHistogram::spanAt(double x) const
{
    return std::clamp(int(x * count() / std::max(1, width())), 0, std::max(0, count() - 1));
}

int LogHistogram::xOf(int span) const
{
    return int(std::lround(double(width()) * span / std::max(1, count())));
}

WallTime LogHistogram::startOf(int span) const
{
    return m_timeline.from + span * m_timeline.span;
}

//! Says what is in a span: "14:03:20 to 14:03:40: 25 lines, 2 error, 3 warn".
QString LogHistogram::wordsOf(int span) const
{
    if (span < 0 || span >= count())
        return {};
    const WallTime now = wallNow();
    const LogCounts &counts = m_timeline.spans[std::size_t(span)];
    QStringList parts{tr("%n line(s)", nullptr, int(linesOf(counts)))};
    const auto add = [&parts](const QString &word, qint64 lines) {
        if (lines > 0)
            parts.append(tr("%1 %2", "how many, level or category").arg(text::number(lines), word));
    };
    if (m_byCategory) {
        for (int i = int(LogCategory::None) + 1; i < kLogCategoryCount; ++i)
            add(text::logCategoryWord(LogCategory(i)), counts.categories[std::size_t(i)]);
    } else {
        for (const LogLevel level : {LogLevel::Fatal, LogLevel::Error, LogLevel::Warn})
            add(text::logLevelWord(level), counts.levels[std::size_t(level)]);
    }
    return tr("%1 to %2: %3", "times, what is in between")
        .arg(text::localTime(startOf(span), now), text::localTime(startOf(span + 1), now),
             parts.join(tr(", ", "between counts")));
}

std::optional<LogHistogram::Spans> LogHistogram::chosenSpans() const
{
    if (m_drag)
        return Spans{std::min(m_drag->first, m_drag->last), std::max(m_drag->first, m_drag->last)};
    if (m_from == WallTime{} || m_timeline.span.count() == 0)
        return {};
    const auto first = (m_from - m_timeline.from) / m_timeline.span;
    const auto last = (m_to - milliseconds(1) - m_timeline.from) / m_timeline.span;
    return Spans{int(std::clamp<qint64>(first, 0, count() - 1)), int(std::clamp<qint64>(last, 0, count() - 1))};
}

void LogHistogram::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    Q_UNUSED(event);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(hasFocus() ? Role::Accent : Role::Border));
    painter.setBrush(m_theme.color(Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (count() == 0 || m_timeline.span.count() == 0)
        return;
    const int base = height() - fontMetrics().height() - 2;
    if (const std::optional<Spans> chosen = chosenSpans())
        painter.fillRect(QRect(QPoint(xOf(chosen->first), 1), QPoint(xOf(chosen->last + 1) - 1, base)),
                         m_theme.color(Role::Selection));
    qint64 highest = 1;
    for (const LogCounts &counts : m_timeline.spans)
        highest = std::max(highest, linesOf(counts));
    for (int i = 0; i < count(); ++i)
        paintBar(painter, i, highest);
    if (hasFocus() && m_cursor >= 0) {
        painter.setPen(m_theme.color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRect(QPoint(xOf(m_cursor), 2), QPoint(xOf(m_cursor + 1) - 1, base)));
    }
    painter.setPen(m_theme.color(Role::Muted));
    const WallTime now = wallNow();
    const QRect words = rect().adjusted(6, 0, -6, -2);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom, text::localTime(m_timeline.from, now));
    painter.drawText(words, Qt::AlignRight | Qt::AlignBottom, text::localTime(startOf(count()), now));
}

void LogHistogram::paintBar(QPainter &painter, int span, qint64 highest) const
{
    const int base = height() - fontMetrics().height() - 2;
    const int left = xOf(span);
    const int wide = std::max(1, xOf(span + 1) - left - 1);
    qint64 below = 0;
    const auto yOf = [base, highest](qint64 lines) {
        return base - int(std::lround(double(lines) * (base - kBarsTop) / double(highest)));
    };
    for (const auto &[role, lines] : sharesOf(m_timeline.spans[std::size_t(span)], m_byCategory)) {
        if (lines == 0)
            continue;
        // what is there is seen, however little it is
        const int top = std::min(yOf(below + lines), yOf(below) - 1);
        painter.fillRect(left, top, wide, yOf(below) - top, m_theme.tint(role, role == Role::Unknown ? 0.35 : 0.9));
        below += lines;
    }
}

void LogHistogram::choose(const Spans &spans)
{
    m_from = startOf(spans.first);
    m_to = startOf(spans.last + 1);
    update();
    Q_EMIT timesChosen(m_from, m_to);
}

void LogHistogram::chooseNone()
{
    const bool had = m_from != WallTime{};
    clearSelection();
    if (had)
        Q_EMIT timesChosen({}, {});
}

void LogHistogram::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || count() == 0)
        return;
    const int span = spanAt(event->position().x());
    m_drag = Spans{span, span};
    update();
}

void LogHistogram::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_drag)
        return;
    m_drag->last = spanAt(event->position().x());
    update();
}

void LogHistogram::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_drag)
        return;
    const std::optional<Spans> dragged = chosenSpans();
    const bool moved = m_drag->first != m_drag->last;
    m_drag.reset();
    if (moved && dragged)
        choose(*dragged);
    else
        chooseNone();
}

void LogHistogram::moveCursor(int to, bool extend)
{
    if (count() == 0)
        return;
    const int before = std::max(0, m_cursor);
    m_cursor = std::clamp(to, 0, count() - 1);
    if (!extend)
        m_cursorFrom = -1;
    else if (m_cursorFrom < 0)
        m_cursorFrom = before;
    setAccessibleDescription(wordsOf(m_cursor));
    QAccessibleEvent spoken(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&spoken);
    update();
    if (extend)
        choose({std::min(m_cursorFrom, m_cursor), std::max(m_cursorFrom, m_cursor)});
}

void LogHistogram::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(m_cursor < 0 ? count() - 1 : m_cursor - 1, extend);
        break;
    case Qt::Key_Right:
        moveCursor(m_cursor + 1, extend);
        break;
    case Qt::Key_Home:
        moveCursor(0, extend);
        break;
    case Qt::Key_End:
        moveCursor(count() - 1, extend);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_cursor >= 0)
            choose({m_cursor, m_cursor});
        break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        chooseNone();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void LogHistogram::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void LogHistogram::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

bool LogHistogram::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    if (count() > 0)
        QToolTip::showText(help->globalPos(), wordsOf(spanAt(help->pos().x())), this);
    return true;
}

} // namespace rookery::ui

#include "moc_loghistogram.cpp"
