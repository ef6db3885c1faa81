// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "engine/engine.h"

#include <QWidget>

#include <array>

class QLabel;

namespace rookery::ui {

class ShapeDot;

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

} // namespace rookery::ui
