// SPDX-License-Identifier: GPL-3.0-or-later
#include "selectionbar.h"

#include "flowlayout.h"
#include "plaintip.h"
#include "widgetfactory.h"

#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

SelectionBar::SelectionBar(BulkActions &actions, const Theme &theme, const QList<BulkAction> &frequent, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
{
    auto *flow = new FlowLayout(this, kGap);
    m_count = makeLabel({}, LabelKind::Strong, this);
    m_count->setAccessibleDescription(tr("Selected rows"));
    flow->addWidget(m_count);
    for (const BulkAction action : frequent) {
        const bool dangerous = action == BulkAction::Remove;
        QPushButton *button = makeButton({}, dangerous ? ButtonKind::Danger : ButtonKind::Plain, this);
        button->setIcon(theme.icon(BulkActions::iconName(action), dangerous ? Role::Failed : Role::Muted));
        if (const QKeySequence key = BulkActions::key(action); !key.isEmpty())
            button->setToolTip(plainTip(key.toString(QKeySequence::NativeText)));
        connect(button, &QPushButton::clicked, &actions, [&actions, action] { actions.run(action); });
        flow->addWidget(button);
        m_buttons.append({action, button});
    }
    QPushButton *more = makeButton(tr("All actions"), ButtonKind::Plain, this);
    auto *menu = new QMenu(more);
    connect(menu, &QMenu::aboutToShow, &actions, [&actions, menu] {
        menu->clear();
        actions.fill(menu);
    });
    more->setMenu(menu);
    flow->addWidget(more);
    m_count->setMinimumHeight(more->sizeHint().height()); // in the middle of the line
    hide();
}

void SelectionBar::refresh()
{
    const BulkActions::Accounts accounts = m_actions.selected();
    const auto chosen = int(accounts.size());
    if (chosen >= 2) {
        m_count->setText(tr("%n selected", nullptr, chosen));
        for (const auto &[action, button] : std::as_const(m_buttons)) {
            const auto count = int(m_actions.fitting(action, accounts).size());
            button->setVisible(count > 0);
            const QString words = BulkActions::words(action, count);
            if (count == 0 || button->text() == words)
                continue;
            button->setText(words);
            button->setAccessibleName(words);
        }
    }
    setVisible(chosen >= 2);
}

} // namespace rookery::ui

#include "moc_selectionbar.cpp"
