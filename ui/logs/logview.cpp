// SPDX-License-Identifier: GPL-3.0-or-later
#include "logview.h"

#include "accessiblelogview.h"
#include "kit/plaintip.h"
#include "kit/widgetfactory.h"

#include <QAccessible>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTimerEvent>
#include <QToolTip>

#include <algorithm>
#include <limits>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kLeastTextWidth = 160;
constexpr int kAutoScrollMs = 40;

} // namespace

LogView::LogView(const Theme &theme, const LogWords &words, engine::LogDocument &source, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_words(words)
    , m_painter(theme, words)
{
    installAccessibleLogView();
    setProperty("kind", u"lines"_s);
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    horizontalScrollBar()->setSingleStep(20);
    m_painter.setFont(font());
    buildHeader();
    m_hint = makeLabel({}, LabelKind::Muted, viewport());
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setMargin(16);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &LogView::userScrolled);
    connectDocument(source);
}

LogView::~LogView()
{
    delete m_hits; // before the document that it searches
}

void LogView::buildHeader()
{
    m_header = new QHeaderView(Qt::Horizontal, this);
    auto *columns = new QStandardItemModel(0, kLogColumnCount, m_header);
    for (int i = 0; i < kLogColumnCount; ++i)
        columns->setHeaderData(i, Qt::Horizontal, LogWords::heading(LogColumn(i)));
    m_header->setModel(columns);
    m_header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_header->setHighlightSections(false);
    m_header->setFocusPolicy(Qt::NoFocus);
    m_header->setSectionResizeMode(int(LogColumn::Text), QHeaderView::Fixed);
    fitColumns();
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        if (m_fitting)
            return;
        m_columnsChosen = true;
        updateColumns();
    });
}

void LogView::connectDocument(engine::LogDocument &source)
{
    delete m_hits;
    m_document = std::make_unique<engine::FilteredLog>(&source);
    m_document->setFilter(m_filter);
    connect(m_document.get(), &engine::LogDocument::grew, this, &LogView::onGrew);
    connect(m_document.get(), &engine::LogDocument::dropped, this, &LogView::onDropped);
    connect(m_document.get(), &engine::LogDocument::replaced, this, &LogView::onReplaced);
    connect(m_document.get(), &engine::LogDocument::linesRead, this, &LogView::onLinesRead);
    // Through the document that goes with the source, so that nothing is heard of a former one.
    connect(&source, &engine::LogDocument::dropped, m_document.get(), [this](qint64 lines) { onSourceDropped(lines); });
    connect(&source, &engine::LogDocument::replaced, m_document.get(), [this] { onSourceReplaced(); });
    m_hits = new LogHits(*m_document, this);
    m_hits->find(m_wanted);
    connect(m_hits, &LogHits::changed, this, [this] { viewport()->update(); });
}

void LogView::setSource(engine::LogDocument &source)
{
    connectDocument(source);
    Q_EMIT documentChanged();
    m_widestText = 0;
    if (!m_columnsChosen)
        fitColumns();
    onReplaced();
    onSourceReplaced();
    widenTime();
}

void LogView::continueWith(engine::LogDocument &source, qint64 dropped)
{
    const std::optional<Anchor> kept = m_anchor ? m_anchor : place();
    const std::optional<LineNumber> current = m_currentSource;
    const LineSet bookmarks = m_bookmarks;
    setSource(source);
    m_anchor = kept;
    m_currentSource = current;
    m_bookmarks = bookmarks;
    onSourceDropped(dropped);
    restorePlace();
}

void LogView::setFilter(const LogFilter &filter)
{
    if (filter == m_filter)
        return;
    const std::optional<Anchor> kept = m_anchor ? m_anchor : place();
    m_filter = filter;
    m_painter.setHighlight(m_wanted.isEmpty() ? m_filter : m_wanted);
    m_document->setFilter(filter);
    m_anchor = kept;
    restorePlace();
}

void LogView::find(const LogFilter &wanted)
{
    m_wanted = wanted;
    m_painter.setHighlight(m_wanted.isEmpty() ? m_filter : m_wanted);
    m_hits->find(wanted);
    viewport()->update();
}

QString LogView::textAt(LineNumber row, LogColumn column) const
{
    if (!isValid(row))
        return {};
    const std::optional<LogLine> line = m_document->line(row);
    return line ? m_words.cell(*line, column) : LogWords::cell(m_document->mark(row), column);
}

// --- What the log tells

void LogView::onGrew()
{
    m_selection.cutFrom({rowCount()}); // a last line that has changed may be another one
    if (m_current && !isValid(*m_current))
        hideCurrent();
    widenTime();
    updateScrollBars();
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    restorePlace();
    invalidate();
    Q_EMIT linesChanged();
}

