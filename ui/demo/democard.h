// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demostory.h"
#include "kit/democontrol.h"
#include "kit/destination.h"
#include "kit/theme.h"

#include <QFrame>

#include <array>

namespace rookery::engine {
class Engine;
}

class QLabel;
class QPushButton;

namespace rookery::ui {

//! Shows what there is to try in the demo: five steps, each ticked once the engine has proven it, how the current one
//! is done, and what breaks something.
class DemoCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoCard)

public:
    DemoCard(DemoStory &story, DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void navigate(const rookery::ui::Destination &to);
    void notice(const QString &words);

private:
    void refresh();
    [[nodiscard]] static QString titleOf(DemoStep step);
    [[nodiscard]] static QString howTo(DemoStep step);

    DemoStory &m_story;
    const Theme &m_theme;
    QLabel *m_how = nullptr;
    std::array<QPushButton *, kDemoStepCount> m_steps{};
};

} // namespace rookery::ui
