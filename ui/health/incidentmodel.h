// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/keyedrowmodel.h"

#include "model/condition.h"

#include <QSortFilterProxyModel>

#include <functional>

namespace rookery::ui {

//! Describes the common cause of an incident: a host or an address as it is, a gateway and an account by name.
[[nodiscard]] QString causeWords(const Incident &incident, const AccountNames &names);

//! Lists incidents: open ones first, newest first.
class IncidentModel final : public KeyedRowModel<Incident, &Incident::id>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentModel)

public:
    enum Column { Severity, Title, Accounts, State, Since, Duration, Count, ColumnCount };

    IncidentModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
        : KeyedRowModel(theme, ColumnCount, parent)
        , m_names(names)
        , m_now(std::move(now))
    {}

    void apply(const QList<Incident> &changed) { applyRows(changed, NewRows::First); }
    void tick();
    void namesChanged() { touchColumn(Accounts); }
    [[nodiscard]] int openCount() const;
    [[nodiscard]] bool youngOpen() const; //!< an open incident is under a minute old
    //! Returns "TestBot (10001)", "TestBot (10001) and 2 more".
    [[nodiscard]] QString accountsOf(const Incident &incident) const;

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] bool isNumeric(int column) const override;
    [[nodiscard]] QString textOf(const Incident &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const Incident &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const Incident &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const Incident &row, int column) const override;

private:
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
};

//! Filters and sorts incidents.
class IncidentFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentFilter)

public:
    explicit IncidentFilter(QObject *parent);

    void setOpenOnly(bool openOnly);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool m_openOnly = false;
};

//! Lists the evidence of one incident, newest first.
class EvidenceModel final : public RowModel<IncidentEvidence>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EvidenceModel)

public:
    enum Column { Time, Gateway, What, ColumnCount };

    EvidenceModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent)
        : RowModel(theme, ColumnCount, parent)
        , m_names(names)
        , m_now(std::move(now))
    {}

protected:
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString textOf(const IncidentEvidence &row, int column) const override;
    [[nodiscard]] QVariant sortKey(const IncidentEvidence &row, int column) const override;

private:
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
};

} // namespace rookery::ui
