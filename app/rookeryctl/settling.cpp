// SPDX-License-Identifier: GPL-3.0-or-later
#include "settling.h"

#include "names.h"

#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

namespace rookery::ctl {

void printDelivery(const Output &output, const Delivery &delivery)
{
    const QString reason = delivery.why.reason == Reason::None ? QString() : text::errorText(delivery.why);
    output.line(
        "delivery", toJson(delivery),
        QStringLiteral("%1  %2  %3  %4")
            .arg(QString::number(delivery.id.value()), name(delivery.target), text::deliveryWord(delivery), reason));
}

Settling::Settling(engine::Engine &engine, BroadcastId broadcast, const Output &output, bool watch)
    : m_engine(engine)
    , m_broadcast(broadcast)
    , m_output(output)
    , m_watch(watch)
{
    connect(&m_engine, &engine::Engine::changed, this, &Settling::apply);
}

void Settling::start()
{
    const QList<BroadcastSummary> known = m_engine.broadcasts();
    for (const BroadcastSummary &summary : known) {
        if (summary.id == m_broadcast)
            look(summary);
    }
}

void Settling::apply(const engine::Delta &delta)
{
    if (m_watch && !m_done) {
        for (const Delivery &delivery : delta.deliveries) {
            if (delivery.broadcast == m_broadcast)
                printDelivery(m_output, delivery);
        }
    }
    for (const BroadcastSummary &summary : delta.broadcasts) {
        if (summary.id == m_broadcast)
            look(summary);
    }
}

void Settling::look(const BroadcastSummary &summary)
{
    if (m_done || (summary.state != BroadcastState::Settled && summary.state != BroadcastState::Cancelled))
        return;
    m_done = true;
    onResult(this, m_engine.deliveries(m_broadcast), [this, summary](const Result<QList<Delivery>> &deliveries) {
        if (!deliveries) {
            m_output.error(deliveries.error());
            Q_EMIT settled(ExitFailed);
            return;
        }
        if (!m_watch) {
            for (const Delivery &delivery : *deliveries)
                printDelivery(m_output, delivery);
        }
        const BroadcastCounts &counts = summary.counts;
        m_output.line("settled", toJson(summary),
                      QStringLiteral("%1/%2 verified, %3 unknown, %4 failed")
                          .arg(counts.verified)
                          .arg(counts.total)
                          .arg(counts.unknown)
                          .arg(counts.failed));
        Q_EMIT settled(counts.unknown + counts.failed > 0 ? ExitUnsettled : ExitOk);
    });
}

} // namespace rookery::ctl
