// SPDX-License-Identifier: GPL-3.0-or-later
#include "accountdrawer.h"

#include "kit/accountactions.h"
#include "kit/flowlayout.h"
#include "kit/gatewayaddress.h"
#include "kit/shapedot.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "model/severity.h"
#include "readinessview.h"
#include "text/wording.h"

#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::hours kBreakIsNews{1};

} // namespace

AccountDrawer::AccountDrawer(const Theme &theme, AccountActions &actions, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_actions(actions)
{
    setProperty("kind", u"card"_s);
    setMinimumWidth(300);
    setAccessibleName(tr("Account details"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 12, 8, 12);
    outer->setSpacing(12);
    outer->addWidget(header());
    outer->addWidget(actionRow());

    auto *content = new QWidget(this);
    content->setObjectName(u"plain"_s);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(kGap);
    layout->addWidget(incidentBox(content));
    m_why = makeLabel({}, LabelKind::Body, content);
    m_why->setWordWrap(true);
    m_why->setAccessibleName(tr("Why"));
    layout->addWidget(m_why);
    m_twice = makeLabel(tr("Another gateway holds the same account. Only one of them should be logged in."),
                        LabelKind::Body, content);
    m_twice->setWordWrap(true);
    setLabelRole(m_twice, theme, Role::Degraded);
    layout->addWidget(m_twice);
    m_seems = makeLabel({}, LabelKind::Body, content);
    m_seems->setWordWrap(true);
    setLabelRole(m_seems, theme, Role::Degraded);
    layout->addWidget(m_seems);
    m_kind = makeButton(tr("Change kind"), ButtonKind::Plain, content);
    connect(m_kind, &QPushButton::clicked, this, [this] { m_actions.changeKind(m_account); });
    layout->addWidget(m_kind, 0, Qt::AlignLeft);
    layout->addWidget(rkeyBox(content));
    layout->addWidget(makeLabel(tr("Readiness"), LabelKind::Section, content));
    m_readiness = new ReadinessView(theme, content);
    layout->addWidget(m_readiness);
    layout->addSpacing(kGap);
    layout->addWidget(makeLabel(tr("Connections"), LabelKind::Section, content));
    m_connections = new QGridLayout;
    m_connections->setHorizontalSpacing(kGap);
    m_connections->setVerticalSpacing(2);
    m_connections->setColumnStretch(1, 1);
    layout->addLayout(m_connections);
    layout->addSpacing(kGap);
    layout->addWidget(makeLabel(tr("Facts"), LabelKind::Section, content));
    layout->addLayout(facts());
    layout->addStretch(1);
    QScrollArea *area = makeScrollArea(content, this);
    area->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(area, 1);
}

QFormLayout *AccountDrawer::facts()
{
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(4);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_heartbeat = fact(tr("Last heartbeat"));
    m_events = fact(tr("Events"));
    m_sends = fact(tr("Sent since start"));
    m_contacts = fact(tr("Chats"));
    m_version = fact(tr("Version"));
    m_vitals = fact(tr("Its own count"));
    m_address = fact(tr("Address"));
    m_tags = fact(tr("Tags"));
    return m_form;
}

QWidget *AccountDrawer::header()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    m_name = makeLabel({}, LabelKind::Title, box);
    m_name->setAccessibleName(tr("Account name"));
    m_name->setWordWrap(true);
    m_number = makeLabel({}, LabelKind::Muted, box);
    names->addWidget(m_name);
    names->addWidget(m_number);
    auto *state = new QHBoxLayout;
    state->setSpacing(6);
    m_dot = new ShapeDot(m_theme, box, 13);
    m_word = makeLabel({}, LabelKind::Strong, box);
    m_word->setWordWrap(true);
    state->addWidget(m_dot, 0, Qt::AlignVCenter);
    state->addWidget(m_word, 1);
    names->addLayout(state);
    row->addLayout(names, 1);
    QPushButton *close = makeIconButton(m_theme.icon(u"close"_s), tr("Close details"), box);
    close->setToolTip(tr("Close details (Esc)"));
    connect(close, &QPushButton::clicked, this, &AccountDrawer::closed);
    row->addWidget(close, 0, Qt::AlignTop);
    return box;
}

QWidget *AccountDrawer::actionRow()
{
    auto *box = new QWidget(this);
    auto *row = new FlowLayout(box, kGap);
    m_primary = makeButton({}, ButtonKind::Primary, box);
    connect(m_primary, &QPushButton::clicked, this, [this] { m_actions.primary(m_account); });
    row->addWidget(m_primary);
    m_send = makeButton(tr("Send from here"), ButtonKind::Plain, box);
    m_send->setIcon(m_theme.icon(u"broadcast"_s));
    connect(m_send, &QPushButton::clicked, this, [this] { m_actions.sendFrom(m_account.profile); });
    row->addWidget(m_send);
    m_restart = makeButton({}, ButtonKind::Plain, box);
    m_restart->setIcon(m_theme.icon(u"refresh"_s));
    connect(m_restart, &QPushButton::clicked, this, [this] { m_actions.logInAgain(m_account); });
    row->addWidget(m_restart);
    QPushButton *more = makeButton(tr("Actions"), ButtonKind::Plain, box, tr("Account actions"));
    m_menu = new QMenu(more);
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        m_menu->clear();
        m_actions.fill(m_menu, m_account);
    });
    more->setMenu(m_menu);
    row->addWidget(more);
    return box;
}

