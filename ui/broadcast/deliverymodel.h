// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"

#include "base/clock.h"

#include <QSet>
#include <QSortFilterProxyModel>

#include <functional>

namespace rookery::ui {

//! Lists the deliveries of one broadcast.
class DeliveryModel final : public KeyedRowModel<Delivery, &Delivery::id>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryModel)

public:
    enum Column { State, Target, Number, Through, Attempts, Reason, Verified, Updated, ColumnCount };

    DeliveryModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
        : KeyedRowModel(theme, ColumnCount, parent)
        , m_names(names)
        , m_now(std::move(now))
    {}

    //! Shows another broadcast; deltas of other broadcasts are ignored from here on.
    void show(BroadcastId broadcast, const QList<Delivery> &deliveries);
    void apply(const QList<Delivery> &changed);
    //! Takes what the shown broadcast waits for; it is the reason given for queued deliveries.
    void setWaits(const BroadcastSummary &summary);
    //! Updates the cells with names and numbers: an account's name or the masking changed.
    void namesChanged()
    {
        for (const int column : {Target, Number, Through})
            touchColumn(column);
    }
    void tick() { touchColumn(Reason); }
    [[nodiscard]] BroadcastId broadcast() const { return m_broadcast; }
    //! Returns header and rows for export, unmasked and in full.
    [[nodiscard]] QList<QStringList> exportRows() const;

    //! Explains the state of a delivery in one line: cause, and when it continues.
    [[nodiscard]] QString reasonOf(const Delivery &delivery) const;
    //! Returns what keeps a queued delivery from leaving; Reason::None: its turn has not come.
    [[nodiscard]] Error waitOf(const Delivery &delivery) const;
    //! Returns the target's name, or "Group 30001" where it has none.
    [[nodiscard]] QString targetOf(const Delivery &delivery) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const Delivery &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const Delivery &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const Delivery &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const Delivery &row, int column) const override;

private:
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
    BroadcastId m_broadcast;
    QList<BroadcastWait> m_waits;
    bool m_paused = false;
};

//! Filters deliveries by state.
class DeliveryFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeliveryFilter)

public:
    explicit DeliveryFilter(QObject *parent);

    void setStates(const QSet<DeliveryState> &states); //!< empty: all

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QSet<DeliveryState> m_states;
};

} // namespace rookery::ui
