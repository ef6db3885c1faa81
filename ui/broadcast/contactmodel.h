// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/rowmodel.h"

#include "model/broadcast.h"

#include <QSet>

#include <utility>

namespace rookery::ui {

//! Describes a group or friend, and the account that would send to it.
struct ReachableChat {
    Contact contact;
    GatewayId via;
    int others = 0; //!< further accounts that reach the same group
    bool operator==(const ReachableChat &) const = default;
};

using ChosenChats = QSet<std::pair<GatewayId, Target>>;

//! Lists the groups and friends that one account can reach, or all of them, and marks those already chosen.
class ContactModel final : public RowModel<ReachableChat>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ContactModel)

public:
    enum Column { Name, Number, Kind, Members, Through, State, ColumnCount };

    ContactModel(const Theme &theme, const AccountNames &names, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_names(names)
    {}

    //! Sets what is already on the chosen list; without a gateway: through any.
    void setChosen(ChosenChats chosen);
    //! Updates names and numbers: an account or the masking changed.
    void namesChanged();

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const ReachableChat &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const ReachableChat &row, int column) const override;

private:
    const AccountNames &m_names;
    ChosenChats m_chosen;
};

//! Lists the targets of the draft, in sending order.
class ChosenModel final : public RowModel<DraftTarget>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChosenModel)

public:
    enum Column { Name, Number, Kind, Via, ColumnCount };

    ChosenModel(const Theme &theme, const AccountNames &names, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_names(names)
    {}

    //! Adds those that are not there yet; returns how many were new.
    int add(const QList<DraftTarget> &targets);
    void remove(QList<int> rows);
    void namesChanged();
    //! Returns what is chosen; `anyAccount`: each group is listed without a gateway too.
    [[nodiscard]] ChosenChats chats(bool anyAccount) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const DraftTarget &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const DraftTarget &row, int column) const override;

private:
    const AccountNames &m_names;
};

} // namespace rookery::ui