QWidget *AccountDrawer::incidentBox(QWidget *parent)
{
    m_incidentBox = new QWidget(parent);
    m_incidents = new QVBoxLayout(m_incidentBox);
    m_incidents->setContentsMargins(0, 0, 0, 0);
    m_incidents->setSpacing(2);
    m_incidents->addWidget(makeLabel(tr("Open incidents"), LabelKind::Section, m_incidentBox));
    m_incidentBox->hide();
    return m_incidentBox;
}

QWidget *AccountDrawer::rkeyBox(QWidget *parent)
{
    m_rkeyBox = new QWidget(parent);
    auto *grid = new QGridLayout(m_rkeyBox);
    grid->setContentsMargins(0, 0, 0, kGap);
    grid->setHorizontalSpacing(kGap);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    grid->addWidget(makeLabel(u"rkey"_s, LabelKind::Section, m_rkeyBox), 0, 0, 1, 3);
    m_rkeyDot = new ShapeDot(m_theme, m_rkeyBox, 11);
    grid->addWidget(m_rkeyDot, 1, 0);
    m_rkeyWord = makeLabel({}, LabelKind::Body, m_rkeyBox);
    m_rkeyWord->setWordWrap(true);
    m_rkeyWord->setAccessibleName(tr("Source of the picture keys"));
    grid->addWidget(m_rkeyWord, 1, 1);
    m_probe = makeButton(tr("Probe"), ButtonKind::Plain, m_rkeyBox, tr("Probe this account's rkey"));
    m_probe->setToolTip(tr("Downloads the newest picture link of this account to see whether it works"));
    connect(m_probe, &QPushButton::clicked, this, [this] { m_actions.probe(m_account.profile); });
    grid->addWidget(m_probe, 1, 2, 2, 1, Qt::AlignVCenter);
    m_probed = makeLabel({}, LabelKind::Muted, m_rkeyBox);
    m_probed->setWordWrap(true);
    grid->addWidget(m_probed, 2, 1);
    return m_rkeyBox;
}

QLabel *AccountDrawer::fact(const QString &name)
{
    QLabel *value = makeLabel({}, LabelKind::Body, this);
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_form->addRow(makeLabel(name, LabelKind::Muted, this), value);
    return value;
}

