// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastqueue.h"

#include "base/reasons/gateway.h"
#include "base/reasons/sending.h"
#include "kit/confirm.h"
#include "kit/controls.h"

#include "broadcastmodel.h"
#include "kit/pagetools.h"
#include "targetlist.h"
#include "text/broadcastwording.h"
#include "text/wording.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool asksOperator(const Delivery &delivery)
{
    return delivery.state == DeliveryState::Unknown;
}

bool canGoAgain(const Delivery &delivery)
{
    return delivery.state == DeliveryState::Unknown || delivery.state == DeliveryState::Failed;
}

QList<DeliveryId> idsOf(const QList<Delivery> &deliveries)
{
    QList<DeliveryId> ids;
    for (const Delivery &delivery : deliveries)
        ids.append(delivery.id);
    return ids;
}

} // namespace

void BroadcastQueue::connectControls()
{
    connect(m_broadcastTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BroadcastQueue::load);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (const BroadcastSummary *broadcast = selected())
            run(m_engine.pause(broadcast->id), tr("Paused"));
    });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const BroadcastSummary *broadcast = selected())
            run(m_engine.resume(broadcast->id), tr("Going on"));
    });
    connect(m_cancel, &QPushButton::clicked, this, &BroadcastQueue::askCancel);
    connect(m_help, &QPushButton::clicked, this, &BroadcastQueue::help);
    connect(m_all, &QPushButton::clicked, this, [this] { setFilter(Filter::All); });
    connect(m_unknown, &QPushButton::clicked, this, [this] { setFilter(Filter::Unknown); });
    connect(m_failed, &QPushButton::clicked, this, [this] { setFilter(Filter::Failed); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text);
        followDeliveries();
    });
    connect(m_deliveryTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &BroadcastQueue::followDeliveries);
    connect(m_deliveryTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &BroadcastQueue::showEvidence);
    connect(m_arrived, &QPushButton::clicked, this, &BroadcastQueue::arrived);
    connect(m_again, &QPushButton::clicked, this, [this] { sendAgain(selectedDeliveries()); });
    connect(m_retryShown, &QPushButton::clicked, this, [this] { sendAgain(shownDeliveries()); });
    connect(m_export, &QPushButton::clicked, this, &BroadcastQueue::exportCsv);
}

const BroadcastSummary *BroadcastQueue::selected() const
{
    const QModelIndex index = m_sorted->mapToSource(m_broadcastTable->currentIndex());
    return index.isValid() ? &m_broadcasts->at(index.row()) : nullptr;
}

QList<Delivery> BroadcastQueue::selectedDeliveries() const
{
    QList<Delivery> deliveries;
    const QModelIndexList rows = m_deliveryTable->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        deliveries.append(m_deliveries->at(m_filtered->mapToSource(row).row()));
    return deliveries;
}

QList<Delivery> BroadcastQueue::shownDeliveries() const
{
    QList<Delivery> deliveries;
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        deliveries.append(m_deliveries->at(m_filtered->mapToSource(m_filtered->index(row, 0)).row()));
    return deliveries;
}

void BroadcastQueue::load()
{
    const int epoch = ++m_load;
    const BroadcastSummary *broadcast = selected();
    const BroadcastId id = broadcast == nullptr ? BroadcastId() : broadcast->id;
    if (!(id == m_deliveries->broadcast()))
        m_deliveries->show(id, {});
    follow();
    if (id.isNull())
        return;
    onResult(this, m_engine.deliveries(id), [this, epoch, id](const Result<QList<Delivery>> &deliveries) {
        if (epoch != m_load)
            return;
        if (!deliveries) {
            Q_EMIT notice(joined(text::errorText(deliveries.error()), text::errorAdvice(deliveries.error())));
            return;
        }
        m_deliveries->show(id, *deliveries);
        follow();
        showEvidence();
    });
}

