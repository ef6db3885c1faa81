// SPDX-License-Identifier: GPL-3.0-or-later
#include "democard.h"

#include "breakmenu.h"
#include "demostory.h"
#include "kit/flowlayout.h"
#include "kit/plaintip.h"
#include "kit/widgetfactory.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

DemoCard::DemoCard(DemoStory &story, DemoControl &control, engine::Engine &engine, const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_story(story)
    , m_theme(theme)
{
    setStrip(this, Role::Accent);
    setAccessibleName(tr("Steps of the demo"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 8);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_how = makeLabel({}, LabelKind::Body, this);
    m_how->setWordWrap(true);
    m_how->setAccessibleName(tr("How the step is done"));
    head->addWidget(m_how, 1);
    auto *broken = makeButton(tr("Break something"), ButtonKind::Plain, this);
    auto *menu = new BreakMenu(control, engine, theme, broken);
    broken->setMenu(menu);
    connect(menu, &BreakMenu::navigate, this, &DemoCard::navigate);
    connect(menu, &BreakMenu::notice, this, &DemoCard::notice);
    head->addWidget(broken, 0, Qt::AlignTop);
    auto *hide = makeIconButton(theme.icon(u"close"_s), tr("Hide the steps of the demo"), this);
    connect(hide, &QPushButton::clicked, this, [this] {
        m_story.setShown(false);
        Q_EMIT notice(tr("The steps are hidden. Ctrl+K, \"Steps of the demo\" shows them again."));
    });
    head->addWidget(hide, 0, Qt::AlignTop);
    layout->addLayout(head);
    auto *steps = new FlowLayout(nullptr, 4);
    for (int i = 0; i < kDemoStepCount; ++i) {
        const auto step = DemoStep(i);
        QPushButton *button = makeButton(titleOf(step), ButtonKind::Quiet, this);
        connect(button, &QPushButton::clicked, this, [this, step] { Q_EMIT navigate(m_story.placeOf(step)); });
        m_steps.at(std::size_t(i)) = button;
        steps->addWidget(button);
    }
    layout->addLayout(steps);
    connect(&story, &DemoStory::changed, this, &DemoCard::refresh);
    refresh();
}

QString DemoCard::titleOf(DemoStep step)
{
    switch (step) {
    case DemoStep::Scan:
        return tr("1. Scan a code");
    case DemoStep::Send:
        return tr("2. Send to 20 groups");
    case DemoStep::Decide:
        return tr("3. Find the lost message");
    case DemoStep::SeeRkeyBreak:
        return tr("4. See rkey break");
    case DemoStep::Repair:
        return tr("5. Repair it");
    }
    return {};
}

QString DemoCard::howTo(DemoStep step)
{
    switch (step) {
    case DemoStep::Scan:
        return tr(
            "Everything here is made up. First log an account in: on the page Login, press Scan with the demo phone "
            "below a code.");
    case DemoStep::Send:
        return tr(
            "Now send to 20 groups: on the page Broadcast, write something, choose the account with 20 groups, press "
            "Add all shown and Send…");
    case DemoStep::Decide:
        return tr(
            "QQ lost one of the 20 messages, and its gateway said OK. After a minute and a half without proof it is "
            "unknown: press Unknown, select it, read the evidence, then press Mark as delivered or Resend.");
    case DemoStep::SeeRkeyBreak:
        return tr(
            "One gateway looks fine, but received pictures no longer download. The page rkey shows which one, since "
            "when and why.");
    case DemoStep::Repair:
        return tr(
            "The gateway has switched its own source of keys off until it restarts. Press this step to open its "
            "account; restart the gateway, and scan its code on the page Login. The next picture shows the rest.");
    }
    return {};
}

void DemoCard::refresh()
{
    setVisible(m_story.isShown());
    const DemoStep next = m_story.next();
    for (int i = 0; i < kDemoStepCount; ++i) {
        const auto step = DemoStep(i);
        const bool done = m_story.isDone(step);
        QPushButton *button = m_steps.at(std::size_t(i));
        button->setIcon(done ? m_theme.icon(u"check"_s, Role::Working)
                             : m_theme.icon(u"arrow-right"_s, step == next ? Role::Accent : Role::Muted));
        const QString state = done ? tr("done") : step == next ? tr("next") : tr("open");
        button->setAccessibleDescription(state);
        button->setToolTip(plainTip(state));
    }
    m_how->setText(m_story.allDone() ? tr("All five steps are done. Break something else, or hide these steps.")
                                     : howTo(next));
}

} // namespace rookery::ui

#include "moc_democard.cpp"
