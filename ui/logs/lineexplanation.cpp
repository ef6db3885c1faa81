// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineexplanation.h"

#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
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

    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_title = makeLabel({}, LabelKind::Strong, this);
    m_title->setWordWrap(true);
    m_category = makeLabel({}, LabelKind::Body, this);
    head->addWidget(m_category, 0, Qt::AlignTop);
    head->addWidget(m_title, 1);
    words->addLayout(head);
    m_meaning = makeLabel({}, LabelKind::Body, this);
    m_advice = makeLabel({}, LabelKind::Body, this);
    m_seen = makeLabel({}, LabelKind::Muted, this);
    m_since = makeLabel({}, LabelKind::Muted, this);
    for (QLabel *label : {m_meaning, m_advice, m_seen, m_since}) {
        label->setWordWrap(true);
        words->addWidget(label);
    }
    words->addStretch();
    columns->addLayout(words, 1);

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
}

void LineExplanation::showNothing()
{
    m_copy->setEnabled(false);
    m_title->setText(tr("No line selected"));
    m_meaning->setText(tr("Select a line to see what it means and what to do. Coloured lines match a rule."));
    m_line->clear();
    for (QLabel *label : {m_category, m_advice, m_seen, m_since})
        label->hide();
}

void LineExplanation::show(const LogLine &line, const QString &words, const RuleExplanation &rule, int seen)
{
    m_copy->setEnabled(true);
    m_line->setPlainText(words);
    const bool known = !rule.ruleId.isEmpty();
    m_title->setText(known ? text::visibleControls(rule.title) : tr("Ordinary line"));
    m_meaning->setText(known ? rule.meaning : tr("No rule recognises this line."));
    m_category->setText(text::logCategoryWord(line.category));
    setChip(m_category, statusStyle(line.category).role);
    m_advice->setText(tr("What to do: %1").arg(rule.advice));
    m_seen->setText(tr("Seen %n time(s) in the loaded lines", nullptr, seen));
    m_since->setText(tr("Printed by: %1").arg(rule.since));
    m_category->setVisible(line.category != LogCategory::None);
    m_advice->setVisible(known && !rule.advice.isEmpty());
    m_seen->setVisible(known);
    m_since->setVisible(known && !rule.since.isEmpty());
}

} // namespace rookery::ui

#include "moc_lineexplanation.cpp"
