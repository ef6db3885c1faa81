// SPDX-License-Identifier: GPL-3.0-or-later
#include "blocks.h"

#include "ageticker.h"
#include "controls.h"
#include "plaintip.h"
#include "stateshape.h"

#include "health/incidentmodel.h"
#include "model/severity.h"
#include "pagetools.h"
#include "text/wording.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

ShapeDot::ShapeDot(const Theme &theme, QWidget *parent, int size) : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(size + 2, size + 2);
}

void ShapeDot::setLook(Shape shape, Role role)
{
    if (shape == m_shape && role == m_role)
        return;
    m_shape = shape;
    m_role = role;
    update();
}

void ShapeDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintShape(painter, QRectF(rect()), m_shape, m_theme.color(m_role), m_size - 1);
}

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
        const StateLook look = lookOf(check.state);
        row.dot->setLook(look.shape, look.role);
        setLabelRole(row.name, m_theme, check.state == ReadinessState::Unknown ? Role::Muted : Role::Text);
        const QString name = text::readinessCheckName(ReadinessCheck(i), account.profile.kind);
        const QString word = text::readinessCheckWord(ReadinessCheck(i), check.state, account.profile.kind);
        row.name->setText(name);
        row.since->setText(check.state == ReadinessState::Unknown ? word : text::localTime(check.since, now));
        // a rung that depends on events is as old as the last event
        if (ReadinessCheck(i) == ReadinessCheck::EventsFlow && check.state != ReadinessState::Broken
            && account.lastEventAt != WallTime{})
            row.since->setText(check.state == ReadinessState::Working
                                   ? tr("last event %1").arg(text::ago(account.lastEventAt, now))
                                   : tr("not known: last event %1").arg(text::ago(account.lastEventAt, now)));
        row.name->setAccessibleName(name + u": "_s + word);
        const bool broken = check.state == ReadinessState::Broken;
        row.why->setVisible(broken);
        if (broken)
            row.why->setText(text::shownWords(text::visibleControls(text::errorClause(check.why)), masked));
    }
}

EmptyState::EmptyState(const Theme &theme, const QString &iconName, const QString &title, const QString &text,
                       QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(kGap);
    layout->addStretch(2);
    auto *picture = new QLabel(this);
    picture->setPixmap(theme.icon(iconName, Role::Muted).pixmap(QSize(48, 48), devicePixelRatioF()));
    picture->setAlignment(Qt::AlignCenter);
    layout->addWidget(picture);
    QLabel *head = makeLabel(title, LabelKind::Title, this);
    head->setAlignment(Qt::AlignCenter);
    layout->addWidget(head);
    QLabel *words = makeLabel(text, LabelKind::Muted, this);
    words->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    words->setWordWrap(true);
    words->setFixedWidth(440);
    // Stretches instead of an alignment: an aligned label would not get the height that its lines need.
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(words);
    middle->addStretch(1);
    layout->addLayout(middle);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(kGap);
    m_buttons->setContentsMargins(0, 8, 0, 0);
    m_buttons->setAlignment(Qt::AlignCenter);
    layout->addLayout(m_buttons);
    layout->addStretch(3);
}

QPushButton *EmptyState::addButton(const QString &text, const QString &accessible)
{
    QPushButton *button = makeButton(text, m_count++ == 0 ? ButtonKind::Primary : ButtonKind::Plain, this, accessible);
    m_buttons->addWidget(button);
    return button;
}

QString incidentLine(const Incident &incident, const AccountNames &names)
{
    const QString title = text::incidentTitle(incident);
    const int count = int(incident.gateways.size());
    if (count > 1)
        return QCoreApplication::translate("rookery::ui::IncidentStrip", "%n accounts", nullptr, count) + u": "_s
            + title + (incident.cause.isEmpty() ? QString() : u" · "_s + causeWords(incident, names));
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
        const StateLook look = lookOf(incident.severity);
        auto *frame = new QFrame(this);
        setStrip(frame, look.role);
        auto *row = new QHBoxLayout(frame);
        row->setContentsMargins(8, 1, 4, 1);
        row->setSpacing(kGap);
        auto *dot = new ShapeDot(m_theme, frame, 11);
        dot->setLook(look.shape, look.role);
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
