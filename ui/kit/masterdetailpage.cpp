// SPDX-License-Identifier: GPL-3.0-or-later
#include "masterdetailpage.h"

#include "detailparts.h"
#include "viewstate.h"
#include "widgetfactory.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

MasterDetailPage::MasterDetailPage(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Page(engine, theme, parent)
    , m_layout(makePageLayout(this))
{}

QHBoxLayout *MasterDetailPage::addHead()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    row->addWidget(makeLabel(title(), LabelKind::Title, this));
    row->addSpacing(kGap);
    m_layout->addLayout(row);
    return row;
}

QLineEdit *MasterDetailPage::addFilter(QHBoxLayout *row, const QString &placeholder, const QString &accessible)
{
    m_filter = makeFilter(placeholder, theme(), this, accessible);
    m_filter->setFixedWidth(240);
    row->addWidget(m_filter);
    connect(m_filter, &QLineEdit::textChanged, this, &MasterDetailPage::filterRows);
    return m_filter;
}

void MasterDetailPage::filterRows(const QString &typed)
{
    m_rows->setFilterFixedString(typed);
}

QTableView *MasterDetailPage::makeList(QSortFilterProxyModel *rows, const QString &accessible)
{
    m_rows = rows;
    m_list = new QTableView(this);
    m_list->setModel(rows);
    styleTable(m_list, accessible);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &MasterDetailPage::showDetail);
    return m_list;
}

DetailParts *MasterDetailPage::makeDetails(int minimumHeight)
{
    m_card = makeCard(this);
    m_card->setMinimumHeight(minimumHeight);
    auto *outer = new QVBoxLayout(m_card);
    outer->setContentsMargins(1, 1, 1, 1);
    auto *area = new QScrollArea(m_card);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    m_details = new DetailParts(area);
    m_details->setObjectName(u"plain"_s);
    area->setWidget(m_details);
    outer->addWidget(area);
    return m_details;
}

QTableView *MasterDetailPage::makeDetailList(QAbstractItemModel *rows, const QString &accessible, QWidget *card)
{
    auto *table = new QTableView(card);
    table->setModel(rows);
    styleTable(table, accessible);
    table->setSortingEnabled(false);
    table->setMinimumHeight(110);
    return table;
}

void MasterDetailPage::assemble(QWidget *details, const std::pair<int, int> &stretch, const QList<int> &sizes)
{
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setHandleWidth(kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(details);
    m_splitter->setStretchFactor(0, stretch.first);
    m_splitter->setStretchFactor(1, stretch.second);
    m_splitter->setSizes(sizes);
    m_layout->addWidget(m_splitter, 1);
}

QModelIndex MasterDetailPage::current() const
{
    return m_rows->mapToSource(m_list->currentIndex());
}

void MasterDetailPage::select(const QModelIndex &row)
{
    const QModelIndex shown = row.isValid() ? m_rows->mapFromSource(row) : QModelIndex();
    if (shown.isValid())
        m_list->setCurrentIndex(shown);
}

void MasterDetailPage::selectFirst()
{
    if (!current().isValid() && m_rows->rowCount() > 0)
        m_list->selectRow(0);
}

void MasterDetailPage::focusFilter()
{
    if (m_filter == nullptr)
        return;
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

bool MasterDetailPage::escape()
{
    if (m_filter == nullptr || m_filter->text().isEmpty())
        return false;
    m_filter->clear();
    return true;
}

QJsonObject MasterDetailPage::saveState() const
{
    QJsonObject state{{u"columns"_s, saveHeader(m_list)}, {u"splitter"_s, saveSplitter(m_splitter)}};
    if (m_filter != nullptr)
        state.insert(u"filter"_s, m_filter->text());
    if (m_details != nullptr)
        state.insert(u"detailTab"_s, m_details->tabs()->currentIndex());
    return state;
}

void MasterDetailPage::restoreState(const QJsonObject &state)
{
    restoreHeader(m_list, state.value("columns"_L1));
    restoreSplitter(m_splitter, state.value("splitter"_L1));
    if (m_filter != nullptr)
        m_filter->setText(state.value("filter"_L1).toString());
    if (m_details != nullptr)
        m_details->tabs()->setCurrentIndex(state.value("detailTab"_L1).toInt());
}

} // namespace rookery::ui

#include "moc_masterdetailpage.cpp"
