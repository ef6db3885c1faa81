// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineexplanation.h"

#include "kit/flowlayout.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LineExplanation::LineExplanation(QWidget *parent) : QFrame(parent)
{
    setProperty("kind", u"card"_s);
    setMinimumHeight(150);
    auto *columns = new QHBoxLayout(this);
    columns->setContentsMargins(16, 12, 16, 12);
    columns->setSpacing(16);

    auto *content = new QWidget(this);
    auto *words = new QVBoxLayout(content);
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_title = makeLabel({}, LabelKind::Strong, this);
    m_title->setWordWrap(true);
    m_category = makeLabel({}, LabelKind::Body, this);
    m_own = makeLabel(tr("Your own rule"), LabelKind::Body, this);
    setChip(m_own, Role::Accent);
    head->addWidget(m_category, 0, Qt::AlignTop);
    head->addWidget(m_own, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    words->addLayout(head);
    m_meaning = makeLabel({}, LabelKind::Body, this);
    m_advice = makeLabel({}, LabelKind::Body, this);
    m_since = makeLabel({}, LabelKind::Muted, this);
    for (QLabel *label : {m_meaning, m_advice, m_since}) {
        label->setWordWrap(true);
        words->addWidget(label);
    }
    auto *links = new QWidget(this);
    auto *flow = new FlowLayout(links, 4);
    m_onlyRule = makeLink(tr("Only lines like this"));
    m_account = makeLink(tr("Account of the line"));
    m_incident = makeLink(tr("Incident of that time"));
    for (QPushButton *link : {m_onlyRule, m_account, m_incident})
        flow->addWidget(link);
    words->addWidget(links);
    QScrollArea *area = makeScrollArea(content, this); // what it says may be more than there is room for
    area->setFocusPolicy(Qt::NoFocus);
    columns->addWidget(area, 1);

    auto *full = new QVBoxLayout;
    full->setSpacing(4);
    m_line = new QPlainTextEdit(this);
    m_line->setReadOnly(true);
    m_line->setTabChangesFocus(true);
    m_line->setAccessibleName(tr("Selected line"));
    m_line->setFont(Theme::monoFont(font()));
    m_line->setPlaceholderText(tr("The whole line"));
    m_copy = makeButton(tr("Copy (secrets masked)"), ButtonKind::Plain, this, tr("Copy lines"));
    full->addWidget(m_line, 1);
    full->addWidget(m_copy, 0, Qt::AlignRight);
    columns->addLayout(full, 1);
    connect(m_copy, &QPushButton::clicked, this, &LineExplanation::copyWanted);
    connect(m_onlyRule, &QPushButton::clicked, this, &LineExplanation::ruleWanted);
    connect(m_account, &QPushButton::clicked, this, &LineExplanation::accountWanted);
    connect(m_incident, &QPushButton::clicked, this, &LineExplanation::incidentWanted);
}

QPushButton *LineExplanation::makeLink(const QString &name)
{
    QPushButton *link = makeButton(name, ButtonKind::Plain, this, name);
    link->hide();
    return link;
}

void LineExplanation::showNothing()
{
    m_copy->setEnabled(false);
    m_title->setText(tr("No line selected"));
    m_meaning->setText(tr("Select a line to see what it means and what to do. Coloured lines match a rule."));
    m_line->clear();
    for (QLabel *label : {m_category, m_own, m_advice, m_since})
        label->hide();
    for (QPushButton *link : {m_onlyRule, m_account, m_incident})
        link->hide();
}

void LineExplanation::show(const LogLine &line, const QString &words, const RuleExplanation &rule, const Links &links)
{
    m_copy->setEnabled(true);
    m_line->setPlainText(words);
    const bool known = !rule.ruleId.isEmpty();
    m_title->setText(known ? text::visibleControls(rule.title) : tr("Ordinary line"));
    m_own->setVisible(rule.own);
    m_meaning->setText(known ? text::visibleControls(rule.meaning) : tr("No rule recognises this line."));
    m_category->setText(text::logCategoryWord(line.category));
    setChip(m_category, statusStyle(line.category).role);
    m_advice->setText(tr("What to do: %1").arg(text::visibleControls(rule.advice)));
    m_since->setText(tr("Printed by: %1").arg(text::visibleControls(rule.since)));
    m_category->setVisible(line.category != LogCategory::None);
    m_advice->setVisible(known && !rule.advice.isEmpty());
    m_since->setVisible(known && !rule.since.isEmpty());
    m_account->setText(tr("Account %1").arg(links.account));
    m_incident->setText(tr("Incident: %1").arg(links.incident));
    m_onlyRule->setVisible(known);
    m_account->setVisible(!links.account.isEmpty());
    m_incident->setVisible(!links.incident.isEmpty());
}

} // namespace rookery::ui

#include "moc_lineexplanation.cpp"
