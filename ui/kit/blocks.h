// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "statelook.h"
#include "theme.h"

#include "model/incident.h"
#include "model/session.h"

#include <QFrame>
#include <QList>
#include <QStringList>
#include <QWidget>

#include <array>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace rookery::ui {

class AccountNames;
class AgeTicker;

//! Draws a shape as a widget; its accessible name is the word beside it.
class ShapeDot final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShapeDot)

public:
    ShapeDot(const Theme &theme, QWidget *parent, int size = 12);
    void setLook(Shape shape, Role role);
    [[nodiscard]] QSize sizeHint() const override { return {m_size + 2, m_size + 2}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_size;
    Shape m_shape = Shape::HollowCircle;
    Role m_role = Role::Unknown;
};

//! Shows the readiness ladder: one line per rung with shape, name, since when, and why it is broken.
class ReadinessView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadinessView)

public:
    ReadinessView(const Theme &theme, QWidget *parent);
    void show(const AccountSnapshot &account, WallTime now, bool masked);

private:
    struct Row {
        ShapeDot *dot = nullptr;
        QLabel *name = nullptr;
        QLabel *since = nullptr;
        QLabel *why = nullptr;
    };
    const Theme &m_theme;
    std::array<Row, kReadinessCheckCount> m_rows;
};

//! Explains an empty list: what it is for and what to press.
class EmptyState final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyState)

public:
    EmptyState(const Theme &theme, const QString &iconName, const QString &title, const QString &text, QWidget *parent);
    //! Adds a button; the first one is the primary button.
    QPushButton *addButton(const QString &text, const QString &accessible = {});

private:
    QHBoxLayout *m_buttons = nullptr;
    int m_count = 0;
};

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
