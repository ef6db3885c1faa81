// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastqueue.h"

#include "broadcastmodel.h"
#include "deliveryevidence.h"
#include "deliverymodel.h"
#include "kit/bardelegate.h"
#include "kit/columnfit.h"
#include "kit/confirm.h"
#include "kit/csvtable.h"
#include "kit/emptyhint.h"
#include "kit/naturalsorter.h"
#include "kit/selectedrows.h"
#include "kit/sentences.h"
#include "kit/viewstate.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "messagedialog.h"
#include "text/broadcastwording.h"
#include "text/wording.h"
#include "waitstrip.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

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

BroadcastQueue::BroadcastQueue(engine::Engine &engine, const Theme &theme, const AccountNames &names, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_theme(theme)
    , m_names(names)
{
    m_broadcasts = new BroadcastModel(theme, names, wallNow, this);
    m_broadcasts->setRows(engine.broadcasts().all());
    m_sorted = new NaturalSorter(m_broadcasts, this);
    m_deliveries = new DeliveryModel(theme, names, wallNow, this);
    m_filtered = new DeliveryFilter(this);
    m_filtered->setSourceModel(m_deliveries);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setHandleWidth(kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildBroadcasts());
    m_splitter->addWidget(buildDeliveries());
    m_evidence = new DeliveryEvidence(m_splitter);
    m_splitter->addWidget(m_evidence);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 4);
    m_splitter->setStretchFactor(2, 0);
    m_splitter->setSizes({210, 390, 110});
    layout->addWidget(m_splitter);
    connectControls();
    if (m_sorted->rowCount() > 0)
        m_broadcastTable->selectRow(0);
    updateActions();
    showEvidence();
}

QWidget *BroadcastQueue::buildBroadcasts()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_broadcastTable = new QTableView(box);
    m_broadcastTable->setModel(m_sorted);
    styleTable(m_broadcastTable, tr("Broadcasts"));
    m_broadcastTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_broadcastTable->setItemDelegateForColumn(BroadcastModel::Progress, new BarDelegate(m_theme, m_broadcastTable));
    m_broadcastTable->sortByColumn(BroadcastModel::Created, Qt::DescendingOrder);
    m_broadcastTable->setMinimumHeight(110);
    setColumnWidths(m_broadcastTable, {250, 200, 136, 72, 80, 84, 68, 80, 116, 96}, {BroadcastModel::Message});
    new EmptyHint(tr("Nothing has been sent yet.\nPress Compose, write a message and choose targets."),
                  m_broadcastTable);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_pause = makeButton(tr("Pause"), ButtonKind::Plain, box, tr("Pause broadcast"));
    m_resume = makeButton(tr("Resume"), ButtonKind::Plain, box, tr("Resume broadcast"));
    m_message = makeButton(tr("Show message"), ButtonKind::Plain, box);
    m_useAgain = makeButton(tr("Use again\u2026"), ButtonKind::Plain, box, tr("Use broadcast again"));
    m_useAgain->setToolTip(tr("Writes this message to the same targets once more; asks before it is sent"));
    m_cancel = makeButton(tr("Cancel the rest\u2026"), ButtonKind::Danger, box, tr("Cancel broadcast"));
    row->addWidget(m_pause);
    row->addWidget(m_resume);
    row->addWidget(m_message);
    row->addWidget(m_useAgain);
    row->addStretch();
    row->addWidget(m_cancel);
    m_waits = new WaitStrip(m_names, box);
    layout->addWidget(m_broadcastTable, 1);
    layout->addWidget(m_waits);
    layout->addLayout(row);
    return box;
}

