// SPDX-License-Identifier: GPL-3.0-or-later
#include "certificatelist.h"

#include "certificatemodel.h"
#include "kit/columnfit.h"
#include "kit/dialog.h"
#include "kit/emptyhint.h"
#include "kit/naturalsorter.h"
#include "kit/widgetfactory.h"
#include "text/format.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

namespace {

constexpr int kShownRows = 4;

} // namespace

CertificateList::CertificateList(const SettingsContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    QSizePolicy policy = sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Expanding);
    setSizePolicy(policy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_model = new CertificateModel(context.theme, this);
    m_table = new QTableView(this);
    styleTable(m_table, tr("Trusted certificates"));
    m_table->setModel(new NaturalSorter(m_model, this));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->sortByColumn(CertificateModel::Gateway, Qt::AscendingOrder);
    setColumnWidths(m_table, {110, 130, 130, 150}, {CertificateModel::Fingerprint});
    m_table->setFixedHeight((kShownRows + 1) * (m_table->verticalHeader()->defaultSectionSize() + 4));
    new EmptyHint(tr("No certificate is trusted by its fingerprint."), m_table);
    layout->addWidget(m_table);
    auto *line = new QHBoxLayout;
    line->setSpacing(kGap);
    m_remove = makeButton(tr("End trust"), ButtonKind::Danger, this);
    line->addWidget(m_remove);
    line->addStretch();
    layout->addLayout(line);
    setFocusProxy(m_table);
    pressOn(QKeySequence::Delete, m_table, m_remove);
    connect(m_remove, &QPushButton::clicked, this, &CertificateList::askToRemove);
    const auto update = [this] { m_remove->setEnabled(selected() != nullptr); };
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, update);
    connect(m_model, &QAbstractItemModel::modelReset, this, update);
    connect(&context.engine.sessions(), &engine::SessionService::changed, this, &CertificateList::refresh);
    refresh();
    update();
}

void CertificateList::refresh()
{
    QList<GatewayProfile> pinned;
    const QList<AccountSnapshot> accounts = m_context.engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts) {
        if (!account.profile.pinnedSha256.isEmpty())
            pinned.append(account.profile);
    }
    m_model->setRows(pinned);
}

const GatewayProfile *CertificateList::selected() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return nullptr;
    const auto *sorter = static_cast<const NaturalSorter *>(m_table->model());
    return &m_model->at(sorter->mapToSource(rows.constFirst()).row());
}

void CertificateList::askToRemove()
{
    const GatewayProfile *gateway = selected();
    if (!gateway)
        return;
    ask(
        window(), m_context.theme, tr("End trust in this certificate?"),
        tr("Rookery no longer connects to %1, unless this machine trusts its certificate by itself. It can be reviewed "
           "and trusted again on the page Gateways.")
            .arg(text::visibleControls(gateway->displayName())),
        tr("End the trust"), [this, id = gateway->id] { remove(id); }, ButtonKind::Danger);
}

void CertificateList::remove(const GatewayId &gateway)
{
    Q_EMIT removing();
    onResult(this, m_context.engine.gateways().pinCertificate(gateway, {}), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

} // namespace rookery::ui

#include "moc_certificatelist.cpp"