void LogView::onDropped(qint64 lines)
{
    const qint64 before = top().value;
    m_selection.drop(lines);
    m_selectedFrom.value = std::max<qint64>(0, m_selectedFrom.value - lines);
    if (m_current) {
        m_current->value -= lines;
        if (m_current->value < 0)
            showCurrent({});
    }
    updateScrollBars();
    verticalScrollBar()->setValue(m_following ? verticalScrollBar()->maximum()
                                              : int(std::max<qint64>(0, before - lines)));
    invalidate();
    Q_EMIT linesChanged();
}

void LogView::onReplaced()
{
    m_selection.clear();
    m_selectedFrom = {};
    hideCurrent();
    updateScrollBars();
    verticalScrollBar()->setValue(m_following ? verticalScrollBar()->maximum() : 0);
    invalidate();
    Q_EMIT linesChanged();
    Q_EMIT selectionChanged();
}

void LogView::onLinesRead()
{
    if (isWrapping()) { // they have their height now
        updateScrollBars();
        if (m_following)
            verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    }
    invalidate();
}

void LogView::onSourceDropped(qint64 lines)
{
    m_bookmarks.drop(lines);
    const auto forget = [lines](auto &line) {
        line.value -= lines;
        return line.value < 0;
    };
    if (m_currentSource && forget(*m_currentSource))
        m_currentSource.reset();
    if (m_anchor && forget(m_anchor->source))
        m_anchor.reset();
    Q_EMIT bookmarksChanged();
}

void LogView::onSourceReplaced()
{
    m_bookmarks.clear();
    m_currentSource.reset();
    m_anchor.reset();
    Q_EMIT bookmarksChanged();
}

// --- Where the rows are

LineNumber LogView::top() const
{
    return {verticalScrollBar()->value()};
}

int LogView::textColumnWidth() const
{
    return m_header->sectionSize(int(LogColumn::Text));
}

int LogView::heightOf(LineNumber row) const
{
    return isWrapping() ? m_painter.height(m_document->line(row), textColumnWidth()) : m_painter.rowHeight();
}

//! Returns the first of the rows that are seen with `last` as the last one.
LineNumber LogView::topToEndWith(LineNumber last) const
{
    int room = viewport()->height() - heightOf(last);
    LineNumber first = last;
    while (first.value > 0) {
        room -= heightOf({first.value - 1});
        if (room < 0)
            break;
        --first.value;
    }
    return first;
}

const std::vector<LogView::Shown> &LogView::shown() const
{
    if (!m_shown.empty())
        return m_shown;
    int y = 0;
    for (LineNumber row = top(); isValid(row) && y < viewport()->height(); ++row.value) {
        const int height = heightOf(row);
        m_shown.push_back({row, y, height});
        y += height;
    }
    return m_shown;
}

LineRange LogView::visibleRows() const
{
    const LineNumber first = top();
    return {first, {first.value + qint64(shown().size())}};
}

//! Returns how many rows are seen whole; at least one.
qint64 LogView::rowsPerPage() const
{
    const std::vector<Shown> &rows = shown();
    const int end = viewport()->height();
    const auto whole = [end](const Shown &row) { return row.top + row.height <= end; };
    return std::max<qint64>(1, std::count_if(rows.cbegin(), rows.cend(), whole));
}

std::optional<LineNumber> LogView::rowAt(int y) const
{
    for (const Shown &row : shown()) {
        if (y >= row.top && y < row.top + row.height)
            return row.row;
    }
    return {};
}

QRect LogView::rowRect(LineNumber row) const
{
    for (const Shown &one : shown()) {
        if (one.row == row)
            return {0, one.top, viewport()->width(), one.height};
    }
    return {};
}

QRect LogView::cellRect(LineNumber row, LogColumn column) const
{
    const QRect rect = rowRect(row);
    return rect.isEmpty() ? rect : cells(rect)[std::size_t(column)].intersected(rect);
}

LogRowPainter::Cells LogView::cells(const QRect &row) const
{
    LogRowPainter::Cells cells;
    for (int i = 0; i < kLogColumnCount; ++i) {
        if (!m_header->isSectionHidden(i))
            cells[std::size_t(i)] =
                QRect(m_header->sectionViewportPosition(i), row.top(), m_header->sectionSize(i), row.height());
    }
    return cells;
}

bool LogView::isBookmarked(LineNumber row) const
{
    return !m_bookmarks.isEmpty() && m_bookmarks.contains(m_document->sourceLine(row));
}

