// SPDX-License-Identifier: GPL-3.0-or-later
#include "navigation.h"

#include "kit/plaintip.h"
#include "kit/widgetfactory.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

Navigation::Navigation(const Theme &theme, const QList<PageEntry> &pages, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_pages(pages)
{
    setProperty("kind", u"nav"_s);
    setAccessibleName(tr("Pages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 12);
    layout->setSpacing(4);
    int number = 0;
    for (const PageEntry &page : pages) {
        auto *button = new QPushButton(theme.icon(page.key), page.title, this);
        button->setProperty("kind", u"nav"_s);
        button->setCheckable(true);
        button->setIconSize(QSize(18, 18));
        button->setAccessibleName(page.title);
        button->setToolTip(plainTip(u"%1 (Ctrl+%2)"_s.arg(page.title).arg(++number)));
        connect(button, &QPushButton::clicked, this, [this, id = page.id] { Q_EMIT chosen(id); });
        layout->addWidget(button);
        m_buttons.append(button);
        auto *row = new QHBoxLayout(button);
        row->setContentsMargins(0, 0, 8, 0);
        row->addStretch(1);
        QLabel *badge = makeLabel({}, LabelKind::Body, button);
        badge->setAttribute(Qt::WA_TransparentForMouseEvents);
        badge->hide();
        row->addWidget(badge, 0, Qt::AlignVCenter);
        m_badges.append(badge);
    }
    layout->addStretch(1);
    setFixedWidth(std::max(160, sizeHint().width()));
}

void Navigation::setCurrent(PageId page)
{
    for (int i = 0; i < m_pages.size(); ++i) {
        const bool current = m_pages.at(i).id == page;
        m_buttons.at(i)->setChecked(current);
        m_buttons.at(i)->setIcon(m_theme.icon(m_pages.at(i).key, current ? Role::Accent : Role::Muted));
    }
}

void Navigation::setCount(PageId page, int count, Role role)
{
    for (int i = 0; i < m_pages.size(); ++i) {
        if (m_pages.at(i).id != page)
            continue;
        QLabel *badge = m_badges.at(i);
        badge->setText(QString::number(count));
        setBadge(badge, role);
        badge->setVisible(count > 0);
        m_buttons.at(i)->setAccessibleDescription(count > 0 ? badge->text() : QString());
    }
}

} // namespace rookery::ui

#include "moc_navigation.cpp"
