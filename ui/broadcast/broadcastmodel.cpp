// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastmodel.h"

#include "kit/statusstyle.h"
#include "text/broadcastwording.h"
#include "text/wording.h"

#include <algorithm>
#include <cmath>

namespace rookery::ui {

void BroadcastModel::tick()
{
    touchColumn(TimeLeft);
}

QString BroadcastModel::timeLeft(const BroadcastSummary &row) const
{
    if (row.state != BroadcastState::Running || row.estimatedEnd == WallTime{})
        return {};
    return tr("at least %1", "time left").arg(text::duration(std::max(milliseconds(1000), row.estimatedEnd - m_now())));
}

QString BroadcastModel::textOf(const BroadcastSummary &row, int column) const
{
    switch (column) {
    case State:
        return text::broadcastStatus(row, m_names.namer());
    case Message: {
        const QString name = text::visibleControls(row.name());
        if (row.pictures == 0)
            return name;
        const QString pictures = tr("%n picture(s)", nullptr, row.pictures);
        return name.isEmpty() ? pictures : QStringLiteral("%1 \u00B7 %2").arg(name, pictures);
    }
    case Progress:
        return QStringLiteral("%1 / %2").arg(row.counts.total - row.counts.live()).arg(row.counts.total);
    case Verified:
        return text::number(row.counts.verified);
    case Accepted:
        return text::number(row.counts.acceptedFinal);
    case Unknown:
        return text::number(row.counts.unknown);
    case Failed:
        return text::number(row.counts.failed);
    case Rate:
        return row.state == BroadcastState::Running && row.sentPerMinute > 0
            ? tr("%1/min", "messages per minute").arg(std::lround(row.sentPerMinute))
            : QString();
    case TimeLeft:
        return timeLeft(row);
    case Created:
        return text::shortTime(row.createdAt, m_now());
    default:
        return {};
    }
}

QString BroadcastModel::toolTip(const BroadcastSummary &row, int column) const
{
    if (column != Message || row.title.isEmpty() || row.excerpt.isEmpty())
        return textOf(row, column);
    return textOf(row, column) + u'\n' + text::visibleControls(row.excerpt);
}

QVariant BroadcastModel::sortKey(const BroadcastSummary &row, int column) const
{
    switch (column) {
    case Progress:
        return row.counts.total == 0 ? 0.0 : 1.0 - double(row.counts.live()) / row.counts.total;
    case Verified:
        return row.counts.verified;
    case Accepted:
        return row.counts.acceptedFinal;
    case Unknown:
        return row.counts.unknown;
    case Failed:
        return row.counts.failed;
    case Rate:
        return row.sentPerMinute;
    case TimeLeft:
        return toMSecs(row.estimatedEnd);
    case Created:
        return toMSecs(row.createdAt);
    default:
        return textOf(row, column);
    }
}

bool BroadcastModel::isNumeric(int column) const
{
    return column >= Verified;
}

std::optional<StatusStyle> BroadcastModel::status(const BroadcastSummary &row, int column) const
{
    return column == State ? std::optional(statusStyle(row)) : std::nullopt;
}

std::optional<Role> BroadcastModel::color(const BroadcastSummary &row, int column) const
{
    if (column == Unknown && row.counts.unknown > 0)
        return Role::NeedsHand;
    return column == Failed && row.counts.failed > 0 ? std::optional(Role::Failed) : std::nullopt;
}

QVariant BroadcastModel::more(const BroadcastSummary &row, int column, int role) const
{
    if (role == FractionRole)
        return column == Progress ? sortKey(row, Progress) : QVariant();
    return role == BarColorRole ? QVariant(int(row.state == BroadcastState::Running ? Role::Accent : Role::Unknown))
                                : QVariant();
}

QString BroadcastModel::heading(int column) const
{
    switch (column) {
    case State:
        return tr("State");
    case Message:
        return tr("Message");
    case Progress:
        return tr("Done", "share of a broadcast");
    case Verified:
        return tr("Arrived");
    case Accepted:
        return tr("Accepted");
    case Unknown:
        return tr("Unknown");
    case Failed:
        return tr("Failed");
    case Rate:
        return tr("Rate");
    case TimeLeft:
        return tr("Time left");
    case Created:
        return tr("Created");
    default:
        return {};
    }
}

} // namespace rookery::ui

#include "moc_broadcastmodel.cpp"