void LogView::invalidate()
{
    m_shown.clear();
    m_hint->setVisible(rowCount() == 0);
    viewport()->update();
}

void LogView::updateScrollBars()
{
    m_shown.clear();
    const qint64 rows = rowCount();
    const qint64 last = rows == 0 ? 0 : topToEndWith({rows - 1}).value;
    verticalScrollBar()->setRange(0, int(std::min<qint64>(last, std::numeric_limits<int>::max())));
    verticalScrollBar()->setPageStep(std::max(1, viewport()->height() / m_painter.rowHeight() - 1));
}

void LogView::updateColumns()
{
    const int others = m_header->length() - textColumnWidth();
    const int room = viewport()->width() - others;
    m_fitting = true;
    m_header->resizeSection(int(LogColumn::Text),
                            isWrapping() ? std::max(room, kLeastTextWidth) : std::max(room, m_widestText));
    m_fitting = false;
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    m_header->setOffset(horizontalScrollBar()->value());
    if (isWrapping())
        updateScrollBars();
    invalidate();
}

//! Gives the columns the width of their words.
void LogView::fitColumns()
{
    m_fitting = true;
    for (int i = 0; i < int(LogColumn::Text); ++i)
        m_header->resizeSection(i, m_painter.columnWidth(LogColumn(i), u"00:00:00"_s));
    m_fitting = false;
}

//! Makes room for a time that has a date, because it is not of today.
void LogView::widenTime()
{
    if (m_columnsChosen || rowCount() == 0)
        return;
    const QString newest = m_words.time(m_document->timeNear({rowCount() - 1}));
    const QString oldest = m_words.time(m_document->timeNear({0}));
    const int wanted = m_painter.columnWidth(LogColumn::Time, oldest.size() > newest.size() ? oldest : newest);
    if (wanted <= m_header->sectionSize(int(LogColumn::Time)))
        return;
    m_fitting = true;
    m_header->resizeSection(int(LogColumn::Time), wanted);
    m_fitting = false;
    updateColumns();
}

QList<int> LogView::columnWidths() const
{
    QList<int> widths;
    for (int i = 0; m_columnsChosen && i < int(LogColumn::Text); ++i)
        widths.append(m_header->isSectionHidden(i) ? 0 : m_header->sectionSize(i));
    return widths;
}

void LogView::setColumnWidths(const QList<int> &widths)
{
    if (widths.size() != int(LogColumn::Text))
        return;
    m_fitting = true;
    for (int i = 0; i < widths.size(); ++i) {
        if (widths.at(i) > 0)
            m_header->resizeSection(i, widths.at(i));
    }
    m_fitting = false;
    m_columnsChosen = true;
    updateColumns();
}

void LogView::setGatewayShown(bool shown)
{
    m_fitting = true;
    m_header->setSectionHidden(int(LogColumn::Gateway), !shown);
    m_fitting = false;
    updateColumns();
}

void LogView::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setVisible(rowCount() == 0);
}

void LogView::wordsChanged()
{
    invalidate();
}

void LogView::setWrapping(bool wrapping)
{
    const LineNumber first = top();
    m_painter.setWrapping(wrapping);
    updateColumns();
    updateScrollBars();
    verticalScrollBar()->setValue(m_following ? verticalScrollBar()->maximum() : int(first.value));
    invalidate();
}

// --- Where the operator is

//! Returns the line of the source that has to stay where it is: the current one if it is seen, else the top one.
std::optional<LogView::Anchor> LogView::place() const
{
    if (rowCount() == 0 || m_following)
        return {};
    const LineRange seen = visibleRows();
    const LineNumber row = m_current && seen.first <= *m_current && *m_current < seen.end ? *m_current : seen.first;
    if (!isValid(row))
        return {};
    return Anchor{m_document->sourceLine(row), row.value - seen.first.value};
}

//! Goes back to the place of before, as far as its lines are found already.
void LogView::restorePlace()
{
    if (m_currentSource && !m_current) {
        const LineNumber row = m_document->firstFrom(*m_currentSource);
        if (isValid(row) && m_document->sourceLine(row) == *m_currentSource) {
            m_selection.set({row, {row.value + 1}});
            m_selectedFrom = row;
            showCurrent(row);
        }
    }
    if (m_anchor && !m_following) {
        const LineNumber row = m_document->firstFrom(m_anchor->source);
        verticalScrollBar()->setValue(int(std::max<qint64>(0, row.value - m_anchor->below)));
    }
}

