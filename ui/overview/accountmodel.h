// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSortFilterProxyModel>

#include <optional>

namespace rookery::ui {

//! Lists the accounts, one row each, in the order of the gateway list. Every cell is readable text; shapes and ladders
//! are drawn beside it.
class AccountModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountModel)

public:
    enum Column { State, Name, Number, Gateway, Ready, Rkey, LastEvent, SentOk, Unknown, Failed, ColumnCount };
    enum DataRole { GatewayIdRole = Qt::UserRole + 1, SortRole, ConditionRole, ReadinessRole, SearchRole };

    explicit AccountModel(const Theme &theme, QObject *parent = nullptr);

    void reset(const QList<AccountSnapshot> &accounts, const QList<RkeyState> &rkeys);
    void apply(const engine::Delta &delta);
    void setMasked(bool masked);
    //! Updates ages and countdowns to the current time.
    void tick();
    //! Returns whether some shown age is under a minute or a countdown runs.
    [[nodiscard]] bool wantsSeconds() const;

    [[nodiscard]] const AccountSnapshot *find(const GatewayId &gateway) const;
    [[nodiscard]] const QList<AccountSnapshot> &accounts() const { return m_accounts; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const AccountSnapshot &account, int column) const;
    [[nodiscard]] QVariant sortKey(const AccountSnapshot &account, int column) const;
    [[nodiscard]] QString toolTip(const AccountSnapshot &account, int column) const;
    [[nodiscard]] std::optional<Role> colorRole(const AccountSnapshot &account, int column) const;

    const Theme &m_theme;
    QList<AccountSnapshot> m_accounts;
    QHash<GatewayId, RkeyState> m_rkeys;
    bool m_masked = false;
};

//! Filters accounts by words and condition; both must match.
class AccountFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountFilter)

public:
    explicit AccountFilter(QObject *parent = nullptr);
    void setWords(const QString &words);
    void setCondition(std::optional<Condition> condition);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
    std::optional<Condition> m_condition;
};

} // namespace rookery::ui
