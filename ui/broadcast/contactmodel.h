// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/rowmodel.h"

#include "model/broadcast.h"

#include <QSet>

namespace rookery::ui {

//! Lists the groups and friends that one account can reach, and marks those already chosen.
class ContactModel final : public RowModel<Contact>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ContactModel)

public:
    enum Column { Name, Number, Kind, Members, State, ColumnCount };

    ContactModel(const Theme &theme, const AccountNames &names, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_names(names)
    {}

    //! Sets the targets of this account that are already on the chosen list.
    void setChosen(QSet<Target> chosen);
    //! Updates the numbers: the masking changed.
    void namesChanged() { touchColumn(Number); }

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const Contact &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const Contact &row, int column) const override;

private:
    const AccountNames &m_names;
    QSet<Target> m_chosen;
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
    [[nodiscard]] QSet<Target> of(const GatewayId &via) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const DraftTarget &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const DraftTarget &row, int column) const override;

private:
    const AccountNames &m_names;
};

} // namespace rookery::ui
