// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "logsurvey.h"

#include <QWidget>

namespace rookery::ui {

class LogView;
class Theme;

//! Shows beside a log view where in the whole log lines stand out, where hits and bookmarks are, and which part is
//! seen. A click goes there. The cost of painting depends on its height alone.
class LogMinimap final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogMinimap)

public:
    LogMinimap(const Theme &theme, LogView &view, QWidget *parent);

    [[nodiscard]] const LogSurvey &survey() const { return m_survey; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void watchDocument();
    [[nodiscard]] LineNumber lineAt(int y) const;
    [[nodiscard]] int yOf(LineNumber line) const;
    void paintLines(QPainter &painter) const;
    void paintBookmarks(QPainter &painter) const;
    void goTo(int y);

    const Theme &m_theme;
    LogView &m_view;
    LogSurvey m_survey;
};

} // namespace rookery::ui
