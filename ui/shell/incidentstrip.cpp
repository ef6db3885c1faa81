// SPDX-License-Identifier: GPL-3.0-or-later
#include "incidentstrip.h"

#include "health/incidentmodel.h"
#include "kit/ageticker.h"
#include "kit/plaintip.h"
#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "model/severity.h"
#include "text/wording.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QString incidentLine(const Incident &incident, const AccountNames &names)
{
    const QString title = text::incidentTitle(incident);
    const int count = int(incident.gateways.size());
    if (count > 1) {
        const QString cause = incident.cause.isEmpty() ? text::dash() : causeWords(incident, names);
        return QCoreApplication::translate("rookery::ui::IncidentStrip", "%n accounts", nullptr, count) + u": "_s
            + title + (cause == text::dash() ? QString() : u" · "_s + cause);
    }
    if (count == 1)
        return QCoreApplication::translate("rookery::ui::IncidentStrip", "%1: %2", "account: what is wrong")
            .arg(names.title(incident.gateways.first()), title);
    return title;
}

IncidentStrip::IncidentStrip(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
    setVisible(false);
    m_ticker = new AgeTicker(
        this, [this] { tick(); },
        [this] {
            const WallTime now = wallNow();
            return std::any_of(m_ages.cbegin(), m_ages.cend(), [now](const std::pair<QLabel *, WallTime> &age) {
                return now - age.second < std::chrono::minutes(1);
            });
        });
}

void IncidentStrip::tick()
{
    const WallTime now = wallNow();
    for (const auto &[label, since] : std::as_const(m_ages))
        label->setText(text::ago(since, now));
}

void IncidentStrip::show(const QList<Incident> &incidents, const AccountNames &names)
{
    QList<Incident> open;
    for (const Incident &incident : incidents) {
        if (incident.isOpen() && incident.severity != Severity::Info)
            open.append(incident);
    }
    std::stable_sort(open.begin(), open.end(), isGraver);
    QStringList lines;
    for (const Incident &incident : std::as_const(open))
        lines += incidentLine(incident, names);
    if (open == m_incidents && lines == m_lines)
        return;
    m_incidents = open;
    m_lines = lines;
    rebuild();
}

void IncidentStrip::setExpanded(bool expanded)
{
    if (expanded == m_expanded)
        return;
    m_expanded = expanded;
    rebuild();
}

void IncidentStrip::rebuild()
{
    m_ages.clear();
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        if (QWidget *old = item->widget()) {
            old->hide();
            old->deleteLater();
        }
        delete item;
    }
    constexpr int kMost = 8;
    // The gravest comes first, among equals the newest; collapsed, only that one is shown.
    const QList<Incident> shown = m_expanded ? m_incidents : m_incidents.mid(0, 1);
    const int more = int(m_incidents.size()) - 1;
    for (int i = 0; i < std::min<int>(kMost, int(shown.size())); ++i) {
        const Incident &incident = shown.at(i);
        const StatusStyle look = statusStyle(incident.severity);
        auto *frame = new QFrame(this);
        setStrip(frame, look.role);
        auto *row = new QHBoxLayout(frame);
        row->setContentsMargins(8, 1, 4, 1);
        row->setSpacing(kGap);
        auto *dot = new ShapeDot(m_theme, frame, 11);
        dot->setStatus(look);
        row->addWidget(dot);
        auto *open = new QPushButton(m_lines.at(m_incidents.indexOf(incident)), frame);
        open->setProperty("kind", u"strip"_s);
        open->setAccessibleName(tr("Incident: %1").arg(open->text()));
        open->setToolTip(plainTip(text::incidentAdvice(incident)));
        connect(open, &QPushButton::clicked, this, [this, incident] { Q_EMIT opened(incident); });
        row->addWidget(open, 1);
        QLabel *age = makeLabel({}, LabelKind::Muted, frame);
        age->setAccessibleDescription(tr("Age of the incident"));
        row->addWidget(age);
        m_ages.append({age, incident.startedAt});
        if (i == 0 && more > 0) {
            QPushButton *fold = makeButton(m_expanded ? tr("Show less") : tr("%n more", nullptr, more),
                                           ButtonKind::Quiet, frame, tr("All incidents on this strip"));
            fold->setProperty("kind", u"strip"_s);
            connect(fold, &QPushButton::clicked, this, [this] { setExpanded(!m_expanded); });
            row->addWidget(fold);
        }
        m_layout->addWidget(frame);
    }
    tick();
    setVisible(!m_incidents.isEmpty());
    m_ticker->reschedule();
}

} // namespace rookery::ui

#include "moc_incidentstrip.cpp"
