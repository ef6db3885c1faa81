// SPDX-License-Identifier: GPL-3.0-or-later
#include "healthpage.h"

#include "incidentmodel.h"
#include "kit/ageticker.h"
#include "kit/columnfit.h"
#include "kit/detailparts.h"
#include "kit/emptyhint.h"
#include "kit/flowlayout.h"
#include "kit/heldorder.h"
#include "kit/statusstyle.h"
#include "kit/viewstate.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Names the page where an incident is handled, and the label of the button that leads there.
struct Jump {
    PageId page;
    QString text;
};

std::optional<Jump> jumpOf(IncidentKind kind)
{
    switch (kind) {
    case IncidentKind::LoginNeeded:
    case IncidentKind::LoginCheckNeeded:
    case IncidentKind::TotpNeeded:
    case IncidentKind::AccountKicked:
    case IncidentKind::AccountOfflineByQq:
    case IncidentKind::QrRefreshStuck:
    case IncidentKind::SignTokenNeeded:
    case IncidentKind::ServiceHeldUp:
        return Jump{PageId::Login, HealthPage::tr("Open Login")};
    case IncidentKind::RkeyFallback:
    case IncidentKind::RkeyServerFailing:
    case IncidentKind::RkeyNativeDown:
        return Jump{PageId::Rkey, HealthPage::tr("Show rkey")};
    case IncidentKind::BroadcastUnknown:
    case IncidentKind::SendTimeouts:
    case IncidentKind::RichMediaFailing:
        return Jump{PageId::Broadcast, HealthPage::tr("Show deliveries")};
    case IncidentKind::ProtocolGarbage:
    case IncidentKind::GatewayRestarted:
    case IncidentKind::PortsSilent:
    case IncidentKind::AccountRestricted:
    case IncidentKind::ServiceBotOff:
    case IncidentKind::ServiceSessionLost:
    case IncidentKind::ServiceFailing:
        return Jump{PageId::Logs, HealthPage::tr("Show logs")};
    case IncidentKind::GatewayUnreachable:
    case IncidentKind::TokenRefused:
    case IncidentKind::CertificateRefused:
    case IncidentKind::SameAccountTwice:
    case IncidentKind::GatewayChanged:
    case IncidentKind::PortFull:
        return Jump{PageId::Gateways, HealthPage::tr("Show gateway")};
    case IncidentKind::StorageFull:
    case IncidentKind::KeyringTrouble:
        return {};
    }
    return {};
}

//! Returns which deliveries an incident is about; nullopt: it is not about some of them.
std::optional<DeliveryState> deliveriesOf(IncidentKind kind)
{
    switch (kind) {
    case IncidentKind::BroadcastUnknown:
    case IncidentKind::SendTimeouts:
        return DeliveryState::Unknown;
    case IncidentKind::RichMediaFailing:
    case IncidentKind::AccountRestricted:
        return DeliveryState::Failed;
    default:
        return std::nullopt;
    }
}

} // namespace

HealthPage::HealthPage(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : MasterDetailPage(engine, theme, parent)
{
    m_names.read(engine);
    m_model = new IncidentModel(theme, m_names, wallNow, this);
    m_model->setRows(engine.health().incidents());
    m_evidence = new EvidenceModel(theme, m_names, wallNow, this);
    m_filtered = new IncidentFilter(this);
    m_filtered->setSourceModel(m_model);
    build();
    m_ticker = new AgeTicker(
        this,
        [this] {
            m_model->tick();
            showDetail();
        },
        [this] { return m_model->youngOpen(); });
    selectFirst();
    updateSummary();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &HealthPage::applyAccounts);
    connect(&engine.health(), &engine::HealthService::changed, this,
            [this](const engine::HealthChanges &changes) { applyIncidents(changes.incidents); });
}

HealthPage::~HealthPage() = default;

void HealthPage::build()
{
    buildHead();
    buildList();
    DetailParts *details = makeDetails(216);
    details->add(tr("Incident"), buildMeaning(details), 2);
    details->add(tr("Evidence"), buildEvidence(details), 3);
    assemble(detailsCard(), {3, 2}, {420, 260});
}

