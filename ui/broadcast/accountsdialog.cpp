// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountsdialog.h"

#include "kit/statusstyle.h"
#include "kit/tagfilter.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

AccountsDialog::AccountsDialog(const Theme &theme, const AccountNames &names, const QList<GatewayId> &accounts,
                               const QList<GatewayId> &ticked, QWidget *parent)
    : Dialog(theme, tr("Send through several accounts"), parent)
    , m_names(names)
{
    m_search = makeFilter(tr("Search name, number or tag:word"), theme, this, tr("Search accounts"));
    body()->addWidget(m_search);
    addList(accounts, ticked);
    auto *row = new QHBoxLayout;
    auto *all = makeButton(tr("Tick all shown"), ButtonKind::Quiet, this);
    auto *none = makeButton(tr("Untick all shown"), ButtonKind::Quiet, this);
    row->addWidget(all);
    row->addWidget(none);
    row->addStretch();
    body()->addLayout(row);
    setPrimary({}, [this] {
        const QList<GatewayId> through = this->ticked();
        accept();
        Q_EMIT chosen(through);
    });
    connect(m_search, &QLineEdit::textChanged, this, &AccountsDialog::narrow);
    connect(all, &QPushButton::clicked, this, [this] { tickShown(true); });
    connect(none, &QPushButton::clicked, this, [this] { tickShown(false); });
    connect(m_list, &QListWidget::itemChanged, this, &AccountsDialog::countTicks);
    countTicks();
    m_search->setFocus();
}

void AccountsDialog::addList(const QList<GatewayId> &accounts, const QList<GatewayId> &ticked)
{
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Accounts"));
    m_list->setMinimumSize(360, 240);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const GatewayId &account : accounts) {
        auto *item = new QListWidgetItem(m_names.name(account), m_list);
        item->setIcon(theme().statusIcon(m_names.isOnline(account) ? kWorkingStyle : kUnknownStyle));
        item->setData(Qt::UserRole, account.value());
        item->setCheckState(ticked.contains(account) ? Qt::Checked : Qt::Unchecked);
    }
    body()->addWidget(m_list, 1);
}

void AccountsDialog::narrow(const QString &typed)
{
    const WordFilter words(typed);
    for (int i = 0; i < m_list->count(); ++i) {
        QListWidgetItem *item = m_list->item(i);
        const GatewayId account(item->data(Qt::UserRole).toString());
        item->setHidden(!words.accepts(item->text() + u' ' + m_names.gatewayName(account), m_names.tags(account)));
    }
}

void AccountsDialog::tickShown(bool on)
{
    for (int i = 0; i < m_list->count(); ++i) {
        if (QListWidgetItem *item = m_list->item(i); !item->isHidden())
            item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    }
}

QList<GatewayId> AccountsDialog::ticked() const
{
    QList<GatewayId> accounts;
    for (int i = 0; i < m_list->count(); ++i) {
        if (m_list->item(i)->checkState() == Qt::Checked)
            accounts.append(GatewayId(m_list->item(i)->data(Qt::UserRole).toString()));
    }
    return accounts;
}

void AccountsDialog::countTicks()
{
    const auto count = int(ticked().size()); // a hidden row that is ticked counts: it would send
    primary()->setText(tr("Use %n account(s)", nullptr, count));
    primary()->setEnabled(count > 0);
}

} // namespace rookery::ui

#include "moc_accountsdialog.cpp"
