// SPDX-License-Identifier: GPL-3.0-or-later
#include "broadcastpage.h"

#include "base/reasons/sending.h"
#include "broadcastqueue.h"
#include "composer.h"
#include "draftjson.h"
#include "kit/ageticker.h"
#include "kit/columnfit.h"
#include "kit/confirm.h"
#include "kit/sentences.h"
#include "kit/viewstate.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "messagepreview.h"
#include "planmodel.h"
#include "targetpicker.h"
#include "text/broadcastwording.h"
#include "text/wording.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

BroadcastPage::BroadcastPage(engine::Engine &engine, const Theme &theme, QWidget *parent) : Page(engine, theme, parent)
{
    m_names.read(engine);
    m_planModel = new PlanModel(theme, this);
    build();
    m_ticker = new AgeTicker(
        this, [this] { m_queue->tick(); }, [this] { return m_queue->needsSecondTicks(); });
    connect(&engine.broadcasts(), &engine::BroadcastService::sendingStoppedChanged, m_stoppedStrip,
            &QWidget::setVisible);
    showQueue(false);
    updateActions();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &BroadcastPage::applyAccounts);
    connect(&engine.broadcasts(), &engine::BroadcastService::changed, this, &BroadcastPage::applyBroadcasts);
}

BroadcastPage::~BroadcastPage() = default;

void BroadcastPage::build()
{
    auto *layout = makePageLayout(this);
    layout->addLayout(buildHead());
    const Error stopped{.kind = ErrorKind::Rejected, .reason = Reason::SendingStopped};
    m_stoppedStrip = new QFrame(this);
    setStrip(m_stoppedStrip, Role::Degraded);
    auto *strip = new QHBoxLayout(m_stoppedStrip);
    strip->setContentsMargins(12, 4, 8, 4);
    strip->setSpacing(kGap);
    auto *words = makeLabel(joined(text::errorText(stopped), tr("Nothing is sent until sending is resumed.")),
                            LabelKind::Body, m_stoppedStrip);
    words->setWordWrap(true);
    auto *go = makeButton(tr("Resume sending"), ButtonKind::Plain, m_stoppedStrip, tr("Resume all sending"));
    strip->addWidget(words, 1);
    strip->addWidget(go, 0, Qt::AlignVCenter);
    connect(go, &QPushButton::clicked, this, [this] {
        onResult(this, engine().broadcasts().setSendingStopped(false), [this](const Result<> &done) {
            if (!done)
                tell(done.error());
        });
    });
    m_stoppedStrip->setVisible(engine().broadcasts().sendingStopped());
    layout->addWidget(m_stoppedStrip);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(buildCompose());
    m_queue = new BroadcastQueue(engine(), theme(), m_names, this);
    m_stack->addWidget(m_queue);
    layout->addWidget(m_stack, 1);
    connect(m_queue, &BroadcastQueue::notice, this, &BroadcastPage::notice);
    connect(m_queue, &BroadcastQueue::navigate, this, &BroadcastPage::navigate);
    connect(m_queue, &BroadcastQueue::againWanted, this, &BroadcastPage::askToUseAgain);
}

QHBoxLayout *BroadcastPage::buildHead()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(makeLabel(title(), LabelKind::Title, this));
    top->addSpacing(kGap);
    m_toCompose = makeButton(tr("Compose"), ButtonKind::Plain, this);
    m_toQueue = makeButton(tr("Queue"), ButtonKind::Plain, this);
    for (QPushButton *button : {m_toCompose, m_toQueue}) {
        button->setCheckable(true);
        top->addWidget(button);
    }
    top->addSpacing(kGap);
    m_hint = makeLabel({}, LabelKind::Muted, this);
    top->addWidget(m_hint, 1);
    m_hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_preview = makeButton(tr("Preview plan"), ButtonKind::Plain, this);
    m_preview->setToolTip(tr("Shows what would be sent, by whom and when, without sending"));
    m_send = makeButton(tr("Send\u2026"), ButtonKind::Primary, this, tr("Send broadcast"));
    m_send->setToolTip(tr("Creates the plan, then asks for confirmation once"));
    top->addWidget(m_preview);
    top->addWidget(m_send);
    connect(m_toCompose, &QPushButton::clicked, this, [this] { showQueue(false); });
    connect(m_toQueue, &QPushButton::clicked, this, [this] { showQueue(true); });
    connect(m_preview, &QPushButton::clicked, this, &BroadcastPage::preview);
    connect(m_send, &QPushButton::clicked, this, &BroadcastPage::send);
    return top;
}

