// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentmodel.h"

#include "kit/statusstyle.h"
#include "text/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

void IncidentModel::tick()
{
    touchColumn(Duration);
}

QString causeWords(const Incident &incident, const AccountNames &names)
{
    if (incident.kind == IncidentKind::BroadcastUnknown && !incident.cause.isEmpty())
        return QCoreApplication::translate("rookery::ui::IncidentModel", "broadcast %1").arg(incident.cause);
    if (incident.kind == IncidentKind::SameAccountTwice)
        return names.number(incident.cause);
    const bool keys = incident.kind == IncidentKind::RkeyFallback || incident.kind == IncidentKind::RkeyNativeDown;
    if (keys && incident.cause == "native"_L1)
        return QCoreApplication::translate("rookery::ui::IncidentModel", "the gateway's native key source");
    for (const GatewayId &gateway : incident.gateways) {
        if (gateway.value() != incident.cause && incident.kind != IncidentKind::AccountKicked)
            continue;
        // the gateway itself says where, not why
        const QString cause = text::evidentCause(incident);
        return cause.isEmpty() ? text::dash() : cause;
    }
    return text::visibleControls(incident.cause);
}

int IncidentModel::openCount() const
{
    return int(std::count_if(rows().cbegin(), rows().cend(), [](const Incident &row) { return row.isOpen(); }));
}

bool IncidentModel::youngOpen() const
{
    const WallTime now = m_now();
    return std::any_of(rows().cbegin(), rows().cend(), [now](const Incident &row) {
        return row.isOpen() && now - row.startedAt < std::chrono::minutes(1);
    });
}

QString IncidentModel::accountsOf(const Incident &incident) const
{
    if (incident.gateways.isEmpty())
        return causeWords(incident, m_names);
    const QString first = m_names.name(incident.gateways.constFirst());
    const int more = int(incident.gateways.size()) - 1;
    return more == 0 ? first : tr("%1 and %n more", nullptr, more).arg(first);
}

QString IncidentModel::textOf(const Incident &row, int column) const
{
    switch (column) {
    case Severity:
        return text::severityWord(row.severity);
    case Title:
        return text::incidentTitle(row);
    case Accounts:
        return accountsOf(row);
    case State:
        return row.isOpen() ? tr("open") : tr("closed");
    case Since:
        return text::shortTime(row.startedAt, m_now());
    case Duration:
        return text::duration((row.isOpen() ? m_now() : row.endedAt) - row.startedAt);
    case Count:
        return text::number(row.count);
    default:
        return {};
    }
}

QVariant IncidentModel::sortKey(const Incident &row, int column) const
{
    switch (column) {
    case Severity:
        return int(row.severity);
    case State:
        // open before closed; among the open ones the gravest first, then the newest
        return row.isOpen() ? toMSecs(row.startedAt) + ((qint64(conditionOf(row.severity)) + 1) << 50)
                            : toMSecs(row.startedAt);
    case Since:
        return toMSecs(row.startedAt);
    case Duration:
        return qint64(((row.isOpen() ? m_now() : row.endedAt) - row.startedAt).count());
    case Count:
        return row.count;
    default:
        return textOf(row, column);
    }
}

bool IncidentModel::isNumeric(int column) const
{
    return column >= Since;
}

std::optional<StatusStyle> IncidentModel::status(const Incident &row, int column) const
{
    if (column != Severity)
        return {};
    return row.isOpen() ? statusStyle(row.severity) : kUnknownStyle;
}

std::optional<Role> IncidentModel::color(const Incident &row, int column) const
{
    if (!row.isOpen())
        return Role::Muted;
    return column == Severity ? std::optional(statusStyle(row.severity).role) : std::nullopt;
}

QString IncidentModel::heading(int column) const
{
    switch (column) {
    case Severity:
        return tr("Severity");
    case Title:
        return tr("What");
    case Accounts:
        return tr("Accounts concerned");
    case State:
        return tr("State");
    case Since:
        return tr("Since");
    case Duration:
        return tr("Lasted");
    case Count:
        return tr("Seen");
    default:
        return {};
    }
}

IncidentFilter::IncidentFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSortLocaleAware(true);
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
}

void IncidentFilter::setOpenOnly(bool openOnly)
{
    m_openOnly = openOnly;
    invalidateFilter();
}

bool IncidentFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto *incidents = qobject_cast<const IncidentModel *>(sourceModel());
    if (m_openOnly && incidents != nullptr && !incidents->at(row).isOpen())
        return false;
    return QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

QString EvidenceModel::textOf(const IncidentEvidence &row, int column) const
{
    switch (column) {
    case Time:
        return text::shortTime(row.at, m_now());
    case Gateway:
        return m_names.gatewayName(row.gateway);
    case What:
        return text::shownWords(text::evidenceWords(row), m_names.masked());
    default:
        return {};
    }
}

QVariant EvidenceModel::sortKey(const IncidentEvidence &row, int column) const
{
    return column == Time ? QVariant(toMSecs(row.at)) : QVariant(textOf(row, column));
}

QString EvidenceModel::heading(int column) const
{
    switch (column) {
    case Time:
        return tr("Time");
    case Gateway:
        return tr("Gateway");
    case What:
        return tr("Evidence");
    default:
        return {};
    }
}

} // namespace rookery::ui

#include "moc_incidentmodel.cpp"
