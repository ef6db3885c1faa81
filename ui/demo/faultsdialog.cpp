// SPDX-License-Identifier: GPL-3.0-or-later
#include "faultsdialog.h"

#include "text/wording.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

FaultsDialog::FaultsDialog(DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Faults of the demo"), parent)
    , m_control(control)
{
    setCloseText(tr("Close"));
    m_gateway = new QComboBox(this);
    m_gateway->setAccessibleName(tr("Gateway with faults"));
    const QList<AccountSnapshot> accounts = engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts)
        m_gateway->addItem(text::visibleControls(account.profile.displayName()), account.profile.id.value());
    addField(tr("Gateway"), m_gateway);
    QLineEdit *filter = makeFilter(tr("Search faults"), theme, this, tr("Search faults"));
    body()->addWidget(filter);
    m_model = new QStandardItemModel(0, 2, this);
    m_model->setHorizontalHeaderLabels({tr("Fault"), tr("What happens")});
    auto *found = new QSortFilterProxyModel(this);
    found->setSourceModel(m_model);
    found->setFilterKeyColumn(-1);
    found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(filter, &QLineEdit::textChanged, found, &QSortFilterProxyModel::setFilterFixedString);
    auto *table = new QTableView(this);
    table->setModel(found);
    styleTable(table, tr("Faults"));
    table->setMinimumSize(640, 320);
    table->sortByColumn(0, Qt::AscendingOrder);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(0, 220);
    body()->addWidget(table);
    connect(m_gateway, &QComboBox::currentIndexChanged, this, [this] {
        m_model->setRowCount(0); // these are the other gateway's
        load();
    });
    connect(m_model, &QStandardItemModel::itemChanged, this, [this](const QStandardItem *item) {
        if (m_filling)
            return;
        const GatewayId gateway(m_gateway->currentData().toString());
        // a fault that acts once is off again at once, so the list is read once more
        onResult(this, m_control.setFault(gateway, item->text(), item->checkState() == Qt::Checked),
                 [this](const Result<> &result) {
                     showError(result ? Error{} : result.error());
                     load();
                 });
    });
    load();
}

void FaultsDialog::load()
{
    const QString gateway = m_gateway->currentData().toString();
    onResult(this, m_control.faults(GatewayId(gateway)), [this, gateway](const Result<QList<DemoFault>> &faults) {
        if (gateway != m_gateway->currentData().toString())
            return;
        if (faults)
            show(*faults);
        else
            showError(faults.error());
    });
}

void FaultsDialog::show(const QList<DemoFault> &faults)
{
    m_filling = true;
    m_model->setRowCount(int(faults.size()));
    for (int row = 0; row < faults.size(); ++row) {
        auto *name = new QStandardItem(faults.at(row).name);
        name->setCheckable(true);
        name->setEditable(false);
        name->setCheckState(faults.at(row).on ? Qt::Checked : Qt::Unchecked);
        auto *what = new QStandardItem(faults.at(row).what);
        what->setEditable(false);
        m_model->setItem(row, 0, name);
        m_model->setItem(row, 1, what);
    }
    m_filling = false;
}

} // namespace rookery::ui

#include "moc_faultsdialog.cpp"