QWidget *BroadcastPage::buildCompose()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_splitter = new QSplitter(Qt::Horizontal, box);
    m_splitter->setHandleWidth(kGap);
    m_splitter->setChildrenCollapsible(false);
    m_composer = new Composer(theme(), engine().profile().settings().pace, m_splitter);
    m_targets = new TargetPicker(engine(), theme(), m_names, m_splitter);
    m_splitter->addWidget(m_composer);
    m_splitter->addWidget(m_targets);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(buildPlan());
    connect(m_composer, &Composer::edited, this, &BroadcastPage::draftEdited);
    connect(m_composer, &Composer::notice, this, &BroadcastPage::notice);
    connect(m_targets, &TargetPicker::edited, this, &BroadcastPage::draftEdited);
    connect(m_targets, &TargetPicker::notice, this, &BroadcastPage::notice);
    return box;
}

QWidget *BroadcastPage::buildPlan()
{
    m_planCard = makeCard(this);
    auto *layout = new QVBoxLayout(m_planCard);
    layout->setContentsMargins(16, 8, 8, 8);
    layout->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_planTitle = makeLabel({}, LabelKind::Strong, m_planCard);
    m_planSummary = makeLabel({}, LabelKind::Body, m_planCard);
    m_planSummary->setAccessibleDescription(tr("Plan summary"));
    m_planSummary->setWordWrap(true);
    auto *close = makeIconButton(theme().icon(u"close"_s), tr("Close plan"), m_planCard);
    head->addWidget(m_planTitle);
    head->addWidget(m_planSummary, 1);
    head->addWidget(close, 0, Qt::AlignTop);
    layout->addLayout(head);
    m_planTable = new QTableView(m_planCard);
    m_planTable->setModel(m_planModel);
    styleTable(m_planTable, tr("Plan"));
    m_planTable->setSortingEnabled(false);
    setColumnWidths(m_planTable, {280, 120, 400});
    m_each = new QCheckBox(tr("Send to these groups through each account"), m_planCard);
    m_each->setAccessibleName(m_each->text());
    m_each->setToolTip(tr("Off: a group that several accounts reach gets the message once, from an account that is "
                          "online, else from the first one chosen"));
    layout->addWidget(m_each);
    layout->addWidget(m_planTable);
    m_planCard->hide();
    connect(m_each, &QCheckBox::toggled, this, &BroadcastPage::preview);
    connect(close, &QPushButton::clicked, this, &BroadcastPage::hidePlan);
    return m_planCard;
}

void BroadcastPage::showQueue(bool queue)
{
    m_stack->setCurrentIndex(queue ? 1 : 0);
    m_toCompose->setChecked(!queue);
    m_toQueue->setChecked(queue);
    m_preview->setVisible(!queue);
    m_send->setVisible(!queue);
    updateActions();
}

Draft BroadcastPage::draft() const
{
    Draft draft;
    m_composer->writeTo(draft);
    draft.targets = m_targets->targets();
    draft.mergeAccounts = !m_each->isChecked();
    return draft;
}

void BroadcastPage::draftEdited()
{
    // the shown plan was made from another draft
    hidePlan();
    updateActions();
}

void BroadcastPage::updateActions()
{
    if (m_queue == nullptr)
        return; // still being built
    const bool empty = m_composer->isEmpty();
    const bool nobody = m_targets->targets().isEmpty();
    const bool ready = !empty && !nobody && !m_planning && !m_enqueueing;
    m_preview->setEnabled(ready);
    m_send->setEnabled(ready);
    QString hint;
    if (m_enqueueing)
        hint = tr("Queueing\u2026");
    else if (m_planning)
        hint = tr("Planning\u2026 (Esc cancels)");
    else if (empty)
        hint = tr("Write a message or add a picture");
    else if (nobody)
        hint = tr("Choose targets");
    m_hint->setText(m_stack->currentIndex() == 0 ? hint : QString());
    const int unknown = m_queue->waitingForWord();
    m_toQueue->setText(unknown == 0 ? tr("Queue") : tr("Queue (%n unknown)", nullptr, unknown));
}

void BroadcastPage::planThen(std::function<void(const Plan &)> then)
{
    const int epoch = ++m_plan;
    m_planning = true;
    updateActions();
    onResult(this, engine().broadcasts().plan(draft()),
             [this, epoch, then = std::move(then)](const Result<Plan> &plan) {
                 if (epoch != m_plan)
                     return;
                 m_planning = false;
                 updateActions();
                 if (plan)
                     then(*plan);
                 else
                     tell(plan.error());
             });
}

void BroadcastPage::preview()
{
    planThen([this](const Plan &plan) { showPlan(plan); });
}

void BroadcastPage::send()
{
    planThen([this](const Plan &plan) {
        showPlan(plan);
        if (plan.sendable())
            confirm(plan);
        else
            Q_EMIT notice(tr("It cannot be sent yet: see the plan for the reason."));
    });
}

