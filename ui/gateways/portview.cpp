// SPDX-License-Identifier: GPL-3.0-or-later
#include "portview.h"

#include "incomingmodel.h"
#include "kit/accountactions.h"
#include "kit/columnfit.h"
#include "kit/emptyhint.h"
#include "kit/naturalsorter.h"
#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

namespace {

//! Returns whether two entries are the same caller, however often it tries.
bool isSameCaller(const IncomingConnection &one, const IncomingConnection &other)
{
    return one.trouble == other.trouble && one.account == other.account && one.program == other.program
        && one.address == other.address;
}

} // namespace

PortView::PortView(engine::Engine &engine, const Theme &theme, AccountActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_engine(engine)
    , m_theme(theme)
    , m_actions(actions)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(card());
    m_model = new IncomingModel(theme, this);
    m_sorter = new NaturalSorter(m_model, this);
    m_table = new QTableView(this);
    styleTable(m_table, tr("Rejected connections"));
    m_table->setModel(m_sorter);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->sortByColumn(IncomingModel::Last, Qt::DescendingOrder);
    setColumnWidths(m_table, {110, 200, 64, 150, 150, 130}, {IncomingModel::Program});
    new EmptyHint(tr("No connection was rejected."), m_table);
    layout->addWidget(listHead());
    layout->addWidget(m_table, 1);
    m_advice = makeLabel({}, LabelKind::Muted, this);
    m_advice->setWordWrap(true);
    m_advice->setAccessibleDescription(tr("What to do"));
    layout->addWidget(m_advice);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PortView::update);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PortView::update);
    refresh();
}

QWidget *PortView::card()
{
    QFrame *frame = makeCard(this);
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_dot = new ShapeDot(m_theme, frame, 13);
    row->addWidget(m_dot);
    m_word = makeLabel({}, LabelKind::Strong, frame);
    m_word->setAccessibleDescription(tr("State of Rookery's port"));
    m_word->setWordWrap(true);
    row->addWidget(m_word, 1);
    m_copy = makeButton(tr("Copy address"), ButtonKind::Plain, frame);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(
            text::listenerAddress(m_engine.gateways().listener(), OneBotTransportKind::Reverse));
    });
    row->addWidget(m_copy);
    QPushButton *change = makeButton(tr("Change port"), ButtonKind::Plain, frame);
    connect(change, &QPushButton::clicked, &m_actions, &AccountActions::changePort);
    row->addWidget(change);
    layout->addLayout(row);
    m_address = makeLabel({}, LabelKind::Mono, frame);
    m_address->setAccessibleDescription(tr("Address of Rookery's port"));
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_address);
    m_reach = makeLabel({}, LabelKind::Body, frame);
    m_reach->setWordWrap(true);
    layout->addWidget(m_reach);
    m_counts = makeLabel({}, LabelKind::Muted, frame);
    layout->addWidget(m_counts);
    return frame;
}

QWidget *PortView::listHead()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addWidget(makeLabel(tr("Rejected connections"), LabelKind::Section, box));
    row->addStretch(1);
    m_add = makeButton(tr("Add this account"), ButtonKind::Plain, box);
    connect(m_add, &QPushButton::clicked, this, [this] {
        if (const IncomingConnection *entry = selected())
            m_actions.addIncoming(entry->account);
    });
    row->addWidget(m_add);
    m_clear = makeButton(tr("Clear list"), ButtonKind::Plain, box);
    connect(m_clear, &QPushButton::clicked, &m_actions, &AccountActions::clearIncoming);
    row->addWidget(m_clear);
    return box;
}

void PortView::refresh()
{
    const ListenerState state = m_engine.gateways().listener();
    const bool trouble = !state.listening && state.why.reason != Reason::None;
    m_dot->setStatus(state.listening ? kWorkingStyle : trouble ? kFailedStyle : kUnknownStyle);
    const QString word = text::listenerWord(state);
    m_word->setText(word.isEmpty() ? word : word.at(0).toUpper() + word.mid(1));
    const QString address = text::listenerAddress(state, OneBotTransportKind::Reverse);
    m_address->setText(address);
    m_address->setVisible(!address.isEmpty());
    m_copy->setEnabled(!address.isEmpty());
    QString reach;
    if (trouble)
        reach = text::errorAdvice(state.why);
    else if (state.beyondLoopback && m_engine.profile().settings().listener.certificate.isEmpty())
        reach = tr("Tokens cross the network in plain text: give the port a certificate, or let it listen on fewer "
                   "addresses.");
    else if (state.listening && !state.beyondLoopback)
        reach = tr("Gateways in containers (Docker) and on other machines cannot reach it. Change port lets it listen "
                   "on another address.");
    setLabelRole(m_reach, m_theme, trouble || state.beyondLoopback ? Role::Degraded : Role::Muted);
    m_reach->setText(reach);
    m_reach->setVisible(!reach.isEmpty());
    m_counts->setText(tr("%n connection(s)", nullptr, state.connections) + QStringLiteral(" \u00B7 ")
                      + tr("%n rejected since the start", nullptr, state.refused));
    showIncoming(state.incoming);
    update();
}

void PortView::showIncoming(const QList<IncomingConnection> &incoming)
{
    // a gateway that keeps dialling moves to the top each time; the selection stays with it
    const IncomingConnection *entry = selected();
    const std::optional<IncomingConnection> chosen = entry ? std::optional(*entry) : std::nullopt;
    m_model->setRows(incoming);
    for (int row = 0; chosen && !selected() && row < m_model->rowCount(); ++row) {
        if (isSameCaller(m_model->at(row), *chosen))
            m_table->selectRow(m_sorter->mapFromSource(m_model->index(row, 0)).row());
    }
}

const IncomingConnection *PortView::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model->at(m_sorter->mapToSource(rows.constFirst()).row());
}

void PortView::setMasked(bool masked)
{
    m_model->setMasked(masked);
}

void PortView::update()
{
    m_clear->setEnabled(m_model->rowCount() > 0);
    const IncomingConnection *entry = selected();
    m_add->setEnabled(entry && entry->trouble == RejectReason::NewAccount && !entry->account.isEmpty());
    m_advice->setText(entry ? text::rejectAdvice(entry->trouble) : QString());
    m_advice->setVisible(entry != nullptr);
}

} // namespace rookery::ui

#include "moc_portview.cpp"
