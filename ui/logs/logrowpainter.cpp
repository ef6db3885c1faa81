// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrowpainter.h"

#include "kit/stateshape.h"
#include "text/wording.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace rookery::ui {

namespace {

constexpr int kCellMargin = 6; // beside the words of a cell
constexpr int kGutter = 12; // before the time: the bookmark
constexpr int kIconSize = 12;
//! Names the colours of several files: none that looks like a fault.
constexpr std::array kSourceColors{QLatin1StringView("blue"), QLatin1StringView("green"), QLatin1StringView("purple"),
                                   QLatin1StringView("orange"), QLatin1StringView("grey")};
constexpr int kSourceMark = 8; // before the name of one of several files, in a colour of its own
constexpr int kRuleBar = 3; // at the left, beside that of the current row: the colour of a user's rule
constexpr qsizetype kMostPainted = 4000; // characters of a row; the explanation shows the rest
constexpr QChar kFirstWide(0x1100); // from here on most characters take two columns

QTextCharFormat colored(const QColor &color)
{
    QTextCharFormat format;
    format.setForeground(color);
    return format;
}

} // namespace

void LogRowPainter::setFont(const QFont &font)
{
    m_font = font;
    m_mono = Theme::monoFont(font);
    const QFontMetricsF mono(m_mono);
    m_lineHeight = int(std::ceil(std::max(mono.height(), QFontMetricsF(font).height())));
    m_rowHeight = m_lineHeight + 4;
    m_charWidth = mono.horizontalAdvance(u'0');
}

int LogRowPainter::columnWidth(LogColumn column, const QString &widestTime) const
{
    const QFontMetricsF words(m_font);
    QFont heading = m_font;
    heading.setWeight(QFont::DemiBold);
    double widest = QFontMetricsF(heading).horizontalAdvance(LogWords::heading(column)) + 8;
    switch (column) {
    case LogColumn::Time:
        widest = std::max(widest, QFontMetricsF(m_mono).horizontalAdvance(widestTime) + kGutter);
        break;
    case LogColumn::Gateway:
        widest = std::max(widest, words.horizontalAdvance(QString(12, u'n')));
        break;
    case LogColumn::Level:
        for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error, LogLevel::Fatal})
            widest = std::max(widest, words.horizontalAdvance(text::logLevelWord(level)));
        break;
    case LogColumn::Category:
        for (int i = int(LogCategory::None) + 1; i < kLogCategoryCount; ++i)
            widest = std::max(widest, words.horizontalAdvance(text::logCategoryWord(LogCategory(i))) + kIconSize + 6);
        break;
    case LogColumn::Text:
        return 0;
    }
    return int(std::ceil(widest)) + 2 * kCellMargin;
}

int LogRowPainter::textWidth(const LogLine &line) const
{
    const QStringView text = QStringView(line.text).left(kMostPainted);
    qsizetype columns = 0;
    for (const QChar one : text) {
        if (one == u'\n')
            break;
        columns += one < kFirstWide ? 1 : 2;
    }
    const qsizetype mark = text.contains(u'\n') ? 16 : 0;
    return int(std::ceil(double(columns + mark) * m_charWidth)) + 3 * kCellMargin;
}

