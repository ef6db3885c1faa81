// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastwaiter.h"

#include "names.h"

#include "base/reasons/sending.h"
#include "ui/text/broadcastwording.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"
#include "ui/text/wording.h"

#include <utility>

namespace rookery::ctl {

namespace {

//! An echo that contradicts a refusal arrives within this time; a caller that sees "failed" earlier would send twice.
constexpr seconds kLateEcho(5);

constexpr seconds kProgressEvery(2);

} // namespace

void printDelivery(const Output &output, const Delivery &delivery, const QString &waitsFor)
{
    const WallTime now = SystemClock().wallNow();
    QJsonObject fields = toJson(delivery);
    if (!waitsFor.isEmpty())
        fields.insert(QStringLiteral("waitsFor"), waitsFor);
    const QString words =
        QStringLiteral("%1  %2  %3  %4")
            .arg(QString::number(delivery.id.value()), name(delivery.target), text::deliveryWord(delivery),
                 waitsFor.isEmpty() ? text::deliveryReason(delivery, now) : waitsFor);
    const bool asks = delivery.state == DeliveryState::Unknown || delivery.state == DeliveryState::Failed;
    output.line("delivery", fields, words, asks ? text::deliveryEvidence(delivery, now) : QStringList());
}

void printBroadcast(const Output &output, const BroadcastSummary &summary)
{
    const BroadcastCounts &counts = summary.counts;
    QString words = QStringLiteral("broadcast %1  %2  %3/%4")
                        .arg(QString::number(summary.id.value()), text::broadcastWord(summary),
                             QString::number(counts.total - counts.live()), QString::number(counts.total));
    if (const QString outcome = text::outcomeWords(counts); !outcome.isEmpty())
        words += QStringLiteral("  ") + outcome;
    if (summary.state == BroadcastState::Paused)
        words += QStringLiteral("  rookeryctl resume %1").arg(summary.id.value());
    output.line("broadcast", toJson(summary), words);
}

QString accountName(const engine::SessionService &sessions, const GatewayId &gateway)
{
    const QList<AccountSnapshot> accounts = sessions.accounts();
    for (const AccountSnapshot &account : accounts) {
        if (account.profile.id != gateway || account.account.isNull())
            continue;
        const QString nickname = text::visibleControls(account.nickname);
        return nickname.isEmpty() ? account.account.value()
                                  : QStringLiteral("%1 (%2)").arg(nickname, account.account.value());
    }
    return gateway.value();
}

BroadcastWaiter::BroadcastWaiter(const engine::SessionService &sessions, engine::BroadcastService &broadcasts,
                                 BroadcastId broadcast, const Output &output, const Options &options)
    : m_sessions(sessions)
    , m_broadcasts(broadcasts)
    , m_broadcast(broadcast)
    , m_output(output)
    , m_options(options)
{
    connect(&m_broadcasts, &engine::BroadcastService::changed, this, &BroadcastWaiter::apply);
}

void BroadcastWaiter::start()
{
    m_deadline.start(m_options.limit);
    const QList<BroadcastSummary> known = m_broadcasts.all();
    for (const BroadcastSummary &summary : known) {
        if (summary.id == m_broadcast)
            look(summary);
    }
}

void BroadcastWaiter::apply(const engine::BroadcastChanges &changes)
{
    if (m_options.watch && !m_done) {
        for (const Delivery &delivery : changes.deliveries) {
            if (delivery.broadcast == m_broadcast)
                printDelivery(m_output, delivery);
        }
    }
    for (const BroadcastSummary &summary : changes.broadcasts) {
        if (summary.id == m_broadcast)
            look(summary);
    }
}

void BroadcastWaiter::look(const BroadcastSummary &summary)
{
    if (m_done)
        return;
    const bool more = summary.counts != m_summary.counts || summary.waits != m_summary.waits;
    const bool otherWait = summary.waits != m_summary.waits;
    m_summary = summary;
    if (summary.state != BroadcastState::Settled && summary.state != BroadcastState::Cancelled) {
        m_news = m_news || more;
        if (otherWait || (m_news && !m_progress.isActive()))
            printProgress();
        return;
    }
    m_deadline.stop();
    m_progress.stop();
    if (summary.counts.failed + summary.counts.unknown == 0)
        return end();
    if (!m_lateEcho.isActive())
        m_lateEcho.start(kLateEcho);
}

void BroadcastWaiter::end()
{
    if (std::exchange(m_done, true))
        return;
    onResult(this, m_broadcasts.deliveries(m_broadcast), [this](const Result<QList<Delivery>> &deliveries) {
        if (deliveries)
            return printEnd(*deliveries);
        m_output.error(deliveries.error());
        Q_EMIT settled(ExitFailed);
    });
}

QString BroadcastWaiter::progressWords() const
{
    const text::AccountName namer = [this](const GatewayId &gateway) { return accountName(m_sessions, gateway); };
    const BroadcastCounts &counts = m_summary.counts;
    QStringList words{QStringLiteral("%1/%2").arg(counts.total - counts.live()).arg(counts.total),
                      text::broadcastStatus(m_summary, namer)};
    if (const QString outcome = text::outcomeWords(counts); !outcome.isEmpty())
        words.append(outcome);
    return words.join(QStringLiteral("  "));
}

void BroadcastWaiter::printProgress()
{
    if (m_done || !m_news)
        return;
    m_news = false;
    m_progress.start(kProgressEvery);
    m_output.progress("progress", toJson(m_summary), progressWords());
}

void BroadcastWaiter::printEnd(const QList<Delivery> &deliveries)
{
    if (!m_options.watch) {
        for (const Delivery &delivery : deliveries)
            printDelivery(m_output, delivery);
    }
    QString words = text::broadcastStatus(m_summary, {});
    words.replace(0, 1, words.at(0).toUpper());
    m_output.line("settled", toJson(m_summary), words);
    const BroadcastCounts &counts = m_summary.counts;
    const bool bad = counts.unknown + counts.failed + counts.cancelled + m_options.leftOut > 0;
    Q_EMIT settled(bad ? ExitUnsettled : ExitOk);
}

void BroadcastWaiter::giveUp()
{
    if (std::exchange(m_done, true))
        return;
    onResult(this, m_broadcasts.pause(m_broadcast), [this](const Result<> &paused) {
        if (!paused) // the broadcast comes back paused at the next start even so
            m_output.error(paused.error());
        const QString resume = QStringLiteral("rookeryctl resume %1").arg(m_broadcast.value());
        const QString open = QStringLiteral("%1 of %2 unfinished: %3; continue with %4")
                                 .arg(QString::number(m_summary.counts.live()), QString::number(m_summary.counts.total),
                                      progressWords(), resume);
        QJsonObject fields = toJson(m_summary);
        fields.insert(QStringLiteral("open"), m_summary.counts.live());
        fields.insert(QStringLiteral("resume"), resume);
        m_output.progress("time-limit", fields, open);
        m_output.error(
            Error{.kind = ErrorKind::Timeout, .reason = Reason::TimeLimit, .detail = text::duration(m_options.limit)});
        Q_EMIT settled(ExitFailed);
    });
}

} // namespace rookery::ctl

#include "moc_broadcastwaiter.cpp"
