// SPDX-License-Identifier: GPL-3.0-or-later
#include "emptystate.h"

#include "widgetfactory.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace rookery::ui {

EmptyState::EmptyState(const Theme &theme, const QString &iconName, const QString &title, const QString &text,
                       QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(kGap);
    layout->addStretch(2);
    auto *picture = new QLabel(this);
    picture->setPixmap(theme.icon(iconName, Role::Muted).pixmap(QSize(48, 48), devicePixelRatioF()));
    picture->setAlignment(Qt::AlignCenter);
    layout->addWidget(picture);
    QLabel *head = makeLabel(title, LabelKind::Title, this);
    head->setAlignment(Qt::AlignCenter);
    layout->addWidget(head);
    QLabel *words = makeLabel(text, LabelKind::Muted, this);
    words->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    words->setWordWrap(true);
    words->setFixedWidth(440);
    // Stretches instead of an alignment: an aligned label would not get the height that its lines need.
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(words);
    middle->addStretch(1);
    layout->addLayout(middle);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(kGap);
    m_buttons->setContentsMargins(0, 8, 0, 0);
    m_buttons->setAlignment(Qt::AlignCenter);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

QPushButton *EmptyState::addButton(const QString &text, const QString &accessible)
{
    QPushButton *button = makeButton(text, m_count++ == 0 ? ButtonKind::Primary : ButtonKind::Plain, this, accessible);
    m_buttons->addWidget(button);
    return button;
}

} // namespace rookery::ui

#include "moc_emptystate.cpp"