QWidget *BroadcastQueue::buildDeliveries()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_deliveryTitle = makeLabel(tr("Deliveries"), LabelKind::Section, box);
    m_all = makeButton(tr("All"), ButtonKind::Quiet, box, tr("All deliveries"));
    m_unknown = makeButton({}, ButtonKind::Quiet, box, tr("Unknown deliveries"));
    m_failed = makeButton({}, ButtonKind::Quiet, box, tr("Failed deliveries"));
    m_search = makeFilter(tr("Filter targets"), m_theme, box, tr("Filter deliveries"));
    m_search->setMinimumWidth(120);
    head->addWidget(m_deliveryTitle);
    for (QPushButton *button : {m_all, m_unknown, m_failed}) {
        button->setCheckable(true);
        head->addWidget(button);
    }
    head->addStretch();
    head->addWidget(m_search);
    layout->addLayout(head);

    m_deliveryTable = new QTableView(box);
    m_deliveryTable->setModel(m_filtered);
    styleTable(m_deliveryTable, tr("Deliveries"));
    m_deliveryTable->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_deliveryTable->setMinimumHeight(120);
    setColumnWidths(m_deliveryTable, {132, 140, 92, 140, 80, 200, 88, 96}, {DeliveryModel::Reason});
    m_deliveryTable->sortByColumn(-1, Qt::AscendingOrder); // sending order until the operator sorts
    new EmptyHint(tr("No delivery to show. Choose a broadcast above, or another filter."), m_deliveryTable);
    layout->addWidget(m_deliveryTable, 1);

    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_arrived = makeButton(tr("Mark as delivered"), ButtonKind::Plain, box);
    m_arrived->setToolTip(
        tr("Marks the selected deliveries as verified by the operator, once you have seen them in the chat"));
    m_again = makeButton(tr("Resend"), ButtonKind::Plain, box);
    m_again->setToolTip(tr("Queues the selected unknown or failed deliveries again"));
    m_retryShown = makeButton(tr("Resend all shown"), ButtonKind::Plain, box);
    m_export = makeButton(tr("Export CSV\u2026"), ButtonKind::Quiet, box, tr("Export CSV"));
    row->addWidget(m_arrived);
    row->addWidget(m_again);
    row->addWidget(m_retryShown);
    row->addStretch();
    row->addWidget(m_export);
    layout->addLayout(row);
    return box;
}

void BroadcastQueue::connectControls()
{
    connect(m_broadcastTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BroadcastQueue::load);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (const BroadcastSummary *broadcast = selected())
            run(m_engine.broadcasts().pause(broadcast->id), tr("Paused"));
    });
    connect(m_resume, &QPushButton::clicked, this, [this] {
        if (const BroadcastSummary *broadcast = selected())
            run(m_engine.broadcasts().resume(broadcast->id), tr("Resumed"));
    });
    connect(m_cancel, &QPushButton::clicked, this, &BroadcastQueue::askCancel);
    connect(m_message, &QPushButton::clicked, this, &BroadcastQueue::showMessage);
    connect(m_useAgain, &QPushButton::clicked, this, &BroadcastQueue::useAgain);
    connect(m_waits, &WaitStrip::helpWanted, this, &BroadcastQueue::navigate);
    connect(m_all, &QPushButton::clicked, this, [this] { setFilter(Filter::All); });
    connect(m_unknown, &QPushButton::clicked, this, [this] { setFilter(Filter::Unknown); });
    connect(m_failed, &QPushButton::clicked, this, [this] { setFilter(Filter::Failed); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filtered->setFilterFixedString(text);
        updateDeliveryActions();
    });
    connect(m_deliveryTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &BroadcastQueue::updateDeliveryActions);
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
    const QList<int> rows = selectedRows(m_deliveryTable);
    for (const int row : rows)
        deliveries.append(m_deliveries->at(row));
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
    updateActions();
    if (id.isNull())
        return;
    onResult(this, m_engine.broadcasts().deliveries(id), [this, epoch, id](const Result<QList<Delivery>> &deliveries) {
        if (epoch != m_load)
            return;
        if (!deliveries) {
            Q_EMIT notice(joined(text::errorText(deliveries.error()), text::errorAdvice(deliveries.error())));
            return;
        }
        m_deliveries->show(id, *deliveries);
        updateActions();
        showEvidence();
    });
}

void BroadcastQueue::updateActions()
{
    const BroadcastSummary *broadcast = selected();
    const bool live = broadcast != nullptr && broadcast->counts.live() > 0;
    m_pause->setEnabled(live && broadcast->state == BroadcastState::Running);
    m_resume->setEnabled(live && broadcast->state == BroadcastState::Paused);
    m_cancel->setEnabled(live && broadcast->state != BroadcastState::Cancelled);
    m_message->setEnabled(broadcast != nullptr);
    m_useAgain->setEnabled(broadcast != nullptr);
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
    if (broadcast != nullptr)
        m_deliveries->setWaits(*broadcast);
    m_waits->show(broadcast);
    updateDeliveryActions();
}

void BroadcastQueue::reportEnds(const QList<BroadcastSummary> &changed)
{
    for (const BroadcastSummary &summary : changed) {
        const int row = m_broadcasts->rowOfKey(summary.id);
        if (row >= 0 && summary.state == BroadcastState::Settled
            && m_broadcasts->at(row).state != BroadcastState::Settled)
            Q_EMIT notice(text::endWords(summary));
    }
}