void AccountDrawer::show(const AccountDetails &details, bool masked)
{
    const AccountSnapshot &account = details.account;
    m_account = account;
    m_rkeyState = details.rkey;
    m_masked = masked;
    const QList<Incident> before = std::exchange(m_open, details.incidents);
    const auto looksAlike = [](const Incident &one, const Incident &other) {
        return one.id == other.id && one.severity == other.severity && one.cause == other.cause;
    };
    if (!std::equal(before.cbegin(), before.cend(), m_open.cbegin(), m_open.cend(), looksAlike))
        showIncidents();
    const QString gateway = text::visibleControls(account.profile.displayName());
    m_name->setText(account.nickname.isEmpty() ? gateway : text::visibleControls(account.nickname));
    m_number->setText(
        account.account.isNull() ? gateway : text::shownNumber(account.account.value(), masked) + u" · "_s + gateway);
    const StatusStyle look = statusStyle(account);
    m_dot->setStatus(look);
    setLabelRole(m_word, m_theme, look.role == Role::Muted ? Role::Unknown : look.role);

    // An online account needs no button: its only action would open this drawer.
    const bool certificate = account.session.phase == SessionPhase::Backoff && account.refusedCertificate.has_value();
    const QString button =
        certificate ? tr("Review certificate") : text::sessionButton(account.session, account.capabilities.qrLogin);
    m_primary->setVisible(account.session.phase != SessionPhase::Online);
    m_primary->setText(button);
    m_primary->setAccessibleName(button);
    const bool away = account.session.phase == SessionPhase::LoginRequired;
    m_restart->setText(away ? tr("Log in again …") : tr("Restart gateway …"));
    m_restart->setAccessibleName(m_restart->text());
    m_restart->setVisible(account.capabilities.remoteRestart);
    m_send->setVisible(AccountActions::canSend(account));
    showWhy();
    m_twice->setVisible(account.sameAccountElsewhere);
    m_seems->setVisible(account.version.seems.has_value());
    m_kind->setVisible(account.version.seems.has_value());
    if (account.version.seems)
        m_seems->setText(
            tr("It was added as %1 and now reports %2: it was replaced or updated.")
                .arg(text::gatewayKindName(account.profile.kind), text::gatewayKindName(*account.version.seems)));
    tick();
}

void AccountDrawer::showWhy()
{
    const AccountSnapshot &account = m_account;
    const bool hasMeaning = account.service && account.session.phase == SessionPhase::Online;
    const QString meaning = hasMeaning ? text::serviceMeaning(*account.service) : QString();
    const QString why = hasMeaning ? meaning : text::errorText(account.session.why);
    const QString advice = why.isEmpty() || hasMeaning
        ? QString()
        : text::errorAdvice(account.session.why, {.kind = account.profile.kind});
    QString words = advice.isEmpty() ? why : why + u'\n' + advice;
    if (!hasMeaning && account.session.phase == SessionPhase::Online) // connected: only what is still wrong
        words = account.condition.incident ? text::incidentAdvice(*account.condition.incident)
                                           : text::errorText(account.condition.why);
    m_why->setText(text::shownWords(text::visibleControls(words, true), m_masked));
    m_why->setVisible(!words.isEmpty());
}

void AccountDrawer::showIncidents()
{
    m_ages.clear();
    while (QLayoutItem *item = m_incidents->takeAt(1)) {
        delete item->widget();
        delete item;
    }
    m_incidentBox->setVisible(!m_open.isEmpty());
    for (const Incident &incident : std::as_const(m_open)) {
        const QString title = text::incidentTitle(incident);
        auto *line = new QWidget(m_incidentBox);
        auto *row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(kGap);
        auto *dot = new ShapeDot(m_theme, line, 13);
        dot->setStatus(statusStyle(incident.severity));
        row->addWidget(dot);
        QLabel *what = makeLabel(title, LabelKind::Body, line);
        what->setWordWrap(true);
        row->addWidget(what, 1);
        QLabel *age = makeLabel({}, LabelKind::Muted, line);
        m_ages.append(age);
        row->addWidget(age);
        QPushButton *open = makeIconButton(m_theme.icon(u"chevron-right"_s), tr("Open incident: %1").arg(title), line);
        connect(open, &QPushButton::clicked, this,
                [this, id = incident.id] { Q_EMIT m_actions.navigate({.page = PageId::Health, .incident = id}); });
        row->addWidget(open);
        m_incidents->addWidget(line);
    }
    tickIncidents();
}

