// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliverymodel.h"

#include "kit/statusstyle.h"
#include "text/broadcastwording.h"
#include "text/wording.h"

namespace rookery::ui {

void DeliveryModel::show(BroadcastId broadcast, const QList<Delivery> &deliveries)
{
    if (!(broadcast == m_broadcast)) {
        m_waits.clear();
        m_paused = false;
    }
    m_broadcast = broadcast;
    setRows(deliveries);
}

void DeliveryModel::setWaits(const BroadcastSummary &summary)
{
    const bool paused = summary.state == BroadcastState::Paused;
    if (!(summary.id == m_broadcast) || (paused == m_paused && summary.waits == m_waits))
        return;
    m_paused = paused;
    m_waits = summary.waits;
    touchColumn(Reason);
}

void DeliveryModel::apply(const QList<Delivery> &changed)
{
    QList<Delivery> ours = changed;
    ours.removeIf([this](const Delivery &delivery) { return !(delivery.broadcast == m_broadcast); });
    applyRows(ours, NewRows::Last);
}

Error DeliveryModel::waitOf(const Delivery &delivery) const
{
    if (delivery.state != DeliveryState::Queued && delivery.state != DeliveryState::Waiting)
        return {};
    for (const BroadcastWait &wait : m_waits) {
        if (wait.gateway == delivery.gateway && wait.account == delivery.account)
            return wait.why;
    }
    return {};
}

QString DeliveryModel::reasonOf(const Delivery &delivery) const
{
    const bool queued = delivery.state == DeliveryState::Queued || delivery.state == DeliveryState::Waiting;
    if (queued && m_paused)
        return tr("the broadcast is paused");
    if (const Error why = waitOf(delivery); why.reason != rookery::Reason::None)
        return tr("waits: %1", "for the end of this trouble")
            .arg(text::shownWords(text::errorClause(why), m_names.masked()));
    return text::shownWords(text::deliveryReason(delivery, m_now()), m_names.masked());
}

QString DeliveryModel::targetOf(const Delivery &delivery) const
{
    return delivery.targetName.isEmpty() ? text::targetLabel({delivery.target.kind, m_names.number(delivery.target.id)})
                                         : text::visibleControls(delivery.targetName);
}

QString DeliveryModel::textOf(const Delivery &row, int column) const
{
    switch (column) {
    case State:
        return text::deliveryWord(row);
    case Target:
        return targetOf(row);
    case Number:
        return m_names.number(row.target.id);
    case Through:
        return m_names.name(row.gateway);
    case Attempts:
        return text::number(row.attempts);
    case Reason:
        return reasonOf(row);
    case Verified:
        return text::verifiedByWord(row.verifiedBy);
    case Updated:
        return text::shortTime(row.updatedAt, m_now());
    default:
        return {};
    }
}

QVariant DeliveryModel::sortKey(const Delivery &row, int column) const
{
    switch (column) {
    case Number:
        return row.target.id.toLongLong();
    case Attempts:
        return row.attempts;
    case Updated:
        return toMSecs(row.updatedAt);
    default:
        return textOf(row, column);
    }
}

bool DeliveryModel::isNumeric(int column) const
{
    return column == Number || column == Attempts || column == Updated;
}

std::optional<StatusStyle> DeliveryModel::status(const Delivery &row, int column) const
{
    return column == State ? std::optional(statusStyle(row.state)) : std::nullopt;
}

std::optional<Role> DeliveryModel::color(const Delivery &row, int column) const
{
    const bool loud = row.state == DeliveryState::Unknown || row.state == DeliveryState::Failed;
    return column == State && loud ? std::optional(statusStyle(row.state).role) : std::nullopt;
}

QString DeliveryModel::heading(int column) const
{
    switch (column) {
    case State:
        return tr("State");
    case Target:
        return tr("Target");
    case Number:
        return tr("Number");
    case Through:
        return tr("Through");
    case Attempts:
        return tr("Attempts");
    case Reason:
        return tr("Reason");
    case Verified:
        return tr("Verified by");
    case Updated:
        return tr("Changed");
    default:
        return {};
    }
}

QList<QStringList> DeliveryModel::exportRows() const
{
    QList<QStringList> table;
    table.append({tr("State"), tr("Kind"), tr("Number"), tr("Target"), tr("Account"), tr("Gateway"), tr("Attempts"),
                  tr("Verified by"), tr("Reason"), tr("Message id"), tr("Finished"), tr("Gateway's response")});
    for (const Delivery &row : rows()) {
        table.append({text::deliveryStateWord(row.state), text::chatKindWord(row.target.kind), row.target.id,
                      text::visibleControls(row.targetName), row.account.value(), row.gateway.value(),
                      QString::number(row.attempts), text::verifiedByWord(row.verifiedBy), reasonOf(row),
                      row.messageId.value(),
                      row.finishedAt == WallTime{} ? QString() : text::localDateTime(row.finishedAt),
                      text::visibleControls(row.why.detail)});
    }
    return table;
}

DeliveryFilter::DeliveryFilter(QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSortLocaleAware(true);
    setFilterKeyColumn(-1);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
}

void DeliveryFilter::setStates(const QSet<DeliveryState> &states)
{
    m_states = states;
    invalidateFilter();
}

bool DeliveryFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto *deliveries = qobject_cast<const DeliveryModel *>(sourceModel());
    if (!m_states.isEmpty() && deliveries != nullptr && !m_states.contains(deliveries->at(row).state))
        return false;
    return QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

} // namespace rookery::ui

#include "moc_deliverymodel.cpp"
