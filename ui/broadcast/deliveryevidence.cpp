// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliveryevidence.h"

#include "kit/widgetfactory.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

DeliveryEvidence::DeliveryEvidence(QWidget *parent) : QFrame(parent)
{
    setProperty("kind", u"card"_s);
    setMinimumHeight(96);
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(16, 12, 16, 12);
    columns->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    m_title = makeLabel({}, LabelKind::Strong, this);
    m_words = makeLabel({}, LabelKind::Body, this);
    m_words->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_words);
    words->addStretch();
    columns->addLayout(words, 3);
    m_evidence = new QPlainTextEdit(this);
    m_evidence->setReadOnly(true);
    m_evidence->setTabChangesFocus(true);
    m_evidence->setAccessibleName(tr("Delivery evidence"));
    m_evidence->setPlaceholderText(tr("No evidence yet"));
    columns->addWidget(m_evidence, 2);
}

void DeliveryEvidence::showNothing()
{
    m_title->setText(tr("No delivery selected"));
    m_words->setText(tr("Select one to see its state, the reason and the evidence."));
    m_evidence->clear();
}

void DeliveryEvidence::show(const QString &title, const QString &words, const QString &evidence)
{
    m_title->setText(title);
    m_words->setText(words);
    if (m_evidence->toPlainText() != evidence) // setting the same text again would lose the scroll position
        m_evidence->setPlainText(evidence);
}

} // namespace rookery::ui

#include "moc_deliveryevidence.cpp"
