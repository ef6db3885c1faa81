// SPDX-License-Identifier: GPL-3.0-or-later
#include "setupguidecard.h"

#include "kit/widgetfactory.h"
#include "text/kindwording.h"

#include <QLabel>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

SetupGuideCard::SetupGuideCard(QWidget *parent) : QScrollArea(parent)
{
    setProperty("kind", u"card"_s);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("What you need"));
    auto *content = new QWidget(this);
    content->setObjectName(u"plain"_s);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(4);
    const QString titles[] = {tr("Enable at the gateway"), tr("Its token"), tr("Limits"), tr("Tested with")};
    layout->addWidget(makeLabel(accessibleName(), LabelKind::Strong, content));
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        layout->addSpacing(kGap);
        layout->addWidget(makeLabel(titles[i], LabelKind::Section, content));
        m_words[i] = makeLabel({}, LabelKind::Body, content);
        m_words[i]->setWordWrap(true);
        m_words[i]->setAccessibleDescription(titles[i]);
        layout->addWidget(m_words[i]);
    }
    layout->addStretch();
    setWidget(content);
}

void SetupGuideCard::show(GatewayKind kind, OneBotTransportKind way)
{
    const text::SetupWords setup = text::kindWords(kind, way).setup();
    const QString words[] = {setup.switchOn, setup.token, setup.limits, setup.checked};
    for (std::size_t i = 0; i < m_words.size(); ++i)
        m_words[i]->setText(words[i]);
}

} // namespace rookery::ui

#include "moc_setupguidecard.cpp"