//! Lays out the text of a row, with its hits highlighted, in a width that is taken only where rows wrap.
void LogRowPainter::layOut(QTextLayout &layout, const LogLine &line, int width, qsizetype most) const
{
    QString words = m_wrapping ? m_words.beginning(line, most) : m_words.firstLine(line, most);
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat hit;
    hit.setBackground(m_theme.tint(Role::Degraded, 0.4));
    const QList<TextMatcher::Span> spans = m_matcher.spans(words);
    for (const TextMatcher::Span &span : spans)
        formats.append({span.start, span.length, hit});
    const QString further = m_wrapping ? QString() : LogWords::furtherLines(line);
    if (!further.isEmpty()) {
        formats.append({int(words.size()), int(further.size()) + 2, colored(m_theme.color(Role::Accent))});
        words += u"  " + further;
    }
    words.replace(u'\n', QChar::LineSeparator);
    QTextOption option;
    option.setWrapMode(m_wrapping ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFont(m_mono);
    layout.setText(words);
    layout.setFormats(formats);
    layout.beginLayout();
    for (int i = 0; i < (m_wrapping ? kMostWrappedLines : 1); ++i) {
        QTextLine row = layout.createLine();
        if (!row.isValid())
            break;
        row.setLineWidth(m_wrapping ? width : 1'000'000);
        row.setPosition(QPointF(0, double(i) * m_lineHeight));
    }
    layout.endLayout();
}

int LogRowPainter::height(const std::optional<LogLine> &line, int textWidth) const
{
    if (!m_wrapping || !line)
        return m_rowHeight;
    QTextLayout layout;
    layOut(layout, *line, std::max(1, textWidth - 2 * kCellMargin), kMostPainted);
    return m_rowHeight + (std::max(1, layout.lineCount()) - 1) * m_lineHeight;
}

void LogRowPainter::paint(QPainter &painter, const Row &row, const QRect &rect, const Cells &cells) const
{
    const QColor own = row.line ? m_theme.ruleColor(m_words.ruleColor(*row.line)) : QColor();
    if (row.selected)
        painter.fillRect(rect, m_theme.color(Role::Selection));
    else if (own.isValid())
        painter.fillRect(rect, m_theme.ground(own));
    else if (const std::optional<Role> ground = LogWords::ground(row.mark))
        painter.fillRect(rect, m_theme.tint(*ground, 0.07));
    for (int i = 0; i < kLogColumnCount; ++i) {
        const QRect &cell = cells[std::size_t(i)];
        if (cell.width() <= 0 || cell.right() < rect.left() || cell.left() > rect.right())
            continue;
        painter.setClipRect(cell.intersected(rect));
        if (LogColumn(i) == LogColumn::Text)
            paintText(painter, row, cell, rect.width());
        else
            paintCell(painter, row, LogColumn(i), cell);
    }
    painter.setClipping(false);
    if (own.isValid())
        painter.fillRect(QRect(rect.left() + 2, rect.top(), kRuleBar, rect.height()), own);
    if (row.current)
        painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), m_theme.color(Role::Accent));
}

void LogRowPainter::paintCell(QPainter &painter, const Row &row, LogColumn column, const QRect &cell) const
{
    QRect room(cell.left() + kCellMargin, cell.top(), cell.width() - kCellMargin, m_rowHeight);
    if (column == LogColumn::Time) {
        if (row.bookmarked)
            paintShape(painter, QRectF(room.left() - 2, room.top(), kGutter - 2, room.height()), Shape::Diamond,
                       m_theme.color(Role::Accent), 7);
        room.setLeft(room.left() + kGutter);
    }
    if (const int source = row.line ? row.line->source : 0; column == LogColumn::Gateway && source > 0) {
        const QLatin1StringView color = kSourceColors[std::size_t(source - 1) % kSourceColors.size()];
        paintShape(painter, QRectF(room.left(), room.top(), kSourceMark, room.height()), Shape::Square,
                   m_theme.ruleColor(color), kSourceMark);
        room.setLeft(room.left() + kSourceMark + 6);
    }
    if (const std::optional<StatusStyle> status = LogWords::status(row.mark, column)) {
        const QRect icon(room.left(), room.top() + (room.height() - kIconSize) / 2, kIconSize, kIconSize);
        m_theme.statusIcon(*status).paint(&painter, icon);
        room.setLeft(icon.right() + 7);
    }
    painter.setFont(column == LogColumn::Time ? m_mono : m_font);
    painter.setPen(m_theme.color(LogWords::color(row.mark, column)));
    const QString words = row.line ? m_words.cell(*row.line, column) : LogWords::cell(row.mark, column);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, words);
}

void LogRowPainter::paintText(QPainter &painter, const Row &row, const QRect &cell, int rowWidth) const
{
    painter.setPen(m_theme.color(LogWords::color(row.mark, LogColumn::Text)));
    const QPoint at(cell.left() + kCellMargin, cell.top() + (m_rowHeight - m_lineHeight) / 2);
    if (!row.line) {
        painter.setPen(m_theme.color(Role::Muted));
        painter.setFont(m_mono);
        painter.drawText(QRect(at, QSize(cell.width(), m_lineHeight)), Qt::AlignLeft | Qt::AlignVCenter,
                         QStringLiteral("\u2026"));
        return;
    }
    // What is right of the view is not laid out: most characters are at least as wide as a digit.
    const auto seen = qsizetype((rowWidth - std::min(0, cell.left())) / m_charWidth) + kCellMargin;
    const qsizetype most = m_wrapping ? kMostPainted : std::min(kMostPainted, seen);
    QTextLayout layout;
    layOut(layout, *row.line, std::max(1, cell.width() - 2 * kCellMargin), most);
    layout.draw(&painter, QPointF(at));
}

} // namespace rookery::ui