void BroadcastPage::showPlan(const Plan &plan)
{
    m_shownPlan = plan;
    m_planModel->show(plan, m_names);
    m_each->setVisible(!plan.overlaps.isEmpty());
    constexpr int kMostLines = 5; // further lines scroll, so that the draft above stays readable
    const int lines = std::clamp(m_planModel->rowCount(), 1, kMostLines);
    m_planTable->setFixedHeight(m_planTable->horizontalHeader()->sizeHint().height() + 4
                                + lines * m_planTable->verticalHeader()->defaultSectionSize());
    m_planTitle->setText(plan.sendable() ? tr("Plan") : tr("Cannot be sent"));
    setLabelRole(m_planTitle, theme(), plan.sendable() ? Role::Text : Role::Failed);
    m_planSummary->setText(planSummary(plan, wallNow()));
    m_planCard->show();
}

void BroadcastPage::hidePlan()
{
    ++m_plan;
    m_planning = false;
    m_shownPlan.reset();
    if (m_planCard != nullptr)
        m_planCard->hide();
    updateActions();
}

void BroadcastPage::confirm(const Plan &plan)
{
    QStringList details;
    if (!plan.draft.title.isEmpty())
        details.append(tr("Title: %1").arg(text::visibleControls(plan.draft.title)));
    details.append(planSummary(plan, wallNow()));
    for (const PlanAccount &account : plan.accounts)
        details.append(tr("%1: %n message(s)", nullptr, account.targets).arg(m_names.name(account.gateway)));
    for (const PlanOverlap &overlap : plan.overlaps)
        details.append(text::sentence(text::overlapWords(overlap, m_names.namer())));
    for (const PlanAccount &account : plan.accounts) {
        if (const QString away = text::awayWords(account, m_names.namer()); !away.isEmpty())
            details.append(text::sentence(away));
    }
    if (const QString repeated = text::repeatedWords(plan); !repeated.isEmpty())
        details.append(text::sentence(repeated));
    if (const int left = text::leftOut(plan); left > 0)
        details.append(tr("%n chosen target(s) skipped: see the plan for the reason.", nullptr, left));
    if (engine().broadcasts().sendingStopped())
        details.append(tr("All sending is stopped: the messages wait until sending is resumed."));
    ask(this,
        {.title = tr("Send to %n target(s)?", nullptr, int(plan.draft.targets.size())),
         .details = details.join(u'\n'),
         .yes = tr("Send now"),
         .no = tr("Back"),
         .dangerous = plan.draft.atAll,
         .body = [&plan](QWidget *dialog) { return shownMessage(plan.draft, dialog); }},
        [this, plan] { enqueue(plan); });
}

//! Shows the message as the chat will, below a warning if it mentions everybody.
QWidget *BroadcastPage::shownMessage(const Draft &draft, QWidget *parent)
{
    if (!draft.atAll)
        return new MessagePreview(draft, parent);
    auto *box = new QWidget(parent);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeStrip(tr("All members of the groups are mentioned (@all)."), Role::Failed, box));
    layout->addWidget(new MessagePreview(draft, box));
    return box;
}

//! Ticks the box without making a plan.
void BroadcastPage::sendEach(bool each)
{
    const QSignalBlocker quiet(m_each);
    m_each->setChecked(each);
}

void BroadcastPage::enqueue(const Plan &plan)
{
    m_enqueueing = true;
    updateActions();
    const auto count = int(plan.draft.targets.size());
    onResult(this, engine().broadcasts().enqueue(plan), [this, count](const Result<BroadcastId> &id) {
        m_enqueueing = false;
        if (!id) {
            updateActions();
            tell(id.error());
            return;
        }
        m_composer->clear();
        m_targets->clear();
        sendEach(false);
        m_queue->setFilter(BroadcastQueue::Filter::All);
        m_queue->expect(*id);
        showQueue(true);
        Q_EMIT notice(tr("%n message(s) queued", nullptr, count));
    });
}

void BroadcastPage::askToUseAgain(const SentBroadcast &sent)
{
    if (m_composer->isEmpty() && draft().title.isEmpty() && m_targets->targets().isEmpty())
        return useAgain(sent);
    ask(this,
        {.title = tr("Replace the draft?"),
         .details = tr("The message and the targets that you have begun are replaced by those of the broadcast."),
         .yes = tr("Replace"),
         .no = tr("Keep the draft"),
         .dangerous = true},
        [this, sent] { useAgain(sent); });
}

//! Writes a former broadcast into the composer, at the careful pace, and goes on to the question whether to send it.
void BroadcastPage::useAgain(const SentBroadcast &sent)
{
    Draft draft = sent.draft;
    draft.pace = engine().profile().settings().pace;
    m_composer->readFrom(draft);
    m_targets->setTargets(draft.targets);
    sendEach(!draft.mergeAccounts);
    showQueue(false);
    if (const QString lost = text::lostPictures(sent); !lost.isEmpty())
        Q_EMIT notice(lost); // it would not be the same message: the operator completes it first
    else
        send();
}