bool AccountDrawer::needsSecondTicks() const
{
    const WallTime now = wallNow();
    return std::any_of(m_open.cbegin(), m_open.cend(),
                       [now](const Incident &incident) { return now - incident.startedAt < std::chrono::minutes(1); });
}

void AccountDrawer::tickIncidents()
{
    const WallTime now = wallNow();
    for (int i = 0; i < m_ages.size(); ++i)
        m_ages.at(i)->setText(text::ago(m_open.at(i).startedAt, now));
}

void AccountDrawer::showRkey()
{
    m_rkeyBox->setVisible(m_account.capabilities.rkey && m_rkeyState.has_value());
    if (!m_rkeyState)
        return;
    m_rkeyDot->setStatus(statusStyle(conditionOf(*m_rkeyState)));
    m_rkeyWord->setText(text::rkeyWord(*m_rkeyState));
    const QString outcome = text::rkeyProbeWord(m_rkeyState->probe);
    m_probed->setText(
        m_rkeyState->probeAt == WallTime{} ? outcome : outcome + u" · "_s + text::ago(m_rkeyState->probeAt, wallNow()));
    m_probe->setText(m_rkeyState->probing ? tr("Probing") : tr("Probe"));
    m_probe->setEnabled(!m_rkeyState->probing && m_account.session.phase == SessionPhase::Online);
}

void AccountDrawer::tick()
{
    const WallTime now = wallNow();
    m_word->setText(text::accountWord(m_account, now));
    tickIncidents();
    showRkey();
    m_readiness->setVisible(m_account.capabilities.actions);
    m_readiness->show(m_account, now, m_masked);
    showConnections();
    showFacts();
}

QString AccountDrawer::connectionName(const QString &label)
{
    if (label == "webui"_L1)
        return tr("Panel");
    if (label == "events"_L1)
        return tr("Event stream");
    if (label == "logs"_L1)
        return tr("Log stream");
    if (label == "front page"_L1)
        return tr("Front page");
    if (label == "api"_L1)
        return tr("Interface");
    if (label == "log file"_L1)
        return tr("Log file");
    if (label == "log command"_L1)
        return tr("Log command");
    return label == "onebot"_L1 ? u"OneBot"_s : text::visibleControls(label);
}

QString AccountDrawer::closeWords(const ConnectionInfo &info, WallTime now) const
{
    QStringList words;
    if (info.quiet)
        words += tr("no events for a while: it is unknown whether events arrive");
    if (info.reconnects > 0)
        words += tr("%n reconnect(s)", nullptr, info.reconnects);
    if (info.closeCode != 0)
        words +=
            (info.closedByPeer ? tr("last closed by the gateway, %1") : tr("last closed here, %1")).arg(info.closeCode);
    const QString error = text::errorClause(info.lastError);
    // an error from before the last reconnect is past, so it is shown only for a while
    const bool past = info.up && info.reconnects > 0 && now - info.since < kBreakIsNews;
    if (!error.isEmpty() && past)
        words +=
            tr("last disconnect before %1: %2", "time, what happened").arg(text::localTime(info.since, now), error);
    else if (!error.isEmpty() && !info.up)
        words += error;
    return words.join(u" · "_s);
}

