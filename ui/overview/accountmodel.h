// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"
#include "kit/tagfilter.h"

#include "engine/engine.h"

#include <QHash>
#include <QSortFilterProxyModel>

#include <optional>

namespace rookery::ui {

//! Lists the accounts, one row each, in the order of the gateway list. Every cell is readable text; shapes and ladders
//! are drawn beside it.
class AccountModel final : public KeyedRowModel<AccountSnapshot, &gatewayOf>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AccountModel)

public:
    enum Column { State, Name, Number, Gateway, Ready, Rkey, LastEvent, SentOk, Unknown, Failed, Tags, ColumnCount };
    enum DataRole { GatewayIdRole = FirstOwnRole, ConditionRole, ReadinessRole, SearchRole };

    explicit AccountModel(const Theme &theme, QObject *parent = nullptr) : KeyedRowModel(theme, ColumnCount, parent, 14)
    {}

    //! Makes the rows those given; rows that stay keep their place, so that a selection does.
    void reset(const QList<AccountSnapshot> &accounts, const QList<RkeyState> &rkeys);
    void apply(const engine::SessionChanges &changes);
    void applyRkeys(const QList<RkeyState> &rkeys);
    void setMasked(bool masked);
    //! Updates ages and countdowns to the current time.
    void tick();
    //! Returns whether some shown age is under a minute or a countdown runs.
    [[nodiscard]] bool wantsSeconds() const;

    [[nodiscard]] const AccountSnapshot *find(const GatewayId &gateway) const;

    //! Holds the name and number of a row: those of the login, or of the account that the gateway remembers. A
    //! remembered account that is logged in at another gateway does not count.
    struct Shown {
        QString nickname;
        AccountId number;
        bool remembered = false;
    };
    [[nodiscard]] Shown shownOf(const AccountSnapshot &account) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString headingTip(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QString toolTip(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const AccountSnapshot &row, int column) const override;
    [[nodiscard]] QVariant more(const AccountSnapshot &row, int column, int role) const override;

private:
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
    //! Orders what is equal by name, so that rows do not change places for nothing.
    [[nodiscard]] bool lessThan(const QModelIndex &one, const QModelIndex &other) const override;

private:
    WordFilter m_words;
    std::optional<Condition> m_condition;
};

} // namespace rookery::ui