void BroadcastPage::tell(const Error &error)
{
    Q_EMIT notice(joined(text::errorText(error), text::errorAdvice(error)));
}

void BroadcastPage::applyAccounts(const engine::SessionChanges &changes)
{
    // rebuilt only when needed: the operator could not choose from a list that is rebuilt ten times a second
    if (m_names.apply(changes) || !changes.removed.isEmpty())
        namesChanged();
}

void BroadcastPage::applyBroadcasts(const engine::BroadcastChanges &changes)
{
    m_queue->apply(changes);
    if (!changes.broadcasts.isEmpty()) {
        updateActions();
        m_ticker->reschedule();
    }
}

void BroadcastPage::settingsChanged()
{
    m_names.read(engine());
    m_composer->setDefaultPace(engine().profile().settings().pace);
    namesChanged();
}

//! Updates everything that names accounts or numbers; a plan keeps the state of the accounts at its creation.
void BroadcastPage::namesChanged()
{
    m_targets->accountsChanged();
    m_queue->namesChanged();
    if (m_shownPlan)
        m_planModel->show(*m_shownPlan, m_names);
}

void BroadcastPage::refresh()
{
    if (m_stack->currentIndex() == 0)
        m_targets->refresh();
    else
        m_queue->refresh();
}

void BroadcastPage::focusFilter()
{
    if (m_stack->currentIndex() == 0)
        m_targets->focusSearch();
    else
        m_queue->focusFilter();
}

bool BroadcastPage::escape()
{
    if (m_stack->currentIndex() != 0)
        return m_queue->clearFilter();
    if (!m_planCard->isHidden() || m_planning) {
        hidePlan();
        return true;
    }
    return m_targets->clearSearch();
}

void BroadcastPage::showItem(const Destination &to)
{
    const bool sent = to.sent || to.deliveries.has_value() || !to.broadcast.isNull();
    if (to.target)
        m_targets->selectTarget(to.gateway, *to.target);
    else if (!to.gateway.isNull() && !sent)
        m_targets->selectAccount(to.gateway);
    if (to.deliveries == DeliveryState::Unknown)
        m_queue->setFilter(BroadcastQueue::Filter::Unknown);
    else if (to.deliveries == DeliveryState::Failed)
        m_queue->setFilter(BroadcastQueue::Filter::Failed);
    else if (sent)
        m_queue->setFilter(BroadcastQueue::Filter::All);
    m_queue->select(to.broadcast);
    showQueue(sent);
}

QJsonObject BroadcastPage::saveState() const
{
    return {{u"draft"_s, draftToJson(draft(), engine().profile().settings().pace)},
            {u"account"_s, m_targets->saveChoice()},
            {u"contactColumns"_s, saveHeader(m_targets->contactTable())},
            {u"chosenColumns"_s, saveHeader(m_targets->chosenTable())},
            {u"splitter"_s, saveSplitter(m_splitter)},
            {u"queue"_s, m_queue->saveState()},
            {u"view"_s, m_stack->currentIndex()}};
}

void BroadcastPage::restoreState(const QJsonObject &state)
{
    restoreHeader(m_targets->contactTable(), state.value("contactColumns"_L1));
    restoreHeader(m_targets->chosenTable(), state.value("chosenColumns"_L1));
    restoreSplitter(m_splitter, state.value("splitter"_L1));
    m_targets->restoreChoice(state.value("account"_L1));
    const Draft draft = draftFromJson(state.value("draft"_L1).toObject(), engine().profile().settings().pace);
    m_composer->readFrom(draft);
    m_targets->setTargets(draft.targets);
    sendEach(!draft.mergeAccounts);
    m_queue->restoreState(state.value("queue"_L1).toObject());
    showQueue(state.value("view"_L1).toInt() == 1);
}

QList<PaletteItem> BroadcastPage::paletteItems()
{
    return {{.title = tr("Write a broadcast"),
             .hint = title(),
             .iconName = u"broadcast"_s,
             .run =
                 [this] {
                     Q_EMIT navigate({.page = PageId::Broadcast});
                     showQueue(false);
                 }},
            {.title = tr("Deliveries that need confirmation"),
             .hint = text::number(m_queue->waitingForWord()),
             .iconName = u"broadcast"_s,
             .run = [this] { Q_EMIT navigate({.page = PageId::Broadcast, .deliveries = DeliveryState::Unknown}); }}};
}

} // namespace rookery::ui

#include "moc_broadcastpage.cpp"
