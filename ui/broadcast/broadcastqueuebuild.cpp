// SPDX-License-Identifier: GPL-3.0-or-later
// Construction of the queue; broadcastqueue.cpp has its behaviour.
#include "broadcastqueue.h"

#include "bardelegate.h"
#include "kit/controls.h"
#include "kit/emptyhint.h"

#include "broadcastmodel.h"
#include "kit/pagetools.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

BroadcastQueue::BroadcastQueue(engine::Engine &engine, const Theme &theme, const AccountNames &names, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_theme(theme)
    , m_names(names)
{
    m_broadcasts = new BroadcastModel(theme, names, wallNow, this);
    m_broadcasts->setRows(engine.broadcasts());
    m_sorted = makeSorter(m_broadcasts, this);
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
    m_splitter->addWidget(buildEvidence());
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 4);
    m_splitter->setStretchFactor(2, 0);
    m_splitter->setSizes({210, 390, 110});
    layout->addWidget(m_splitter);
    connectControls();
    if (m_sorted->rowCount() > 0)
        m_broadcastTable->selectRow(0);
    follow();
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
    m_cancel = makeButton(tr("Cancel the rest\u2026"), ButtonKind::Danger, box, tr("Cancel broadcast"));
    row->addWidget(m_pause);
    row->addWidget(m_resume);
    row->addStretch();
    row->addWidget(m_cancel);
    m_waitStrip = new QFrame(box);
    setStrip(m_waitStrip, Role::Degraded);
    auto *wait = new QHBoxLayout(m_waitStrip);
    wait->setContentsMargins(12, 4, 8, 4);
    wait->setSpacing(kGap);
    m_waitWords = makeLabel({}, LabelKind::Body, m_waitStrip);
    m_waitWords->setWordWrap(true);
    m_help = makeButton({}, ButtonKind::Plain, m_waitStrip, tr("Resolve"));
    wait->addWidget(m_waitWords, 1);
    wait->addWidget(m_help, 0, Qt::AlignVCenter);
    m_waitStrip->hide();
    layout->addWidget(m_broadcastTable, 1);
    layout->addWidget(m_waitStrip);
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
    m_again->setToolTip(tr("Puts the selected unknown or failed deliveries back into the queue"));
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

QWidget *BroadcastQueue::buildEvidence()
{
    auto *card = makeCard(this);
    card->setMinimumHeight(96);
    auto *columns = new QHBoxLayout(card);
    columns->setContentsMargins(16, 12, 16, 12);
    columns->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    m_evidenceTitle = makeLabel({}, LabelKind::Strong, card);
    m_evidenceWords = makeLabel({}, LabelKind::Body, card);
    m_evidenceWords->setWordWrap(true);
    words->addWidget(m_evidenceTitle);
    words->addWidget(m_evidenceWords);
    words->addStretch();
    columns->addLayout(words, 3);
    m_evidence = new QPlainTextEdit(card);
    m_evidence->setReadOnly(true);
    m_evidence->setTabChangesFocus(true);
    m_evidence->setAccessibleName(tr("Delivery evidence"));
    m_evidence->setPlaceholderText(tr("No evidence yet"));
    columns->addWidget(m_evidence, 2);
    return card;
}

} // namespace rookery::ui