void BroadcastQueue::follow()
{
    const BroadcastSummary *broadcast = selected();
    const bool live = broadcast != nullptr && broadcast->counts.live() > 0;
    m_pause->setEnabled(live && broadcast->state == BroadcastState::Running);
    m_resume->setEnabled(live && broadcast->state == BroadcastState::Paused);
    m_cancel->setEnabled(live && broadcast->state != BroadcastState::Cancelled);
    const BroadcastCounts counts = broadcast == nullptr ? BroadcastCounts() : broadcast->counts;
    m_unknown->setText(tr("Unknown %1").arg(counts.unknown));
    m_failed->setText(tr("Failed %1").arg(counts.failed));
    m_all->setText(tr("All %1").arg(counts.total));
    m_all->setChecked(m_filter == Filter::All);
    m_unknown->setChecked(m_filter == Filter::Unknown);
    m_failed->setChecked(m_filter == Filter::Failed);
    // most gateways can prove arrival, so the column is usually empty
    const bool unproven = std::any_of(m_broadcasts->rows().cbegin(), m_broadcasts->rows().cend(),
                                      [](const BroadcastSummary &row) { return row.counts.acceptedFinal > 0; });
    m_broadcastTable->setColumnHidden(BroadcastModel::Accepted, !unproven);
    followWaits(broadcast);
    followDeliveries();
}

void BroadcastQueue::followWaits(const BroadcastSummary *broadcast)
{
    if (broadcast != nullptr)
        m_deliveries->follow(*broadcast);
    // a stop of all sending has its own strip above
    QList<BroadcastWait> waits = broadcast == nullptr ? QList<BroadcastWait>() : broadcast->waits;
    waits.removeIf([](const BroadcastWait &wait) { return wait.why.reason == Reason::SendingStopped; });
    m_waitStrip->setVisible(!waits.isEmpty());
    if (waits.isEmpty())
        return;
    // a wait that only the operator can end comes first
    const auto first = std::find_if(waits.cbegin(), waits.cend(),
                                    [](const BroadcastWait &wait) { return text::waitsForOperator(wait.why); });
    const BroadcastWait &wait = first == waits.cend() ? waits.constFirst() : *first;
    m_waitWords->setText(
        tr("%n message(s) wait: %1", nullptr, broadcast->waiting()).arg(text::waitsWords(*broadcast, m_names.namer())));
    const ErrorReason reason = wait.why.reason;
    const bool elsewhere = reason == Reason::GatewayStopped || reason == Reason::GatewayRemoved
        || wait.why.kind == ErrorKind::Auth || !text::waitsForOperator(wait.why);
    m_helpGateway = wait.gateway;
    m_helpPage = elsewhere ? u"gateways"_s : u"login"_s;
    m_help->setText(elsewhere ? tr("Show gateway") : tr("Log in"));
}

void BroadcastQueue::help()
{
    Q_EMIT navigate(m_helpPage, {{u"gateway"_s, m_helpGateway.value()}});
}

void BroadcastQueue::tellEnds(const QList<BroadcastSummary> &changed)
{
    for (const BroadcastSummary &summary : changed) {
        const int row = m_broadcasts->rowOfKey(summary.id);
        if (row >= 0 && summary.state == BroadcastState::Settled
            && m_broadcasts->at(row).state != BroadcastState::Settled)
            Q_EMIT notice(tr("Broadcast %1 is done: %2")
                              .arg(QString::number(summary.id.value()), text::outcomeWords(summary.counts)));
    }
}

void BroadcastQueue::followDeliveries()
{
    const QList<Delivery> chosen = selectedDeliveries();
    m_arrived->setEnabled(std::any_of(chosen.cbegin(), chosen.cend(), asksOperator));
    m_again->setEnabled(std::any_of(chosen.cbegin(), chosen.cend(), canGoAgain));
    m_retryShown->setVisible(m_filter != Filter::All);
    m_retryShown->setEnabled(m_filtered->rowCount() > 0);
    m_export->setEnabled(m_deliveries->rowCount() > 0);
}

