// SPDX-License-Identifier: GPL-3.0-or-later
#include "tray.h"

#include "desktopnotifier.h"
#include "incidentstrip.h"
#include "kit/accountnames.h"
#include "kit/plaintip.h"
#include "kit/stateshape.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "model/severity.h"
#include "text/wording.h"

#include <QAction>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QSystemTrayIcon>
#include <QWidget>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPaceMs = 10'000;
constexpr qint64 kLookForTrayMs = 5'000;
constexpr qint64 kSameCauseMs = 600'000;
constexpr seconds kStartUp{10}; // the engine starts before the window
constexpr std::chrono::hours kMute{1};
constexpr qsizetype kMostWords = 60; //!< characters of an account's line in the menu

QIcon iconWith(const Theme &theme, const StatusStyle &look)
{
    QIcon result;
    for (const int size : {16, 22, 32, 48}) {
        QPixmap pixmap = QIcon(u":/icons/rookery.svg"_s).pixmap(size, size);
        QPainter painter(&pixmap);
        const qreal mark = size * 0.5;
        const QRectF corner(size - mark, size - mark, mark, mark);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(Role::Surface));
        painter.drawEllipse(corner);
        paintShape(painter, corner, look.shape, theme.color(look.role), mark * 0.75);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

//! Returns text from outside as the words of a menu entry: & would mark a key.
QString menuWords(QString text)
{
    text = text::visibleControls(text);
    if (text.size() > kMostWords)
        text = text.left(kMostWords - 1) + u'…';
    return text.replace(u'&', u"&&"_s);
}

QString menuWords(const AccountSnapshot &account)
{
    const QString gateway = account.profile.displayName();
    const QString title = account.nickname.isEmpty() ? gateway : account.nickname + u" · "_s + gateway;
    return menuWords(Tray::tr("%1: %2", "account: what is wrong").arg(title, text::accountWord(account)));
}

QString causeOf(const Incident &incident)
{
    return QString::number(int(incident.kind)) + u'/' + incident.cause;
}

bool asksToLogIn(IncidentKind kind)
{
    return kind == IncidentKind::LoginNeeded || kind == IncidentKind::LoginCheckNeeded
        || kind == IncidentKind::TotpNeeded || kind == IncidentKind::ServiceHeldUp;
}

//! Returns what a click on the message about an incident opens: its account, or where there are several, the incident.
Destination placeOf(const Incident &incident)
{
    if (incident.gateways.size() == 1)
        return {.page = PageId::Overview, .gateway = incident.gateways.constFirst()};
    return {.page = PageId::Health, .incident = incident.id};
}

} // namespace

Tray::Tray(const Theme &theme, QWidget *window) : QObject(window), m_theme(theme)
{
    m_clock.start();
    m_since = wallNow() - kStartUp;
    m_menu = new QMenu(window);
    buildMenu();
    m_icon = new QSystemTrayIcon(this);
    m_icon->setContextMenu(m_menu);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Context)
            Q_EMIT openWanted();
    });
    m_notifier = new DesktopNotifier(*m_icon, this);
    connect(m_notifier, &DesktopNotifier::clicked, this, &Tray::placeWanted);
    m_pace.setSingleShot(true);
    connect(&m_pace, &QTimer::timeout, this, &Tray::flush);
    m_muteEnds.setSingleShot(true);
    m_muteEnds.setTimerType(Qt::PreciseTimer); // others may end minutes too early
    connect(&m_muteEnds, &QTimer::timeout, this, [this] { Q_EMIT muteWanted({}); });
}

Tray::~Tray()
{
    m_icon->hide();
    delete m_menu;
}

bool Tray::isThere()
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void Tray::buildMenu()
{
    m_menu->addAction(tr("Open Rookery"), this, &Tray::openWanted);
    m_menu->addSeparator();
    m_stop = m_menu->addAction(QString(), this, [this] { Q_EMIT stopSendingWanted(!m_stopped); });
    setSendingStopped(false);
    m_mute =
        m_menu->addAction(QString(), this, [this] { Q_EMIT muteWanted(isMuted() ? WallTime() : wallNow() + kMute); });
    showMute();
    m_menu->addSeparator();
    for (int i = 0; i < kWorstAccounts; ++i) {
        QAction *account = m_menu->addAction(QString(), this, [this, i] {
            if (i < m_shown.size())
                Q_EMIT placeWanted({.page = PageId::Overview, .gateway = m_shown.at(i)});
        });
        account->setVisible(false);
        m_accounts.append(account);
    }
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Tray::quitWanted);
}

void Tray::show(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents)
{
    const std::optional<Condition> worst = worstCondition(accounts, incidents);
    if (m_icon->icon().isNull() || worst != m_worst) {
        m_worst = worst;
        m_icon->setIcon(iconWith(m_theme, worst ? statusStyle(*worst) : StatusStyle{}));
    }
    // the desktop's panel may start after the program
    if (!m_icon->isVisible() && (!m_lookedForTray || m_clock.elapsed() - *m_lookedForTray > kLookForTrayMs)) {
        m_lookedForTray = m_clock.elapsed();
        m_icon->setVisible(isThere());
    }
    m_icon->setToolTip(plainTip(tipFor(accounts, incidents)));
    showWorst(accounts);
}

