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
        : KeyedRowModel(theme, ColumnCount, parent)
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

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const BroadcastSummary &row, int column) const override;
    [[nodiscard]] QString toolTip(const BroadcastSummary &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const BroadcastSummary &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const BroadcastSummary &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const BroadcastSummary &row, int column) const override;
    [[nodiscard]] QVariant more(const BroadcastSummary &row, int column, int role) const override;

private:
    [[nodiscard]] QString timeLeft(const BroadcastSummary &row) const;

    const AccountNames &m_names;
    std::function<WallTime()> m_now;
};

} // namespace rookery::ui