void AccountDrawer::showConnections()
{
    while (m_lines.size() < m_account.connections.size()) {
        const int row = int(m_lines.size()) * 2;
        Line line;
        line.dot = new ShapeDot(m_theme, this, 11);
        line.name = makeLabel({}, LabelKind::Body, this);
        line.facts = makeLabel({}, LabelKind::Muted, this);
        line.facts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        line.last = makeLabel({}, LabelKind::Muted, this);
        line.last->setWordWrap(true);
        m_connections->addWidget(line.dot, row, 0);
        m_connections->addWidget(line.name, row, 1);
        m_connections->addWidget(line.facts, row, 2);
        m_connections->addWidget(line.last, row + 1, 1, 1, 2);
        m_lines.append(line);
    }
    const WallTime now = wallNow();
    for (int i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines.at(i);
        const bool used = i < m_account.connections.size();
        for (QWidget *widget : {static_cast<QWidget *>(line.dot), static_cast<QWidget *>(line.name),
                                static_cast<QWidget *>(line.facts), static_cast<QWidget *>(line.last)})
            widget->setVisible(used);
        if (!used)
            continue;
        const ConnectionInfo &info = m_account.connections.at(i);
        line.dot->setStatus({info.up ? ui::Shape::FilledCircle : ui::Shape::HollowCircle,
                             info.up && !info.quiet ? Role::Working : Role::Unknown});
        line.name->setText(connectionName(info.label) + u' ' + (info.up ? tr("up") : tr("down")));
        QString facts = text::localTime(info.since, now);
        if (info.latency.count() >= 0)
            facts = tr("%1 ms").arg(info.latency.count()) + u" · "_s + facts;
        line.facts->setText(facts);
        line.last->setText(text::shownWords(text::visibleControls(closeWords(info, now)), m_masked));
        line.last->setVisible(!line.last->text().isEmpty());
    }
}

QString AccountDrawer::chatWords() const
{
    if (m_account.capabilities.answersOnly)
        return m_account.answerable < 0
            ? text::dash()
            : tr("%n can be answered now (users who wrote within 24 h)", nullptr, m_account.answerable);
    return m_account.groups < 0 ? text::dash()
                                : tr("%1 groups, %2 friends").arg(m_account.groups).arg(std::max(0, m_account.friends));
}

QString AccountDrawer::vitalWords(const GatewayVitals &vitals, WallTime now)
{
    QStringList words{tr("%1 received, %2 sent").arg(text::number(vitals.received), text::number(vitals.sent))};
    if (vitals.startedAt != WallTime{})
        words += tr("since %1").arg(text::localTime(vitals.startedAt, now));
    if (!vitals.mode.isEmpty())
        words += tr("mode %1").arg(text::visibleControls(vitals.mode));
    return words.join(u" · "_s);
}

void AccountDrawer::showFacts()
{
    const WallTime now = wallNow();
    const AccountSnapshot &a = m_account;
    m_heartbeat->setText(text::ago(a.activity.lastHeartbeatAt, now));
    const QString events =
        text::number(qint64(a.activity.eventCount)) + u" · "_s + text::ago(a.activity.lastEventAt, now);
    m_events->setText(a.activity.undecodable == 0 ? events
                                                  : events + u" · "_s
                              + tr("%1 not understood").arg(text::number(qint64(a.activity.undecodable))));
    m_sends->setText(tr("%1 ok, %2 unknown, %3 failed")
                         .arg(text::number(a.activity.sends.verified + a.activity.sends.accepted),
                              text::number(a.activity.sends.unknown), text::number(a.activity.sends.failed)));
    m_contacts->setText(chatWords());
    const QString version = QString(a.version.app + u' ' + a.version.version).trimmed();
    m_version->setText(version.isEmpty() ? text::dash()
                                         : text::visibleControls(version)
                               + (a.version.qqVersion.isEmpty()
                                      ? QString()
                                      : u"\nQQ "_s + text::visibleControls(a.version.qqVersion)));
    m_form->setRowVisible(m_vitals, a.vitals.has_value());
    m_vitals->setText(a.vitals ? vitalWords(*a.vitals, now) : QString());
    m_address->setText(addressOf(a.profile));
    const QString tags = text::tagWords(a.profile);
    m_form->setRowVisible(m_tags, !tags.isEmpty());
    m_tags->setText(tags);
}

} // namespace rookery::ui

#include "moc_accountdrawer.cpp"
