// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "base/clock.h"
#include "model/incident.h"

#include <QList>
#include <QStringList>
#include <QWidget>

#include <utility>

class QLabel;
class QVBoxLayout;

namespace rookery::ui {

class AccountNames;
class AgeTicker;

//! Shows the open incidents, one line per cause; collapsed, only the gravest and the number of others.
class IncidentStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncidentStrip)

public:
    IncidentStrip(const Theme &theme, QWidget *parent);
    void show(const QList<Incident> &incidents, const AccountNames &names);
    void setExpanded(bool expanded);
    [[nodiscard]] bool isExpanded() const { return m_expanded; }

Q_SIGNALS:
    void opened(const rookery::Incident &incident);

private:
    void rebuild();
    void tick();

    const Theme &m_theme;
    AgeTicker *m_ticker = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QList<std::pair<QLabel *, WallTime>> m_ages; //!< visible age labels and their start times
    QList<Incident> m_incidents;
    QStringList m_lines; //!< the words of m_incidents
    bool m_expanded = false;
};

//! Returns "12 accounts: rkey server failing · ss.example" or "TestBot · NapCat 04: …".
[[nodiscard]] QString incidentLine(const Incident &incident, const AccountNames &names);

} // namespace rookery::ui
