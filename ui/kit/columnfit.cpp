// SPDX-License-Identifier: GPL-3.0-or-later
#include "columnfit.h"

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>
#include <numeric>

namespace rookery::ui {

namespace {
constexpr int kLeastSentence = 96; // a column of sentences is unreadable below this width
constexpr int kHeadingPadding = 24;
constexpr int kSortMark = 18;
} // namespace

ColumnFit::ColumnFit(QTableView *table, QList<int> widths, QList<int> growing)
    : QObject(table)
    , m_table(table)
    , m_header(table->horizontalHeader())
    , m_widths(std::move(widths))
    , m_growing(std::move(growing))
{
    if (m_growing.isEmpty())
        m_growing = {int(m_widths.size()) - 1};
    m_header->setStretchLastSection(false);
    m_header->setMinimumSectionSize(32);
    connect(m_header, &QHeaderView::sectionResized, this, &ColumnFit::resized);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, [this] { fit(-1); });
    table->viewport()->installEventFilter(this);
    fit(-1);
}

ColumnFit *ColumnFit::of(const QTableView *table)
{
    return table->findChild<ColumnFit *>(QString(), Qt::FindDirectChildrenOnly);
}

void ColumnFit::setWidths(const QList<int> &widths)
{
    const bool sane = std::all_of(widths.cbegin(), widths.cend(), [](int width) { return width > 0; });
    if (sane && widths.size() == m_widths.size())
        m_widths = widths;
    fit(-1);
}

bool ColumnFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit(-1);
    return QObject::eventFilter(watched, event);
}

void ColumnFit::resized(int column, int before, int now)
{
    if (m_fitting || column >= m_widths.size())
        return;
    if (before == 0 || now == 0) { // hidden or shown; deferred, because the header updates its own state afterwards
        QMetaObject::invokeMethod(
            this, [this] { fit(-1); }, Qt::QueuedConnection);
    } else if (QApplication::mouseButtons().testFlag(Qt::LeftButton)) {
        m_widths[column] = now;
        fit(column);
    }
}

int ColumnFit::leastOf(int column) const
{
    // Not sectionSizeHint(): that keeps room for a sort mark in every column.
    QFont font = m_header->font();
    font.setWeight(QFont::DemiBold);
    const QString words = m_header->model()->headerData(column, Qt::Horizontal).toString();
    const bool marked = m_header->isSortIndicatorShown() && m_header->sortIndicatorSection() == column;
    const int heading = QFontMetrics(font).horizontalAdvance(words) + kHeadingPadding + (marked ? kSortMark : 0);
    const int wanted = m_widths.at(column);
    return std::max(heading, m_growing.contains(column) ? std::min(kLeastSentence, wanted) : wanted * 2 / 3);
}

void ColumnFit::fit(int pinned)
{
    if (m_fitting)
        return;
    const QScopedValueRollback<bool> busy(m_fitting, true);
    m_header->ensurePolished();
    const int held = pinned < 0 ? -1 : m_header->visualIndex(pinned);
    int room = m_table->viewport()->width();
    QList<int> columns;
    int wanted = 0;
    int slack = 0;
    for (int column = 0; column < std::min(int(m_widths.size()), m_header->count()); ++column) {
        if (m_header->isSectionHidden(column))
            continue;
        if (m_header->visualIndex(column) <= held) {
            room -= m_header->sectionSize(column);
            continue;
        }
        columns.append(column);
        const int width = std::max(m_widths.at(column), leastOf(column));
        wanted += width;
        slack += width - leastOf(column);
    }
    const auto growing =
        int(std::count_if(columns.cbegin(), columns.cend(), [this](int column) { return m_growing.contains(column); }));
    int extra = std::max(0, room - wanted);
    int lack = std::min(slack, std::max(0, wanted - room));
    int growers = growing;
    for (const int column : std::as_const(columns)) {
        const int least = leastOf(column);
        int width = std::max(m_widths.at(column), least);
        if (lack > 0 && slack > 0) { // each gives its share, the last one also the rounding rest
            const int gives = int(qint64(lack) * (width - least) / slack);
            slack -= width - least;
            lack -= gives;
            width -= gives;
        }
        if (extra > 0 && m_growing.contains(column)) {
            const int takes = extra / growers--;
            extra -= takes;
            width += takes;
        }
        m_header->resizeSection(column, width);
    }
}

void setColumnWidths(QTableView *table, const QList<int> &widths, const QList<int> &growing)
{
    // the widths are for a 13 px font; scaled for a larger one
    const double scale = std::max(1.0, table->fontMetrics().height() / 17.0);
    QList<int> scaled;
    for (const int width : widths)
        scaled.append(int(width * scale));
    new ColumnFit(table, scaled, growing);
}

} // namespace rookery::ui

#include "moc_columnfit.cpp"