void LogView::userScrolled()
{
    m_anchor.reset();
    const QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->sliderPosition() >= bar->maximum();
    if (atEnd != m_following) {
        m_following = atEnd;
        Q_EMIT followingChanged(atEnd);
    }
}

void LogView::setFollowing(bool following)
{
    if (following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    if (following == m_following)
        return;
    m_following = following;
    Q_EMIT followingChanged(following);
}

//! Follows on if the operator went to the last line, and stops if to another one.
void LogView::updateFollowing()
{
    setFollowing(m_current && m_current->value == rowCount() - 1);
}

void LogView::scrollTo(LineNumber first)
{
    verticalScrollBar()->setValue(int(std::clamp<qint64>(first.value, 0, verticalScrollBar()->maximum())));
    userScrolled();
}

void LogView::ensureVisible(LineNumber row)
{
    if (row < top())
        verticalScrollBar()->setValue(int(row.value));
    else if (const LineNumber first = topToEndWith(row); first > top())
        verticalScrollBar()->setValue(int(first.value));
}

//! Shows a row with what is around it.
void LogView::reveal(LineNumber row)
{
    const LineRange seen = visibleRows();
    if (row < seen.first || row.value >= seen.first.value + rowsPerPage())
        verticalScrollBar()->setValue(int(std::max<qint64>(0, row.value - rowsPerPage() / 2)));
    moveTo(row, false);
}

void LogView::moveTo(LineNumber row, bool extend)
{
    if (rowCount() == 0)
        return;
    row.value = std::clamp<qint64>(row.value, 0, rowCount() - 1);
    m_anchor.reset();
    select(row, extend);
    ensureVisible(row);
    updateFollowing();
}

void LogView::select(LineNumber row, bool extend)
{
    if (!extend || m_selection.isEmpty())
        m_selectedFrom = row;
    m_selection.set({std::min(m_selectedFrom, row), {std::max(m_selectedFrom, row).value + 1}});
    showCurrent(row);
    viewport()->update();
    Q_EMIT selectionChanged();
}

void LogView::showCurrent(std::optional<LineNumber> row)
{
    m_currentSource = row ? std::optional(m_document->sourceLine(*row)) : std::nullopt;
    if (row == m_current)
        return;
    m_current = row;
    Q_EMIT currentChanged();
    if (row && hasFocus())
        announceCurrent(*this);
}

//! Shows no current line until there is again the one that it was.
void LogView::hideCurrent()
{
    const std::optional<LineNumber> source = m_currentSource;
    showCurrent({});
    m_currentSource = source;
}

void LogView::selectAll()
{
    if (rowCount() == 0)
        return;
    m_selection.set({{0}, {rowCount()}});
    viewport()->update();
    Q_EMIT selectionChanged();
}

void LogView::goToHit(bool forward)
{
    if (rowCount() == 0)
        return;
    const LineNumber from = m_current.value_or(LineNumber{forward ? top().value - 1 : top().value});
    if (!m_hits->isActive()) {
        if (!m_filter.text.isEmpty()) // every line is a hit
            reveal({std::clamp<qint64>(from.value + (forward ? 1 : -1), 0, rowCount() - 1)});
        return;
    }
    const LineSet &hits = m_hits->lines();
    std::optional<LineNumber> hit = forward ? hits.after(from) : hits.before(from);
    if (!hit) // from the other end
        hit = forward ? hits.after({-1}) : hits.before({rowCount()});
    if (hit)
        reveal(*hit);
}

void LogView::toggleBookmark()
{
    if (!m_current)
        return;
    m_bookmarks.toggle(m_document->sourceLine(*m_current));
    viewport()->update();
    Q_EMIT bookmarksChanged();
}

void LogView::goToBookmark(bool forward)
{
    if (rowCount() == 0 || m_bookmarks.isEmpty())
        return;
    LineNumber from = m_document->sourceLine(m_current.value_or(top()));
    for (qint64 i = 0; i < m_bookmarks.size(); ++i) { // the filter may hide some
        std::optional<LineNumber> next = forward ? m_bookmarks.after(from) : m_bookmarks.before(from);
        if (!next) // from the other end
            next = forward ? m_bookmarks.after({-1}) : m_bookmarks.before({std::numeric_limits<quint32>::max()});
        from = *next;
        const LineNumber row = m_document->firstFrom(from);
        if (isValid(row) && m_document->sourceLine(row) == from) {
            reveal(row);
            return;
        }
    }
}

// --- Events

void LogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.color(Role::Surface));
    int widest = m_widestText;
    for (const Shown &row : shown()) {
        const QRect rect(0, row.top, viewport()->width(), row.height);
        const LogRowPainter::Row content{.mark = m_document->mark(row.row),
                                         .line = m_document->line(row.row),
                                         .selected = m_selection.contains(row.row),
                                         .current = hasFocus() && m_current == row.row,
                                         .bookmarked = isBookmarked(row.row)};
        if (content.line)
            widest = std::max(widest, m_painter.textWidth(*content.line));
        if (rect.intersects(event->rect()))
            m_painter.paint(painter, content, rect, cells(rect));
    }
    if (widest > m_widestText) {
        m_widestText = widest;
        QMetaObject::invokeMethod(this, &LogView::updateColumns, Qt::QueuedConnection);
    }
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const int height = m_header->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect below = viewport()->geometry();
    m_header->setGeometry(below.left(), below.top() - height, below.width(), height);
    m_hint->setGeometry(viewport()->rect());
    updateColumns();
    updateScrollBars();
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    Q_EMIT scrolled();
}