void BroadcastQueue::updateDeliveryActions()
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
        m_evidence->showNothing();
        return;
    }
    const Delivery &delivery = m_deliveries->at(index.row());
    const Error wait = m_deliveries->waitOf(delivery);
    const bool waits = wait.reason != Reason::None;
    m_evidence->show(
        tr("%1: %2", "target: state").arg(m_deliveries->targetOf(delivery), text::deliveryWord(delivery)),
        joined(text::sentence(m_deliveries->reasonOf(delivery)), text::errorAdvice(waits ? wait : delivery.why)),
        text::shownWords(text::deliveryEvidence(delivery, wallNow()).join(u'\n'), m_names.masked()));
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
         .details = tr("%n unsent message(s) will not be sent. Messages already sent are not affected.", nullptr,
                       broadcast->counts.queued),
         .yes = tr("Cancel the rest"),
         .no = tr("Keep sending"),
         .dangerous = true},
        [this, id] { run(m_engine.broadcasts().cancel(id), tr("Cancelled")); });
}

//! Reads what the selected broadcast sent; another one may be selected by then.
void BroadcastQueue::withSent(std::function<void(const SentBroadcast &)> use)
{
    const BroadcastSummary *broadcast = selected();
    if (broadcast == nullptr)
        return;
    onResult(this, m_engine.broadcasts().sent(broadcast->id),
             [this, use = std::move(use)](const Result<SentBroadcast> &sent) {
                 if (sent)
                     use(*sent);
                 else
                     Q_EMIT notice(joined(text::errorText(sent.error()), text::errorAdvice(sent.error())));
             });
}

void BroadcastQueue::useAgain()
{
    withSent([this](const SentBroadcast &sent) { Q_EMIT againWanted(sent); });
}

void BroadcastQueue::showMessage()
{
    const BroadcastSummary *broadcast = selected();
    if (broadcast == nullptr)
        return;
    withSent([this, summary = *broadcast](const SentBroadcast &sent) {
        auto *dialog = new MessageDialog(summary, sent, this);
        connect(dialog, &MessageDialog::againWanted, this, [this, sent] { Q_EMIT againWanted(sent); });
        dialog->open();
    });
}

void BroadcastQueue::arrived()
{
    QList<Delivery> deliveries = selectedDeliveries();
    deliveries.removeIf([](const Delivery &delivery) { return !asksOperator(delivery); });
    if (!deliveries.isEmpty())
        run(m_engine.broadcasts().confirmArrived(idsOf(deliveries)),
            tr("%n marked as delivered", nullptr, int(deliveries.size())));
}

void BroadcastQueue::sendAgain(const QList<Delivery> &deliveries)
{
    QList<Delivery> again = deliveries;
    again.removeIf([](const Delivery &delivery) { return !canGoAgain(delivery); });
    if (again.isEmpty())
        return;
    const auto doubtful = int(std::count_if(again.cbegin(), again.cend(), asksOperator));
    const QString done = tr("%n queued again", nullptr, int(again.size()));
    const QList<DeliveryId> ids = idsOf(again);
    if (doubtful == 0) {
        run(m_engine.broadcasts().sendAgain(ids), done);
        return;
    }
    ask(this,
        {.title = tr("Resend %n message(s)?", nullptr, int(again.size())),
         .details = tr(
             "Of these, %n may have arrived already. Check the chats first: the recipients may get the message twice.",
             nullptr, doubtful),
         .yes = tr("Resend now"),
         .no = {},
         .dangerous = true},
        [this, ids, done] { run(m_engine.broadcasts().sendAgain(ids), done); });
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
    const QString trouble = ui::writeCsv(path, m_deliveries->exportRows());
    if (!trouble.isEmpty())
        Q_EMIT notice(tr("Could not write the table: %1").arg(trouble));
    else
        Q_EMIT notice(tr("%n row(s) written to %1", nullptr, m_deliveries->rowCount()).arg(path));
}

void BroadcastQueue::apply(const engine::BroadcastChanges &changes)
{
    const bool none = selected() == nullptr;
    reportEnds(changes.broadcasts);
    m_broadcasts->apply(changes.broadcasts, changes.removed);
    m_deliveries->apply(changes.deliveries);
    if (none && m_sorted->rowCount() > 0)
        m_broadcastTable->selectRow(0);
    if (!m_expected.isNull())
        expect(m_expected);
    updateActions();
    showEvidence();
}

void BroadcastQueue::namesChanged()
{
    m_broadcasts->namesChanged();
    m_deliveries->namesChanged();
    showEvidence();
    updateActions();
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
    updateActions();
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

#include "moc_broadcastqueue.cpp"