void BroadcastQueue::showEvidence()
{
    const QModelIndex index = m_filtered->mapToSource(m_deliveryTable->currentIndex());
    if (!index.isValid()) {
        m_evidenceTitle->setText(tr("No delivery selected"));
        m_evidenceWords->setText(tr("Choose one to read why it is where it is, and what proves it."));
        m_evidence->clear();
        return;
    }
    const Delivery &delivery = m_deliveries->at(index.row());
    m_evidenceTitle->setText(
        tr("%1: %2", "target: state").arg(m_deliveries->targetOf(delivery), text::deliveryWord(delivery)));
    const Error wait = m_deliveries->waitOf(delivery);
    const bool waits = wait.reason != Reason::None;
    m_evidenceWords->setText(
        joined(text::sentence(m_deliveries->reasonOf(delivery)), text::errorAdvice(waits ? wait : delivery.why)));
    const QString shown = text::shownWords(text::deliveryEvidence(delivery, wallNow()).join(u'\n'), m_names.masked());
    if (m_evidence->toPlainText() != shown) // setting the same text again would lose the scroll position
        m_evidence->setPlainText(shown);
}

void BroadcastQueue::run(const FutureResult<> &future, const QString &done)
{
    onResult(this, future, [this, done](const Result<> &result) {
        Q_EMIT notice(result ? done : joined(text::errorText(result.error()), text::errorAdvice(result.error())));
    });
}

void BroadcastQueue::askCancel()
{
    const BroadcastSummary *broadcast = selected();
    if (broadcast == nullptr)
        return;
    const BroadcastId id = broadcast->id;
    ask(this,
        {.title = tr("Cancel the rest of this broadcast?"),
         .details = tr("%n message(s) that have not left yet will not be sent. What has left stays as it is.", nullptr,
                       broadcast->counts.queued),
         .yes = tr("Cancel the rest"),
         .no = tr("Keep sending"),
         .dangerous = true},
        [this, id] { run(m_engine.cancel(id), tr("Cancelled")); });
}

void BroadcastQueue::arrived()
{
    QList<Delivery> deliveries = selectedDeliveries();
    deliveries.removeIf([](const Delivery &delivery) { return !asksOperator(delivery); });
    if (!deliveries.isEmpty())
        run(m_engine.confirmArrived(idsOf(deliveries)), tr("%n marked as arrived", nullptr, int(deliveries.size())));
}

void BroadcastQueue::sendAgain(const QList<Delivery> &deliveries)
{
    QList<Delivery> again = deliveries;
    again.removeIf([](const Delivery &delivery) { return !canGoAgain(delivery); });
    if (again.isEmpty())
        return;
    const auto doubtful = int(std::count_if(again.cbegin(), again.cend(), asksOperator));
    const QString done = tr("%n put back into the queue", nullptr, int(again.size()));
    const QList<DeliveryId> ids = idsOf(again);
    if (doubtful == 0) {
        run(m_engine.sendAgain(ids), done);
        return;
    }
    ask(this,
        {.title = tr("Resend %n message(s)?", nullptr, int(again.size())),
         .details = tr(
             "Of these, %n may have arrived already: nobody has proof. Look at the chats first; whoever has it gets it "
             "twice.",
             nullptr, doubtful),
         .yes = tr("Resend now"),
         .no = {},
         .dangerous = true},
        [this, ids, done] { run(m_engine.sendAgain(ids), done); });
}

void BroadcastQueue::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Export deliveries"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setNameFilter(tr("Table (*.csv)"));
    dialog->selectFile(u"broadcast-%1.csv"_s.arg(m_deliveries->broadcast().value()));
    connect(dialog, &QFileDialog::fileSelected, this, &BroadcastQueue::writeCsv);
    dialog->open();
}