void HealthPage::buildHead()
{
    QHBoxLayout *head = addHead();
    m_summary = makeLabel({}, LabelKind::Muted, this);
    head->addWidget(m_summary);
    head->addStretch();
    m_openOnly = makeButton(tr("Open only"), ButtonKind::Plain, this);
    m_openOnly->setCheckable(true);
    head->addWidget(m_openOnly);
    addFilter(head, tr("Filter incidents"), tr("Filter incidents"));
    connect(m_openOnly, &QPushButton::toggled, m_filtered, &IncidentFilter::setOpenOnly);
}

void HealthPage::buildList()
{
    QTableView *table = makeList(m_filtered, tr("Incidents"));
    holdOrderUnderPointer(table, m_filtered);
    table->sortByColumn(IncidentModel::State, Qt::DescendingOrder);
    setColumnWidths(table, {124, 240, 200, 72, 96, 108, 72}, {IncidentModel::Accounts});
    new EmptyHint(tr("No incidents.\nProblems are listed here with their evidence and what to do."), table);
    connect(table, &QTableView::doubleClicked, this, &HealthPage::jump);
}

QVBoxLayout *HealthPage::buildMeaning(QWidget *card)
{
    auto *layout = new QVBoxLayout;
    layout->setSpacing(kGap);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_title = makeLabel({}, LabelKind::Title, card);
    m_severity = makeLabel({}, LabelKind::Body, card);
    head->addWidget(m_title);
    head->addWidget(m_severity);
    head->addStretch();
    layout->addLayout(head);
    m_advice = makeLabel({}, LabelKind::Body, card);
    m_advice->setWordWrap(true);
    layout->addWidget(m_advice);
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(4);
    m_accounts = addFact(facts, tr("Accounts"), card);
    m_cause = addFact(facts, tr("Cause"), card);
    m_span = addFact(facts, tr("When"), card);
    layout->addLayout(facts);
    layout->addStretch();
    return layout;
}

QVBoxLayout *HealthPage::buildEvidence(QWidget *card)
{
    auto *layout = new QVBoxLayout;
    layout->setSpacing(kGap);
    layout->addWidget(makeLabel(tr("Evidence, newest first"), LabelKind::Section, card));
    m_evidenceTable = makeDetailList(m_evidence, tr("Evidence"), card);
    setColumnWidths(m_evidenceTable, {92, 120, 200});
    new EmptyHint(tr("No evidence is stored for this incident."), m_evidenceTable);
    layout->addWidget(m_evidenceTable, 1);
    auto *buttons = new FlowLayout(nullptr, kGap);
    const auto lead = [this, card, buttons](const QString &words, PageId page) {
        QPushButton *button = makeButton(words, ButtonKind::Plain, card);
        connect(button, &QPushButton::clicked, this, [this, page] { openPlace(page); });
        buttons->addWidget(button);
        return button;
    };
    m_account = lead(tr("Show account"), PageId::Overview);
    m_lines = lead(tr("Show log lines"), PageId::Logs);
    m_sent = lead(tr("Show deliveries"), PageId::Broadcast);
    m_jump = makeButton(tr("Go there"), ButtonKind::Primary, card, tr("Go to the cause"));
    buttons->addWidget(m_jump);
    layout->addLayout(buttons);
    connect(m_jump, &QPushButton::clicked, this, &HealthPage::jump);
    return layout;
}

const Incident *HealthPage::selected() const
{
    const QModelIndex index = current();
    return index.isValid() ? &m_model->at(index.row()) : nullptr;
}

void HealthPage::selectIncident(const IncidentId &incident)
{
    if (const int row = m_model->rowOfKey(incident); row >= 0)
        select(m_model->index(row, 0));
}

