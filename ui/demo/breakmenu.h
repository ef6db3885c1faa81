// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/democontrol.h"
#include "kit/destination.h"
#include "kit/theme.h"

#include "engine/engine.h"

#include <QMenu>

namespace rookery::ui {

//! Offers what the demo can break: the five incidents that Rookery exists for, and every fault of the simulator.
class BreakMenu final : public QMenu
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BreakMenu)

public:
    BreakMenu(DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void navigate(const rookery::ui::Destination &to);
    void notice(const QString &words);

private:
    void bringAbout(DemoIncident incident);
    [[nodiscard]] static QString titleOf(DemoIncident incident);
    [[nodiscard]] static QString whatFollows(DemoIncident incident);

    DemoControl &m_control;
    engine::Engine &m_engine;
    const Theme &m_theme;
};

} // namespace rookery::ui
