// SPDX-License-Identifier: GPL-3.0-or-later
#include "exposureview.h"

#include "shapedot.h"
#include "statusstyle.h"
#include "widgetfactory.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <memory>

namespace rookery::ui {

ExposureView::ExposureView(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setAccessibleName(tr("Exposure"));
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(kGap);
}

void ExposureView::show(const QList<text::Exposure> &found)
{
    if (found == m_shown)
        return;
    m_shown = found;
    while (m_layout->count() > 0) {
        const std::unique_ptr<QLayoutItem> item(m_layout->takeAt(0));
        delete item->widget();
    }
    for (const text::Exposure &exposure : found) {
        QFrame *card = makeCard(this);
        auto *rows = new QVBoxLayout(card);
        rows->setContentsMargins(16, 12, 16, 12);
        rows->setSpacing(4);
        auto *head = new QHBoxLayout;
        head->setSpacing(kGap);
        auto *dot = new ShapeDot(m_theme, card, 13);
        dot->setStatus(kDegradedStyle);
        head->addWidget(dot, 0, Qt::AlignTop);
        QLabel *finding = makeLabel(exposure.finding, LabelKind::Strong, card);
        finding->setWordWrap(true);
        head->addWidget(finding, 1);
        rows->addLayout(head);
        QLabel *remedy = makeLabel(exposure.remedy, LabelKind::Body, card);
        remedy->setWordWrap(true);
        rows->addWidget(remedy);
        m_layout->addWidget(card);
    }
}

} // namespace rookery::ui

#include "moc_exposureview.cpp"