void HealthPage::showDetail()
{
    const Incident *incident = selected();
    if (incident == nullptr) {
        m_title->setText(tr("No incident selected"));
        m_advice->setText(tr("Choose one above to see its evidence and what to do."));
        m_severity->hide();
        for (QLabel *label : {m_accounts, m_cause, m_span})
            label->setText(text::dash());
        m_evidence->setRows({});
        for (QPushButton *button : {m_jump, m_account, m_lines, m_sent})
            button->hide();
        return;
    }
    const WallTime now = wallNow();
    m_title->setText(text::incidentTitle(*incident));
    m_severity->setText(incident->isOpen() ? text::severityWord(incident->severity) : tr("closed"));
    setChip(m_severity, incident->isOpen() ? statusStyle(incident->severity).role : Role::Unknown);
    m_severity->show();
    m_advice->setText(text::incidentAdvice(*incident));
    QStringList accounts;
    for (const GatewayId &gateway : incident->gateways)
        accounts.append(m_names.name(gateway));
    m_accounts->setText(accounts.isEmpty() ? text::dash() : accounts.join(u", "_s));
    m_cause->setText(incident->cause.isEmpty() ? text::dash() : causeWords(*incident, m_names));
    const QString since = text::localTime(incident->startedAt, now);
    m_span->setText(incident->isOpen() ? tr("since %1, for %2").arg(since, text::duration(now - incident->startedAt))
                                       : tr("%1 to %2 (%3)", "from, to, how long")
                                             .arg(since, text::localTime(incident->endedAt, now),
                                                  text::duration(incident->endedAt - incident->startedAt)));
    QList<IncidentEvidence> newestFirst = incident->evidence;
    std::reverse(newestFirst.begin(), newestFirst.end());
    m_evidence->setRows(std::move(newestFirst));
    const std::optional<Jump> to = jumpOf(incident->kind);
    m_jump->setVisible(to.has_value());
    m_jump->setText(to ? to->text : QString());
    const auto offer = [&](QPushButton *button, PageId page) {
        button->setVisible(!incident->gateways.isEmpty() && !(to && to->page == page));
    };
    offer(m_account, PageId::Overview);
    offer(m_lines, PageId::Logs);
    offer(m_sent, PageId::Broadcast);
}

void HealthPage::openPlace(PageId page)
{
    const Incident *incident = selected();
    if (incident == nullptr)
        return;
    Destination to{.page = page};
    if (!incident->gateways.isEmpty())
        to.gateway = incident->gateways.constFirst();
    if (page == PageId::Broadcast) {
        to.sent = true;
        to.deliveries = deliveriesOf(incident->kind);
        if (incident->kind == IncidentKind::BroadcastUnknown)
            to.broadcast = BroadcastId(incident->cause.toLongLong());
    }
    Q_EMIT navigate(to);
}

void HealthPage::jump()
{
    const Incident *incident = selected();
    if (incident == nullptr)
        return;
    const std::optional<Jump> jump = jumpOf(incident->kind);
    if (!jump)
        return;
    openPlace(jump->page);
}

void HealthPage::updateSummary()
{
    const int open = m_model->openCount();
    m_summary->setText(open == 0 ? tr("nothing open") : tr("%n open", nullptr, open));
    showDetail();
}

void HealthPage::applyAccounts(const engine::SessionChanges &changes)
{
    if (m_names.apply(changes))
        m_model->namesChanged();
}

void HealthPage::applyIncidents(const QList<Incident> &incidents)
{
    if (incidents.isEmpty())
        return;
    m_model->apply(incidents);
    selectFirst();
    updateSummary();
    m_ticker->reschedule();
}

void HealthPage::settingsChanged()
{
    m_names.read(engine());
    m_model->namesChanged();
    showDetail();
}

void HealthPage::showItem(const Destination &to)
{
    filter()->clear();
    if (!to.incident.isNull()) {
        m_openOnly->setChecked(false);
        selectIncident(to.incident);
    }
}

QJsonObject HealthPage::saveState() const
{
    QJsonObject state = MasterDetailPage::saveState();
    state.insert(u"evidenceColumns"_s, saveHeader(m_evidenceTable));
    state.insert(u"openOnly"_s, m_openOnly->isChecked());
    return state;
}

void HealthPage::restoreState(const QJsonObject &state)
{
    MasterDetailPage::restoreState(state);
    restoreHeader(m_evidenceTable, state.value("evidenceColumns"_L1));
    m_openOnly->setChecked(state.value("openOnly"_L1).toBool());
}

QList<PaletteItem> HealthPage::paletteItems()
{
    QList<PaletteItem> items;
    for (const Incident &incident : m_model->rows()) {
        if (!incident.isOpen())
            continue;
        const IncidentId id = incident.id;
        items.append({.title = text::incidentTitle(incident),
                      .hint = m_model->accountsOf(incident),
                      .iconName = u"incident"_s,
                      .run = [this, id] { Q_EMIT navigate({.page = PageId::Health, .incident = id}); }});
    }
    return items;
}

} // namespace rookery::ui

#include "moc_healthpage.cpp"
