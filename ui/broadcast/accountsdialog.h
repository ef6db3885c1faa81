// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/dialog.h"

#include <QList>

class QLineEdit;
class QListWidget;

namespace rookery::ui {

//! Chooses several accounts by boxes; a search by name, number or tag narrows the list.
class AccountsDialog final : public Dialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountsDialog)

public:
    //! Takes the accounts to choose from, and those whose box is ticked at first.
    AccountsDialog(const Theme &theme, const AccountNames &names, const QList<GatewayId> &accounts,
                   const QList<GatewayId> &ticked, QWidget *parent);

Q_SIGNALS:
    //! Carries the ticked accounts, one at least, in the order of the list.
    void chosen(const QList<rookery::GatewayId> &accounts);

private:
    void addList(const QList<GatewayId> &accounts, const QList<GatewayId> &ticked);
    void narrow(const QString &typed);
    void tickShown(bool on);
    [[nodiscard]] QList<GatewayId> ticked() const;
    void countTicks();

    const AccountNames &m_names;
    QLineEdit *m_search = nullptr;
    QListWidget *m_list = nullptr;
};

} // namespace rookery::ui
