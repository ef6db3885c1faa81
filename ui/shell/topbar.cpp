// SPDX-License-Identifier: GPL-3.0-or-later
#include "topbar.h"

#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

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
    row->addItem(new QSpacerItem(48, 0, QSizePolicy::Maximum));
    auto *search = new QPushButton(theme.icon(u"search"_s), tr("Search everything   Ctrl+K"), this);
    search->setProperty("kind", u"search"_s);
    search->setAccessibleName(tr("Search everything"));
    search->setToolTip(tr("Accounts, groups, actions, pages (Ctrl+K)"));
    search->setMaximumWidth(320);
    search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(search, &QPushButton::clicked, this, &TopBar::searchWanted);
    row->addWidget(search, 1000); // all that there is, up to its greatest width
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
    const auto section = [this](SettingsSection place) {
        return [this, place] { Q_EMIT navigate({.settings = place}); };
    };
    // The shortcuts themselves belong to the window, so that they work while no menu is open.
    menu->addAction(m_theme.icon(u"settings"_s), tr("Settings …") + u"\tCtrl+,"_s, this, &TopBar::settingsWanted);
    menu->addAction(m_theme.icon(u"link"_s), tr("Network …"), this, section(SettingsSection::Network));
    menu->addSeparator();
    menu->addAction(m_theme.icon(u"download"_s), tr("Back up profile …"), this, &TopBar::backupWanted);
    menu->addAction(m_theme.icon(u"info"_s), tr("About and support …"), this, section(SettingsSection::About));
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
    const StatusStyle look = worst ? statusStyle(*worst) : StatusStyle{};
    m_incidents->setIcon(worst == Condition::Working ? m_theme.icon(u"check"_s, Role::Working)
                                                     : m_theme.statusIcon(look, 14));
}

void TopBar::setSendingStopped(bool stopped)
{
    m_stopped = stopped;
    showStop();
}

void TopBar::setQueued(bool queued)
{
    if (std::exchange(m_queued, queued) != queued)
        showStop();
}

void TopBar::showStop()
{
    m_stop->setChecked(m_stopped);
    m_stop->setText(m_stopped ? tr("Resume sending") : tr("Stop all sending"));
    m_stop->setAccessibleName(m_stop->text());
    setButtonKind(m_stop, m_stopped || m_queued ? ButtonKind::Danger : ButtonKind::Plain);
    const Role role = m_stopped ? Role::Surface : m_queued ? Role::Failed : Role::Muted;
    m_stop->setIcon(m_theme.icon(m_stopped ? u"play"_s : u"stop"_s, role));
    m_stop->setToolTip(plainTip(
        m_stopped ? tr("Sending is stopped. Press to resume the queue.")
                  : tr("All queues wait until you resume sending. Messages being sent right now still finish.")));
}

} // namespace rookery::ui

#include "moc_topbar.cpp"
