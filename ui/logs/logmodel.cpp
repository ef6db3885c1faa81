// SPDX-License-Identifier: GPL-3.0-or-later
#include "logmodel.h"

#include "kit/rowmodel.h"
#include "kit/statusstyle.h"
#include "text/wording.h"

#include <algorithm>

namespace rookery::ui {

LogModel::LogModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
    : TableModel(theme, ColumnCount, parent)
    , m_names(names)
    , m_now(std::move(now))
    , m_mono(Theme::monoFont(QFont()))
{}

void LogModel::setRing(int lines)
{
    m_ring = lines;
    if (m_ring > 0)
        dropOldest(int(m_lines.size()) - m_ring);
}

void LogModel::setLines(const QList<LogLine> &lines)
{
    beginResetModel();
    m_counts = {};
    m_ruleCounts.clear();
    const qsizetype skipped = m_ring > 0 ? std::max<qsizetype>(0, lines.size() - m_ring) : 0;
    m_lines.assign(lines.cbegin() + skipped, lines.cend());
    for (const LogLine &line : m_lines)
        tally(line, 1);
    endResetModel();
}

void LogModel::append(const QList<LogLine> &lines)
{
    if (lines.isEmpty())
        return;
    if (m_ring > 0 && lines.size() >= m_ring) {
        setLines(lines);
        return;
    }
    if (m_ring > 0)
        dropOldest(int(m_lines.size()) + int(lines.size()) - m_ring);
    const int first = int(m_lines.size());
    beginInsertRows({}, first, first + int(lines.size()) - 1);
    for (const LogLine &line : lines) {
        m_lines.push_back(line);
        tally(line, 1);
    }
    endInsertRows();
}

void LogModel::dropOldest(int lines)
{
    if (lines <= 0)
        return;
    beginRemoveRows({}, 0, lines - 1);
    for (int i = 0; i < lines; ++i) {
        tally(m_lines.front(), -1);
        m_lines.pop_front();
    }
    endRemoveRows();
}

void LogModel::tally(const LogLine &line, int by)
{
    m_counts[std::size_t(line.category)] += by;
    if (!line.ruleId.isEmpty())
        m_ruleCounts[line.ruleId] += by;
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QString LogModel::textOf(const LogLine &line, int column) const
{
    switch (column) {
    case Time:
        return text::localTime(line.time, m_now());
    case Gateway:
        return m_names.gatewayName(line.gateway);
    case Level:
        return text::logLevelWord(line.level);
    case Category:
        return line.category == LogCategory::None ? QString() : text::logCategoryWord(line.category);
    case Text:
        return text::shownWords(text::visibleControls(line.text), m_names.masked());
    default:
        return {};
    }
}

QString LogModel::toolTip(const LogLine &line, int column) const
{
    if (column == Time && line.timeIsOurs)
        return tr("The line carries no time of its own; this is when it arrived.");
    // cut: one line of a stack trace is readable as a tooltip, ten pages of JSON are not
    return textOf(line, column).left(400);
}

std::optional<StatusStyle> LogModel::status(const LogLine &line, int column) const
{
    const bool recognised = line.category != LogCategory::None;
    return column == Category && recognised ? std::optional(statusStyle(line.category)) : std::nullopt;
}

std::optional<Role> LogModel::color(const LogLine &line, int column) const
{
    if (column == Category && line.category != LogCategory::None)
        return statusStyle(line.category).role;
    if (const Role level = statusStyle(line.level).role; column == Level && level != Role::Unknown)
        return level;
    const bool quiet = column == Time || column == Gateway || column == Level || line.level == LogLevel::Debug;
    return quiet ? std::optional(Role::Muted) : std::nullopt;
}

QVariant LogModel::more(const LogLine &line, int column, int role) const
{
    if (role == Qt::FontRole)
        return column == Time || column == Text ? QVariant(m_mono) : QVariant();
    if (role != Qt::BackgroundRole || line.category == LogCategory::None)
        return {};
    const Role category = statusStyle(line.category).role;
    const bool loud = category == Role::Failed || category == Role::Degraded;
    return loud ? QVariant(theme().tint(category, 0.07)) : QVariant();
}

QString LogModel::heading(int column) const
{
    switch (column) {
    case Time:
        return tr("Time");
    case Gateway:
        return tr("Gateway");
    case Level:
        return tr("Level");
    case Category:
        return tr("Category");
    case Text:
        return tr("Line");
    default:
        return {};
    }
}

QString LogModel::wordsOf(const LogLine &line) const
{
    return text::shownWords(text::visibleControls(line.text, true), m_names.masked());
}

QString LogModel::copyText(const LogLine &line) const
{
    return QStringLiteral("%1 [%2] %3")
        .arg(text::localDateTime(line.time), text::logLevelWord(line.level), wordsOf(line));
}

void LogModel::namesChanged()
{
    if (!m_lines.empty())
        touchRows(0, rowCount() - 1);
}

void LogFilter::setGateway(const GatewayId &gateway)
{
    m_gateway = gateway;
    invalidateFilter();
}

void LogFilter::setLevel(LogLevel lowest)
{
    m_level = lowest;
    invalidateFilter();
}

void LogFilter::setCategories(const QSet<LogCategory> &categories)
{
    m_categories = categories;
    invalidateFilter();
}

void LogFilter::setText(const QString &part)
{
    m_text = part;
    invalidateFilter();
}

bool LogFilter::isFiltering() const
{
    return !m_gateway.isNull() || m_level != LogLevel::Debug || !m_categories.isEmpty() || !m_text.isEmpty();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    Q_UNUSED(parent);
    const auto *lines = qobject_cast<const LogModel *>(sourceModel());
    if (lines == nullptr)
        return true;
    const LogLine &line = lines->at(row);
    return line.level >= m_level && (m_gateway.isNull() || line.gateway == m_gateway)
        && (m_categories.isEmpty() || m_categories.contains(line.category))
        && (m_text.isEmpty() || line.text.contains(m_text, Qt::CaseInsensitive));
}

} // namespace rookery::ui

#include "moc_logmodel.cpp"
