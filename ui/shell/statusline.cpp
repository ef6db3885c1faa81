// SPDX-License-Identifier: GPL-3.0-or-later
#include "statusline.h"

#include "kit/elidedlabel.h"
#include "kit/plaintip.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMap>
#include <QTimer>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

StatusLine::StatusLine(const Theme &theme, bool demo, QWidget *parent) : QFrame(parent), m_demo(demo)
{
    setProperty("kind", u"statusbar"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 3, 16, 3);
    row->setSpacing(16);
    const auto add = [this, row](const QString &name) {
        QLabel *label = makeLabel({}, LabelKind::Muted, this);
        label->setAccessibleName(name);
        row->addWidget(label);
        return label;
    };
    m_counts = new ElidedLabel(this);
    m_counts->setProperty("kind", u"muted"_s);
    m_counts->setAccessibleName(tr("Accounts by state"));
    row->addWidget(m_counts, 1);
    m_notice = add(tr("Message"));
    setLabelRole(m_notice, theme, Role::Text);
    m_notice->hide();
    row->addStretch(0);
    m_keyring = add(tr("Keyring"));
    setLabelRole(m_keyring, theme, Role::Degraded);
    m_queue = add(tr("Queue"));
    m_events = add(tr("Events per second"));
    if (demo) {
        QLabel *mark = makeLabel(tr("demo"), LabelKind::Body, this);
        setChip(mark, Role::NeedsHand);
        mark->setToolTip(tr("Made-up accounts on this machine; nothing is kept"));
        row->addWidget(mark);
    }
    m_noticeTimer = new QTimer(this);
    m_noticeTimer->setSingleShot(true);
    connect(m_noticeTimer, &QTimer::timeout, this, [this] {
        m_notice->hide();
        m_counts->show();
    });
}

void StatusLine::showAccounts(const QList<AccountSnapshot> &accounts)
{
    struct Group {
        int place = 0; //!< working accounts first, then the others from the worst on
        int accounts = 0;
    };
    QMap<QString, Group> groups; // by their word, which accounts of several conditions may share
    for (const AccountSnapshot &account : accounts) {
        const Condition condition = account.condition.condition;
        Group &group = groups[text::countWord(account)];
        group.place = std::min(group.place, condition == Condition::Working ? -kConditionCount : -int(condition));
        ++group.accounts;
    }
    QStringList words = groups.keys();
    std::stable_sort(words.begin(), words.end(), [&groups](const QString &one, const QString &other) {
        return groups.value(one).place < groups.value(other).place;
    });
    QStringList parts;
    for (const QString &word : std::as_const(words))
        parts += QString::number(groups.value(word).accounts) + u' ' + word;
    m_counts->setText(parts.isEmpty() ? tr("no gateway yet") : parts.join(u" · "_s));
    m_counts->setAccessibleDescription(m_counts->text()); // screen readers skip the text of a named label
}

void StatusLine::showQueue(const QList<BroadcastSummary> &broadcasts)
{
    int live = 0;
    int unknown = 0;
    for (const BroadcastSummary &broadcast : broadcasts) {
        if (broadcast.state != BroadcastState::Cancelled)
            live += broadcast.counts.live();
        unknown += broadcast.counts.unknown;
    }
    m_queue->setText(unknown == 0 ? tr("queue %1").arg(text::number(live))
                                  : tr("queue %1, %2 unknown").arg(text::number(live), text::number(unknown)));
}

void StatusLine::showEvents(double perSecond)
{
    const QString rate = perSecond < 9.95 ? QString::number(perSecond, 'f', 1) : text::number(qRound64(perSecond));
    m_events->setText(tr("%1 events/s").arg(rate));
}

void StatusLine::showKeyring(KeyringState state)
{
    // The demo saves nothing, so the missing keyring is intended and no trouble.
    const bool trouble = !m_demo && (state == KeyringState::Locked || state == KeyringState::None);
    m_keyring->setVisible(trouble);
    if (!trouble)
        return;
    m_keyring->setText(state == KeyringState::Locked ? tr("Keyring locked: secrets kept for this run only")
                                                     : tr("No keyring: secrets kept for this run only"));
    m_keyring->setToolTip(plainTip(text::keyringAdvice(state)));
}

void StatusLine::showNotice(const QString &text)
{
    m_notice->setText(text::visibleControls(text));
    m_notice->show();
    m_counts->hide();
    m_noticeTimer->start(6000);
}

} // namespace rookery::ui

#include "moc_statusline.cpp"
