// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/theme.h"

#include "text/exposure.h"

#include <QScrollArea>

class QVBoxLayout;

namespace rookery::ui {

//! Shows what others could read or reach, as a short list with remedies.
class ExposureView final : public QScrollArea
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExposureView)

public:
    ExposureView(const Theme &theme, QWidget *parent);
    void show(const QList<text::Exposure> &found);

private:
    const Theme &m_theme;
    QList<text::Exposure> m_shown;
    QVBoxLayout *m_layout = nullptr;
};

} // namespace rookery::ui
