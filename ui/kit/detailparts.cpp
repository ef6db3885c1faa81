// SPDX-License-Identifier: GPL-3.0-or-later
#include "detailparts.h"

#include "widgetfactory.h"

#include <QHBoxLayout>
#include <QResizeEvent>
#include <QTabBar>

namespace rookery::ui {

namespace {

// Two widths, so that a scroll bar that comes or goes with the tabs does not bring them back.
constexpr int kNarrow = 700;
constexpr int kWide = 740;

} // namespace

DetailParts::DetailParts(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(kGap);
    m_tabs = new QTabBar(this);
    m_tabs->setAccessibleName(tr("Parts of the details"));
    m_tabs->setExpanding(false);
    m_tabs->hide();
    layout->addWidget(m_tabs);
    m_row = new QHBoxLayout;
    m_row->setSpacing(24);
    layout->addLayout(m_row, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &DetailParts::arrange);
}

void DetailParts::add(const QString &title, QLayout *content, int stretch)
{
    auto *part = new QWidget(this);
    content->setContentsMargins(0, 0, 0, 0);
    part->setLayout(content);
    m_row->addWidget(part, stretch);
    m_parts.append(part);
    m_tabs->addTab(title);
    arrange();
}

int DetailParts::heightForWidth(int width) const
{
    return layout()->totalMinimumHeightForWidth(width);
}

void DetailParts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int width = event->size().width();
    if (const bool narrow = m_narrow ? width < kWide : width < kNarrow; narrow != m_narrow) {
        m_narrow = narrow;
        arrange();
    }
}

void DetailParts::arrange()
{
    m_tabs->setVisible(m_narrow);
    for (int i = 0; i < m_parts.size(); ++i)
        m_parts.at(i)->setVisible(!m_narrow || i == m_tabs->currentIndex());
}

} // namespace rookery::ui

#include "moc_detailparts.cpp"