void LogView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange)
        return;
    m_painter.setFont(font());
    if (!m_columnsChosen)
        fitColumns();
    widenTime();
    updateColumns();
    updateScrollBars();
}

void LogView::scrollContentsBy(int dx, int dy)
{
    if (dx != 0)
        m_header->setOffset(horizontalScrollBar()->value());
    invalidate();
    if (dy != 0)
        Q_EMIT scrolled();
}

bool LogView::handleMoveKey(const QKeyEvent &event)
{
    const qint64 at = m_current ? m_current->value : top().value - 1;
    qint64 to = at;
    switch (event.key()) {
    case Qt::Key_Up:
        to = at - 1;
        break;
    case Qt::Key_Down:
        to = at + 1;
        break;
    case Qt::Key_PageUp:
        to = at - rowsPerPage();
        break;
    case Qt::Key_PageDown:
        to = at + rowsPerPage();
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = rowCount() - 1;
        break;
    default:
        return false;
    }
    moveTo({to}, event.modifiers().testFlag(Qt::ShiftModifier));
    return true;
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *sideways = horizontalScrollBar();
    if (handleMoveKey(*event))
        event->accept();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_N)
        goToHit(!event->modifiers().testFlag(Qt::ShiftModifier));
    else if (event->key() == Qt::Key_Left)
        sideways->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (event->key() == Qt::Key_Right)
        sideways->triggerAction(QAbstractSlider::SliderSingleStepAdd);
    else
        event->ignore(); // not the scroll area's: it would scroll without a current line
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    const std::optional<LineNumber> row = rowAt(int(event->position().y()));
    if (!row)
        return;
    if (event->button() == Qt::RightButton) { // the menu is for the selected lines
        if (!m_selection.contains(*row))
            select(*row, false);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    m_anchor.reset();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        m_selection.toggle(*row);
        m_selectedFrom = *row;
        showCurrent(*row);
        viewport()->update();
        Q_EMIT selectionChanged();
    } else {
        select(*row, event->modifiers().testFlag(Qt::ShiftModifier));
    }
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || m_selection.isEmpty())
        return;
    m_dragY = int(event->position().y());
    const bool outside = m_dragY < 0 || m_dragY >= viewport()->height();
    if (outside && !m_autoScroll.isActive())
        m_autoScroll.start(kAutoScrollMs, this);
    else if (!outside)
        m_autoScroll.stop();
    dragTo(m_dragY);
}

//! Extends the selection to the row at `y`, or by one row out of the view.
void LogView::dragTo(int y)
{
    const LineRange seen = visibleRows();
    if (y < 0)
        moveTo({seen.first.value - 1}, true);
    else if (y >= viewport()->height())
        moveTo({seen.first.value + rowsPerPage()}, true);
    else if (const std::optional<LineNumber> row = rowAt(y); row && row != m_current)
        select(*row, true);
}

void LogView::mouseReleaseEvent(QMouseEvent *event)
{
    Q_UNUSED(event);
    m_autoScroll.stop();
}

void LogView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_autoScroll.timerId())
        dragTo(m_dragY);
    else
        QAbstractScrollArea::timerEvent(event);
}

void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
    if (m_current)
        announceCurrent(*this);
}

void LogView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

bool LogView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const std::optional<LineNumber> row = rowAt(help->pos().y());
    const std::optional<LogLine> line = row ? m_document->line(*row) : std::nullopt;
    const int column = m_header->logicalIndexAt(help->pos().x());
    if (line && column >= 0)
        QToolTip::showText(help->globalPos(), plainTip(m_words.toolTip(*line, LogColumn(column))), viewport());
    else
        QToolTip::hideText();
    return true;
}

} // namespace rookery::ui

#include "moc_logview.cpp"
