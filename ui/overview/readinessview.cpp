// SPDX-License-Identifier: GPL-3.0-or-later
#include "readinessview.h"

#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "model/severity.h"
#include "text/wording.h"

#include <QGridLayout>
#include <QLabel>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

ReadinessView::ReadinessView(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(kGap);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    for (int i = 0; i < kReadinessCheckCount; ++i) {
        Row &row = m_rows[size_t(i)];
        row.dot = new ShapeDot(theme, this, 11);
        row.name = makeLabel({}, LabelKind::Body, this);
        row.since = makeLabel({}, LabelKind::Muted, this);
        row.since->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row.why = makeLabel({}, LabelKind::Body, this);
        row.why->setWordWrap(true);
        setLabelRole(row.why, theme, Role::Failed);
        row.why->hide();
        grid->addWidget(row.dot, i * 2, 0);
        grid->addWidget(row.name, i * 2, 1);
        grid->addWidget(row.since, i * 2, 2);
        grid->addWidget(row.why, i * 2 + 1, 1, 1, 2);
    }
}

void ReadinessView::show(const AccountSnapshot &account, WallTime now, bool masked)
{
    const Readiness readiness = readinessAt(account, now);
    for (int i = 0; i < kReadinessCheckCount; ++i) {
        const ReadinessEvidence &check = readiness[size_t(i)];
        Row &row = m_rows[size_t(i)];
        const StatusStyle look = statusStyle(check.state);
        row.dot->setStatus(look);
        setLabelRole(row.name, m_theme, check.state == ReadinessState::Unknown ? Role::Muted : Role::Text);
        const QString name = text::readinessCheckName(ReadinessCheck(i), account.profile.kind);
        const QString word = text::readinessCheckWord(ReadinessCheck(i), check.state, account.profile.kind);
        row.name->setText(name);
        row.since->setText(check.state == ReadinessState::Unknown ? word : text::localTime(check.since, now));
        // a rung that depends on events is as old as the last event
        if (ReadinessCheck(i) == ReadinessCheck::EventsFlow && check.state != ReadinessState::Broken
            && account.activity.lastEventAt != WallTime{})
            row.since->setText(check.state == ReadinessState::Working
                                   ? tr("last event %1").arg(text::ago(account.activity.lastEventAt, now))
                                   : tr("not known: last event %1").arg(text::ago(account.activity.lastEventAt, now)));
        row.name->setAccessibleName(name + u": "_s + word);
        const bool broken = check.state == ReadinessState::Broken;
        row.why->setVisible(broken);
        if (broken)
            row.why->setText(text::shownWords(text::visibleControls(text::errorClause(check.why)), masked));
    }
}

} // namespace rookery::ui

#include "moc_readinessview.cpp"