void Tray::showWorst(const QList<AccountSnapshot> &accounts)
{
    QList<const AccountSnapshot *> worst;
    for (const AccountSnapshot &account : accounts) {
        if (asksForAttention(account.condition.condition))
            worst.append(&account);
    }
    std::stable_sort(worst.begin(), worst.end(), [](const AccountSnapshot *a, const AccountSnapshot *b) {
        return a->condition.condition > b->condition.condition;
    });
    m_shown.clear();
    for (int i = 0; i < kWorstAccounts; ++i) {
        QAction *action = m_accounts.at(i);
        const bool isShown = i < worst.size();
        if (isShown) {
            const AccountSnapshot &account = *worst.at(i);
            m_shown.append(account.profile.id);
            // each change of an action is sent to the desktop's panel
            if (const QString words = menuWords(account); action->text() != words)
                action->setText(words);
            if (const StatusStyle look = statusStyle(account); action->data() != QVariant(int(look.role))) {
                action->setData(int(look.role));
                action->setIcon(m_theme.statusIcon(look, 14));
            }
        }
        action->setVisible(isShown);
    }
}

void Tray::setSendingStopped(bool stopped)
{
    m_stopped = stopped;
    m_stop->setText(stopped ? tr("Resume sending") : tr("Stop all sending"));
}

void Tray::setNotifications(const NotificationSettings &wanted)
{
    m_wanted = wanted;
    m_missed.removeIf([this](const auto &entry) { return !isWanted(entry->first.severity); });
}

bool Tray::isMuted() const
{
    return wallNow() < m_mutedUntil;
}

void Tray::muteUntil(WallTime until)
{
    m_mutedUntil = until;
    showMute();
    if (isMuted()) {
        m_muteEnds.start(until - wallNow());
        return;
    }
    m_muteEnds.stop();
    const auto missed = std::exchange(m_missed, {});
    for (const auto &[incident, line] : missed)
        report(incident, line);
}

void Tray::showMute()
{
    m_mute->setText(isMuted()
                        ? tr("Unmute notifications (muted until %1)").arg(text::localTime(m_mutedUntil, wallNow()))
                        : tr("Mute notifications for 1 hour"));
}

QString Tray::tipFor(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents)
{
    const auto needy = std::count_if(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &account) {
        return asksForAttention(account.condition.condition);
    });
    if (needy > 0)
        return tr("Rookery: %n account(s) need attention", nullptr, int(needy));
    for (const Incident &incident : incidents) { // incidents of the profile itself
        if (incident.isOpen() && incident.severity != Severity::Info)
            return u"Rookery: "_s + text::incidentTitle(incident);
    }
    if (accounts.isEmpty())
        return tr("Rookery: no gateway yet");
    const bool allWork = std::all_of(accounts.cbegin(), accounts.cend(), [](const AccountSnapshot &account) {
        return account.condition.condition == Condition::Working;
    });
    return allWork ? tr("Rookery: all accounts work") : tr("Rookery: nothing needs attention");
}

void Tray::showIncidents(const QList<Incident> &incidents, const AccountNames &names)
{
    for (const Incident &incident : incidents) {
        if (!incident.isOpen() || !isWanted(incident.severity))
            m_missed.remove(causeOf(incident)); // nothing is left to report
        if (!incident.isOpen() || incident.severity == Severity::Info)
            continue;
        if (incident.startedAt < m_since)
            continue; // reported in an earlier run
        if (!isMuted())
            report(incident, incidentLine(incident, names));
        else if (isWanted(incident.severity))
            m_missed.insert(causeOf(incident), {incident, incidentLine(incident, names)});
    }
}

void Tray::report(const Incident &incident, const QString &line)
{
    const qint64 now = m_clock.elapsed();
    const auto told = m_told.constFind(causeOf(incident));
    // another account that is kicked is news, although it shares the incident
    const bool grew = incident.kind == IncidentKind::AccountKicked && told != m_told.cend()
        && incident.gateways.size() > told->accounts;
    if (told != m_told.cend() && now - told->at < kSameCauseMs && !grew)
        return;
    m_told.insert(causeOf(incident), {now, incident.gateways.size()});
    if (isWanted(incident.severity))
        m_waiting.append({line, placeOf(incident)});
    if (m_wanted.sound && asksToLogIn(incident.kind))
        Q_EMIT scanNeeded();
    if (!m_waiting.isEmpty() && !m_pace.isActive())
        m_pace.start(0); // with what else is reported now
}

bool Tray::isWanted(Severity severity) const
{
    switch (severity) {
    case Severity::Failed:
        return m_wanted.failed;
    case Severity::NeedsHand:
        return m_wanted.needsAttention;
    case Severity::Degraded:
        return m_wanted.degraded;
    case Severity::Info:
        break;
    }
    return false;
}

void Tray::flush()
{
    if (m_waiting.isEmpty())
        return;
    QStringList lines;
    Destination to = m_waiting.constFirst().to;
    for (const Line &line : std::as_const(m_waiting)) {
        if (line.to != to)
            to = {.page = PageId::Health};
        if (lines.size() < 4)
            lines += line.text;
    }
    if (m_waiting.size() > 4)
        lines += tr("and %n more", nullptr, int(m_waiting.size()) - 4);
    m_waiting.clear();
    m_pace.start(kPaceMs);
    m_notifier->show(lines.join(u'\n'), to);
}

} // namespace rookery::ui

#include "moc_tray.cpp"
