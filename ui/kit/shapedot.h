// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace rookery::ui {

//! Draws a shape as a widget; its accessible name is the word beside it.
class ShapeDot final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShapeDot)

public:
    ShapeDot(const Theme &theme, QWidget *parent, int size = 12);
    void setStatus(const StatusStyle &status);
    [[nodiscard]] QSize sizeHint() const override { return {m_size + 2, m_size + 2}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    int m_size;
    StatusStyle m_status;
};

} // namespace rookery::ui
