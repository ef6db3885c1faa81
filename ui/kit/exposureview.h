// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/exposure.h"
#include "theme.h"

#include <QWidget>

class QVBoxLayout;

namespace rookery::ui {

//! Shows what others could read or reach, as a short list with remedies. As tall as the list: it does not scroll.
class ExposureView final : public QWidget
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
