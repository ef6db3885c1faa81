// SPDX-License-Identifier: GPL-3.0-or-later
#include "tray.h"

#include "incidentstrip.h"
#include "kit/plaintip.h"
#include "kit/stateshape.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "model/severity.h"
#include "text/wording.h"

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
constexpr qint64 kSameCauseMs = 600'000;
constexpr seconds kStartUp{10}; // the engine starts before the window

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

bool asksToLogIn(IncidentKind kind)
{
    return kind == IncidentKind::LoginNeeded || kind == IncidentKind::LoginCheckNeeded
        || kind == IncidentKind::TotpNeeded || kind == IncidentKind::ServiceHeldUp;
}

} // namespace

Tray::Tray(const Theme &theme, QWidget *window) : QObject(window), m_theme(theme)
{
    m_clock.start();
    m_since = wallNow() - kStartUp;
    m_menu = new QMenu(window);
    m_menu->addAction(tr("Open Rookery"), this, &Tray::openWanted);
    m_menu->addAction(tr("Quit"), this, &Tray::quitWanted);
    m_icon = new QSystemTrayIcon(this);
    m_icon->setContextMenu(m_menu);
    connect(m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Context)
            Q_EMIT openWanted();
    });
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::openWanted);
    m_pace.setSingleShot(true);
    m_pace.setInterval(kPaceMs);
    connect(&m_pace, &QTimer::timeout, this, &Tray::flush);
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

void Tray::show(const QList<AccountSnapshot> &accounts, const QList<Incident> &incidents)
{
    const std::optional<Condition> worst = worstCondition(accounts, incidents);
    if (m_icon->icon().isNull() || worst != m_worst) {
        m_worst = worst;
        m_icon->setIcon(iconWith(m_theme, worst ? statusStyle(*worst) : StatusStyle{}));
        if (isThere())
            m_icon->show();
    }
    m_icon->setToolTip(plainTip(tipFor(accounts, incidents)));
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
        if (!incident.isOpen() || incident.severity == Severity::Info)
            continue;
        if (incident.startedAt < m_since)
            continue; // reported in an earlier run
        const QString cause = QString::number(int(incident.kind)) + u'/' + incident.cause;
        const qint64 now = m_clock.elapsed();
        const auto told = m_told.constFind(cause);
        if (told != m_told.cend() && now - *told < kSameCauseMs)
            continue;
        m_told.insert(cause, now);
        if (isWanted(incident.severity))
            m_waiting.append(incidentLine(incident, names));
        if (m_wanted.sound && asksToLogIn(incident.kind))
            Q_EMIT scanNeeded();
    }
    if (!m_waiting.isEmpty() && !m_pace.isActive())
        flush();
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
    for (const QString &line : std::as_const(m_waiting)) {
        if (lines.size() == 4) {
            lines += tr("and %n more", nullptr, int(m_waiting.size()) - 4);
            break;
        }
        lines += line;
    }
    m_waiting.clear();
    m_pace.start();
    if (m_icon->isVisible() && QSystemTrayIcon::supportsMessages())
        m_icon->showMessage(u"Rookery"_s, lines.join(u'\n'), m_icon->icon());
}

} // namespace rookery::ui
