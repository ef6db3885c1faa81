// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkrun.h"

#include <algorithm>
#include <utility>

namespace rookery::ui {

BulkRun::BulkRun(const QList<GatewayId> &gateways, BulkCommand command, QObject *parent)
    : QObject(parent)
    , m_command(std::move(command))
{
    for (const GatewayId &gateway : gateways)
        m_items.append({.gateway = gateway});
}

void BulkRun::start()
{
    m_started = true;
    proceed();
}

void BulkRun::cancel()
{
    m_cancelled = true;
    for (int item = 0; item < m_items.size(); ++item) {
        if (m_items.at(item).state == State::Waiting)
            set(item, State::Cancelled);
        else if (m_items.at(item).state == State::Running && m_command.abort)
            m_command.abort(m_items.at(item).gateway);
    }
    proceed();
}

void BulkRun::forget(const QList<GatewayId> &removed)
{
    for (int item = 0; item < m_items.size(); ++item) {
        if (m_items.at(item).state == State::Waiting && removed.contains(m_items.at(item).gateway))
            set(item, State::Removed);
    }
    proceed();
}

int BulkRun::ended() const
{
    return int(std::count_if(m_items.cbegin(), m_items.cend(), [](const Item &item) {
        return item.state != State::Waiting && item.state != State::Running;
    }));
}

void BulkRun::proceed()
{
    if (!m_started)
        return;
    while (m_running < kAtOnce && m_next < m_items.size()) {
        const auto item = int(m_next++);
        if (m_items.at(item).state == State::Waiting)
            begin(item);
    }
    if (m_running > 0 || m_next < m_items.size() || m_finished)
        return;
    m_finished = true;
    Q_EMIT finished();
}

void BulkRun::begin(int item)
{
    ++m_running;
    set(item, State::Running);
    onResult(this, m_command.start(m_items.at(item).gateway),
             [this, item](const Result<> &result) { end(item, result); });
}

void BulkRun::end(int item, const Result<> &result)
{
    --m_running;
    if (!result)
        m_items[item].why = result.error();
    const bool aborted = m_cancelled && !result && result.error().kind == ErrorKind::Cancelled;
    set(item, result ? State::Done : aborted ? State::Cancelled : State::Failed);
    proceed();
}

void BulkRun::set(int item, State state)
{
    m_items[item].state = state;
    Q_EMIT changed(item);
}

} // namespace rookery::ui

#include "moc_bulkrun.cpp"
