// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"

#include "base/clock.h"

#include <functional>

namespace rookery::ui {

//! Lists the broadcasts, newest first.
class BroadcastModel final : public KeyedRowModel<BroadcastSummary, &BroadcastSummary::id>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BroadcastModel)

public:
    enum Column { State, Message, Progress, Verified, Accepted, Unknown, Failed, Rate, TimeLeft, Created, ColumnCount };

    BroadcastModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
        : KeyedRowModel(parent)
        , m_theme(theme)
        , m_names(names)
        , m_now(std::move(now))
    {}

    void apply(const QList<BroadcastSummary> &changed, const QList<BroadcastId> &removed = {})
    {
        applyRows(changed, NewRows::First);
        removeKeys(removed);
    }
    //! Updates what depends on the current time.
    void tick();
    void namesChanged() { touchColumn(State); }

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString textOf(const BroadcastSummary &row, int column) const;
    [[nodiscard]] QVariant sortKey(const BroadcastSummary &row, int column) const;
    [[nodiscard]] QString timeLeft(const BroadcastSummary &row) const;

    const Theme &m_theme;
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
};

} // namespace rookery::ui