void BroadcastQueue::writeCsv(const QString &path)
{
    QSaveFile file(path);
    const QByteArray csv = toCsv(m_deliveries->exportRows());
    if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size() || !file.flush() || !file.commit())
        Q_EMIT notice(tr("The table was not written: %1").arg(file.errorString()));
    else
        Q_EMIT notice(tr("%n row(s) written to %1", nullptr, m_deliveries->rowCount()).arg(path));
}

void BroadcastQueue::apply(const engine::Delta &delta)
{
    const bool none = selected() == nullptr;
    tellEnds(delta.broadcasts);
    m_broadcasts->apply(delta.broadcasts, delta.removedBroadcasts);
    m_deliveries->apply(delta.deliveries);
    if (none && m_sorted->rowCount() > 0)
        m_broadcastTable->selectRow(0);
    if (!m_expected.isNull())
        expect(m_expected);
    if (!delta.broadcasts.isEmpty() || !delta.removedBroadcasts.isEmpty() || !delta.deliveries.isEmpty()) {
        follow();
        showEvidence();
    }
}

void BroadcastQueue::namesChanged()
{
    m_broadcasts->namesChanged();
    m_deliveries->namesChanged();
    showEvidence();
    follow();
}

void BroadcastQueue::tick()
{
    m_broadcasts->tick();
    m_deliveries->tick();
}

bool BroadcastQueue::needsSecondTicks() const
{
    return std::any_of(m_broadcasts->rows().cbegin(), m_broadcasts->rows().cend(), [](const BroadcastSummary &row) {
        return row.state == BroadcastState::Running && row.counts.live() > 0;
    });
}

void BroadcastQueue::select(BroadcastId broadcast)
{
    const int row = m_broadcasts->rowOfKey(broadcast);
    const QModelIndex index = row < 0 ? QModelIndex() : m_sorted->mapFromSource(m_broadcasts->index(row, 0));
    if (index.isValid())
        m_broadcastTable->setCurrentIndex(index);
}

void BroadcastQueue::expect(BroadcastId broadcast)
{
    const bool there = m_broadcasts->rowOfKey(broadcast) >= 0;
    m_expected = there ? BroadcastId() : broadcast;
    select(broadcast);
}

void BroadcastQueue::setFilter(Filter filter)
{
    m_filter = filter;
    switch (filter) {
    case Filter::All:
        m_filtered->setStates({});
        break;
    case Filter::Unknown:
        m_filtered->setStates({DeliveryState::Unknown});
        break;
    case Filter::Failed:
        m_filtered->setStates({DeliveryState::Failed});
        break;
    }
    follow();
}

void BroadcastQueue::refresh()
{
    load();
}

void BroadcastQueue::focusFilter()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool BroadcastQueue::clearFilter()
{
    if (m_search->text().isEmpty() && m_filter == Filter::All)
        return false;
    m_search->clear();
    setFilter(Filter::All);
    return true;
}

int BroadcastQueue::waitingForWord() const
{
    int unknown = 0;
    for (const BroadcastSummary &row : m_broadcasts->rows())
        unknown += row.counts.unknown;
    return unknown;
}

QJsonObject BroadcastQueue::saveState() const
{
    const BroadcastSummary *broadcast = selected();
    return {{u"columns"_s, saveHeader(m_broadcastTable)},
            {u"deliveryColumns"_s, saveHeader(m_deliveryTable)},
            {u"splitter"_s, saveSplitter(m_splitter)},
            {u"filter"_s, int(m_filter)},
            {u"selected"_s, broadcast == nullptr ? 0 : broadcast->id.value()}};
}

void BroadcastQueue::restoreState(const QJsonObject &state)
{
    restoreHeader(m_broadcastTable, state.value("columns"_L1));
    restoreHeader(m_deliveryTable, state.value("deliveryColumns"_L1));
    restoreSplitter(m_splitter, state.value("splitter"_L1));
    setFilter(Filter(std::clamp(state.value("filter"_L1).toInt(), 0, int(Filter::Failed))));
    select(BroadcastId(state.value("selected"_L1).toInteger()));
}

} // namespace rookery::ui
