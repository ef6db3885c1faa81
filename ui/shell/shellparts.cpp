// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellparts.h"

#include "kit/controls.h"
#include "kit/elidedlabel.h"
#include "kit/plaintip.h"
#include "kit/statelook.h"
#include "text/wording.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

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
        auto *button = new QPushButton(theme.icon(page.iconName), page.title, this);
        button->setProperty("kind", u"nav"_s);
        button->setCheckable(true);
        button->setIconSize(QSize(18, 18));
        button->setAccessibleName(page.title);
        button->setToolTip(plainTip(u"%1 (Ctrl+%2)"_s.arg(page.title).arg(++number)));
        connect(button, &QPushButton::clicked, this, [this, key = page.key] { Q_EMIT chosen(key); });
        layout->addWidget(button);
        m_buttons.append(button);
    }
    layout->addStretch(1);
    setFixedWidth(std::max(160, sizeHint().width()));
}

void Navigation::setCurrent(const QString &key)
{
    for (int i = 0; i < m_pages.size(); ++i) {
        const bool current = m_pages.at(i).key == key;
        m_buttons.at(i)->setChecked(current);
        m_buttons.at(i)->setIcon(m_theme.icon(m_pages.at(i).iconName, current ? Role::Accent : Role::Muted));
    }
}

void Navigation::setCount(const QString &key, int count)
{
    for (int i = 0; i < m_pages.size(); ++i) {
        if (m_pages.at(i).key == key)
            m_buttons.at(i)->setText(count == 0 ? m_pages.at(i).title
                                                : u"%1  %2"_s.arg(m_pages.at(i).title).arg(count));
    }
}

TopBar::TopBar(const Theme &theme, const QString &language, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setProperty("kind", u"bar"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 6, 12, 6);
    row->setSpacing(kGap);
    auto *mark = new QLabel(this);
    mark->setPixmap(QIcon(u":/icons/rookery.svg"_s).pixmap(QSize(22, 22), devicePixelRatioF()));
    row->addWidget(mark);
    QLabel *name = makeLabel(u"Rookery"_s, LabelKind::Strong, this);
    row->addWidget(name);
    row->addSpacing(48);
    auto *search = new QPushButton(theme.icon(u"search"_s), tr("Search everything   Ctrl+K"), this);
    search->setProperty("kind", u"search"_s);
    search->setAccessibleName(tr("Search everything"));
    search->setToolTip(tr("Accounts, groups, actions, pages (Ctrl+K)"));
    search->setMinimumWidth(320);
    connect(search, &QPushButton::clicked, this, &TopBar::searchWanted);
    row->addWidget(search);
    row->addStretch(1);
    m_incidents = makeButton({}, ButtonKind::Quiet, this, tr("Incidents"));
    m_incidents->setToolTip(tr("Open incidents with their evidence"));
    connect(m_incidents, &QPushButton::clicked, this, &TopBar::incidentsWanted);
    row->addWidget(m_incidents);
    m_stop = makeButton(tr("Stop all sending"), ButtonKind::Danger, this);
    m_stop->setCheckable(true);
    connect(m_stop, &QPushButton::clicked, this, [this](bool stop) { Q_EMIT stopSendingWanted(stop); });
    row->addWidget(m_stop);
    const bool chinese = language.startsWith(u"zh"_s);
    QPushButton *other = makeButton(chinese ? u"EN"_s : u"中文"_s, ButtonKind::Quiet, this, tr("Switch language"));
    other->setToolTip(plainTip(chinese ? u"Switch to English"_s : u"切换到中文"_s));
    connect(other, &QPushButton::clicked, this,
            [this, chinese] { Q_EMIT languageWanted(chinese ? u"en"_s : u"zh_CN"_s); });
    row->addWidget(other);
    QPushButton *mode = makeIconButton(theme.icon(theme.isDark() ? u"sun"_s : u"moon"_s), tr("Switch theme"), this);
    mode->setToolTip(plainTip(theme.isDark() ? tr("Light theme") : tr("Dark theme")));
    connect(mode, &QPushButton::clicked, this,
            [this] { Q_EMIT themeWanted(m_theme.isDark() ? u"light"_s : u"dark"_s); });
    row->addWidget(mode);
    row->addWidget(menuButton());
    setIncidents(0, std::nullopt);
    setSendingStopped(false);
}

QPushButton *TopBar::menuButton()
{
    QPushButton *button = makeIconButton(m_theme.icon(u"menu"_s), tr("Menu"), this);
    auto *menu = new QMenu(button);
    menu->addAction(m_theme.icon(u"link"_s), tr("Network …"), this, &TopBar::networkWanted);
    menu->addAction(m_theme.icon(u"sun"_s), tr("Theme of the system"), this,
                    [this] { Q_EMIT themeWanted(u"system"_s); });
    menu->addSeparator();
    menu->addAction(m_theme.icon(u"download"_s), tr("Back up profile …"), this, &TopBar::backupWanted);
    menu->addAction(m_theme.icon(u"info"_s), tr("About and support …"), this, &TopBar::aboutWanted);
    // The shortcut itself belongs to the window, so that it works while no menu is open.
    menu->addAction(m_theme.icon(u"power"_s), tr("Quit") + u"\tCtrl+Q"_s, this, &TopBar::quitWanted);
    connect(button, &QPushButton::clicked, menu, [button, menu] {
        menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height() + 4)));
    });
    return button;
}

void TopBar::setIncidents(int open, std::optional<Condition> worst)
{
    m_incidents->setText(open > 0 ? tr("Incidents: %1").arg(open) : worst ? tr("No incidents") : tr("No gateway yet"));
    m_incidents->setAccessibleDescription(m_incidents->text());
    const StateLook look = worst ? lookOf(*worst) : StateLook{};
    m_incidents->setIcon(worst == Condition::Working ? m_theme.icon(u"check"_s, Role::Working)
                                                     : m_theme.shapeIcon(look.shape, look.role, 14));
}

void TopBar::setSendingStopped(bool stopped)
{
    m_stop->setChecked(stopped);
    const QString words = stopped ? tr("Sending stopped: resume") : tr("Stop all sending");
    m_stop->setText(words);
    m_stop->setIcon(m_theme.icon(stopped ? u"play"_s : u"stop"_s, stopped ? Role::Surface : Role::Failed));
    m_stop->setToolTip(plainTip(
        stopped ? tr("Sending is stopped. Press to resume the queue.")
                : tr("All queues wait until you resume sending. Messages being sent right now still finish.")));
}

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
    // Working accounts first, then the others from the worst on.
    QMap<std::pair<int, QString>, int> counts;
    for (const AccountSnapshot &account : accounts) {
        const Condition condition = account.condition.condition;
        ++counts[{condition == Condition::Working ? -kConditionCount : -int(condition), text::countWord(account)}];
    }
    QStringList parts;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it)
        parts += QString::number(it.value()) + u' ' + it.key().second;
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
