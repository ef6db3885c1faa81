// SPDX-License-Identifier: GPL-3.0-or-later
#include "addgatewaydialog.h"

#include "certificatedialog.h"
#include "gatewayfields.h"
#include "incomingbox.h"
#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "setupguidecard.h"
#include "text/detectionwording.h"
#include "text/wording.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kCardWidth = 280;

QVBoxLayout *column(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    return layout;
}

} // namespace

AddGatewayDialog::AddGatewayDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Add gateway"), parent)
    , m_engine(engine)
{
    resize(780, 560);
    m_where = addText({}, LabelKind::Muted);
    m_where->setAccessibleName(tr("Step"));
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    m_steps = new QStackedWidget(this);
    row->addWidget(m_steps, 1);
    m_card = new SetupGuideCard(this);
    m_card->setFixedWidth(kCardWidth);
    row->addWidget(m_card);
    QWidget *needs = needsStep(); // first, because the choice of a kind sets its words
    m_steps->addWidget(kindStep());
    m_steps->addWidget(needs);
    m_steps->addWidget(testStep());
    body()->addLayout(row, 1);
    m_certificate = addButton(tr("Review certificate"), [this] { reviewCertificate(); });
    m_again = addButton(tr("Test again"), [this] {
        if (m_waiting)
            stopWaiting();
        else
            runTest();
    });
    m_switch = addButton({}, [this] { switchKind(); });
    m_back = addButton(tr("Back"), [this] { go(Step(std::max(0, m_steps->currentIndex() - 1))); });
    setPrimary(tr("Next"), [this] { next(); });
    connect(&engine.gateways(), &engine::GatewayService::listenerChanged, this, [this](const ListenerState &listener) {
        if (m_waiting)
            showRejected(listener);
    });
    go(Kind);
}

AddGatewayDialog::~AddGatewayDialog()
{
    stopTest();
}

// --- the steps ------------------------------------------------------------------------------------

QWidget *AddGatewayDialog::kindStep()
{
    auto *page = new QWidget(m_steps);
    QVBoxLayout *layout = column(page);
    layout->addWidget(lookRow(page));
    layout->addWidget(makeLabel(tr("What kind of gateway is it?"), LabelKind::Section, page));
    const QList<GatewayKind> kinds = gatewayKinds();
    for (const GatewayKind kind : kinds) {
        auto *choice = new QRadioButton(text::gatewayKindName(kind), page);
        choice->setAccessibleName(choice->text());
        connect(choice, &QRadioButton::toggled, this, [this, kind](bool chosen) {
            if (chosen)
                choose(kind);
        });
        QLabel *words = makeLabel(gatewayForm(kind).words, LabelKind::Muted, page);
        words->setWordWrap(true);
        words->setContentsMargins(24, 0, 0, 0);
        choice->setAccessibleDescription(words->text());
        auto *group = new QVBoxLayout;
        group->setSpacing(0);
        group->addWidget(choice);
        group->addWidget(words);
        layout->addLayout(group);
        m_kinds.insert(kind, choice);
        choice->setChecked(kind == kinds.constFirst());
    }
    layout->addStretch();
    return page;
}

QWidget *AddGatewayDialog::lookRow(QWidget *page)
{
    auto *box = new QWidget(page);
    auto *rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 4);
    rows->setSpacing(4);
    rows->addWidget(makeLabel(tr("Not sure? Paste an address to detect the kind"), LabelKind::Section, box));
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_unknown = new QLineEdit(box);
    m_unknown->setAccessibleName(tr("Address to detect"));
    m_unknown->setPlaceholderText(u"http://127.0.0.1:6099"_s);
    row->addWidget(m_unknown, 1);
    m_look = makeButton(tr("Detect"), ButtonKind::Plain, box);
    m_look->setEnabled(false);
    row->addWidget(m_look);
    rows->addLayout(row);
    m_found = makeLabel({}, LabelKind::Body, box);
    m_found->setWordWrap(true);
    m_found->setAccessibleDescription(tr("Detection result"));
    m_found->hide();
    rows->addWidget(m_found);
    connect(m_look, &QPushButton::clicked, this, &AddGatewayDialog::look);
    connect(m_unknown, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_look->setEnabled(!text.trimmed().isEmpty() && !isBusy()); });
    return box;
}

void AddGatewayDialog::look()
{
    const QString typed = m_unknown->text().trimmed();
    m_looked = typed;
    clearError();
    setBusy(true);
    m_look->setEnabled(false);
    const int run = ++m_testRun;
    onResult(this, m_engine.gateways().detect(typed), [this, run, typed](const Result<Detection> &found) {
        if (run != m_testRun)
            return;
        setBusy(false);
        m_look->setEnabled(true);
        if (found)
            showFound(*found, typed);
        else
            showError(found.error());
    });
}

void AddGatewayDialog::showFound(const Detection &found, const QString &typed)
{
    m_found->setText(text::detectionWords(found));
    m_found->setToolTip(plainTip(text::detectionEvidence(found)));
    m_found->show();
    QRadioButton *choice = found.kind ? m_kinds.value(*found.kind) : nullptr;
    setLabelRole(m_found, theme(), choice ? Role::Working : Role::Degraded);
    if (!choice)
        return;
    choice->setChecked(true);
    GatewayProfile profile;
    profile.kind = *found.kind;
    profile.way = found.way;
    const QString usual = traitsOf(profile.kind).address.usual; // need not be entered
    if (usual.isEmpty() || found.address.host() != QUrl(usual).host())
        engine::GatewayService::setAddress(profile, found.address);
    begin(profile);
    if (typed.contains(u"token="_s)) {
        m_fields->typeAddress(typed);
        m_looked = found.address.toString();
        m_unknown->setText(m_looked); // the token is in its own line now
    }
}

void AddGatewayDialog::begin(const GatewayProfile &profile)
{
    m_profile = profile;
    m_made = {};
    m_fields->show(profile);
    m_card->show(profile.kind, profile.way);
}

void AddGatewayDialog::choose(GatewayKind kind)
{
    GatewayProfile profile;
    profile.kind = kind;
    begin(profile);
}

void AddGatewayDialog::beginWithIncoming(const QString &account)
{
    const QList<GatewayKind> kinds = gatewayKinds();
    const auto kind =
        std::find_if(kinds.cbegin(), kinds.cend(), [](GatewayKind one) { return traitsOf(one).choosesWay; });
    if (kind == kinds.cend())
        return;
    m_kinds.value(*kind)->setChecked(true);
    GatewayProfile profile;
    profile.kind = *kind;
    profile.way = OneBotTransportKind::Reverse;
    profile.account = account;
    begin(profile);
    go(Needs);
}

QWidget *AddGatewayDialog::needsStep()
{
    auto *scroll = new QScrollArea(m_steps);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setFrameShape(QFrame::NoFrame);
    m_fields = new GatewayFields(theme(), GatewayFields::Secrets::Ask, scroll);
    m_fields->setObjectName(u"plain"_s);
    m_fields->layout()->setContentsMargins(2, 0, kGap, 0); // room for the focus ring and the scroll bar
    scroll->setWidget(m_fields);
    connect(m_fields, &GatewayFields::wayChanged, this, [this] {
        m_made = {};
        m_card->show(m_profile.kind, m_fields->way());
        orderFocus(); // the lines have changed
    });
    return scroll;
}

QWidget *AddGatewayDialog::testStep()
{
    auto *page = new QWidget(m_steps);
    QVBoxLayout *layout = column(page);
    m_incoming = new IncomingBox(m_engine, page);
    connect(m_incoming, &IncomingBox::changePortWanted, this, &AddGatewayDialog::changePortWanted);
    layout->addWidget(m_incoming);
    m_outcome = makeLabel({}, LabelKind::Strong, page);
    m_outcome->setAccessibleDescription(tr("Test outcome"));
    m_outcome->setWordWrap(true);
    layout->addWidget(m_outcome);
    m_rejected = makeLabel({}, LabelKind::Body, page);
    m_rejected->setAccessibleDescription(tr("Rejected meanwhile"));
    m_rejected->setWordWrap(true);
    setLabelRole(m_rejected, theme(), Role::Degraded);
    layout->addWidget(m_rejected);
    m_report = new QTreeWidget(page);
    m_report->setHeaderLabels({tr("Step"), tr("Result"), tr("Found")});
    styleTree(m_report, tr("Test steps"));
    m_report->setSortingEnabled(false);
    m_report->setSelectionMode(QAbstractItemView::NoSelection);
    m_report->header()->setStretchLastSection(true);
    layout->addWidget(m_report, 1);
    layout->addStretch();
    return page;
}

void AddGatewayDialog::go(Step step)
{
    stopTest();
    setBusy(false);
    clearError();
    m_steps->setCurrentIndex(step);
    m_card->setVisible(step != Test);
    const QString names[] = {tr("kind"), tr("setup"), tr("live test")};
    m_where->setText(tr("Step %1 of 3: %2").arg(int(step) + 1).arg(names[step]));
    m_back->setVisible(step != Kind);
    m_again->setVisible(step == Test);
    preferBack(false);
    m_certificate->hide();
    m_switch->hide();
    const QString forward = step == Test ? tr("Add this gateway") : tr("Next");
    primary()->setText(forward);
    primary()->setAccessibleName(forward);
    if (step != Test)
        m_incoming->forget();
    orderFocus();
    if (step == Needs)
        m_fields->focusFirst();
    if (step == Test)
        runTest();
}

void AddGatewayDialog::orderFocus()
{
    QWidget *before = m_fields->last();
    for (QWidget *widget :
         {static_cast<QWidget *>(m_card), static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_switch),
          static_cast<QWidget *>(m_again), static_cast<QWidget *>(m_certificate), static_cast<QWidget *>(closeButton()),
          static_cast<QWidget *>(primary())}) {
        setTabOrder(before, widget);
        before = widget;
    }
}

void AddGatewayDialog::next()
{
    switch (Step(m_steps->currentIndex())) {
    case Kind:
        // Enter in that line first starts a detection
        if (m_unknown->hasFocus() && m_look->isEnabled() && m_unknown->text().trimmed() != m_looked)
            look();
        else
            go(Needs);
        return;
    case Needs:
        if (readFields())
            go(Test);
        return;
    case Test:
        add();
        return;
    }
}

bool AddGatewayDialog::readFields()
{
    clearError();
    if (const auto problem = m_fields->read(m_profile)) {
        showProblem(problem->text, problem->advice);
        return false;
    }
    m_profile.id = m_engine.gateways().suggestId(m_profile.name.isEmpty() ? suggestedName(m_profile) : m_profile.name);
    if (m_fields->form().dialsIn && m_made.isEmpty())
        m_made = engine::GatewayService::makeToken();
    return true;
}

Redacted<QString> AddGatewayDialog::token() const
{
    return m_fields->form().dialsIn ? m_made : m_fields->token();
}

// --- the live test --------------------------------------------------------------------------------

void AddGatewayDialog::runTest()
{
    preferBack(false);
    stopTest();
    clearError();
    m_certificate->hide();
    m_switch->hide();
    m_refused.reset();
    m_seems.reset();
    m_report->clear();
    setAdvicePlace({.kind = m_profile.kind, .inForm = true});
    const bool dialsIn = m_fields->form().dialsIn;
    m_incoming->setVisible(dialsIn);
    if (dialsIn)
        m_incoming->show(m_profile.way, m_made);
    const QString where = m_profile.address().isEmpty() ? m_profile.folder : m_profile.address().toString();
    m_outcome->setText(tr("Testing %1 …").arg(text::visibleControls(where)));
    setLabelRole(m_outcome, theme(), Role::Text);
    setBusy(true);
    m_testing = true;
    showWaiting(m_profile.way == OneBotTransportKind::Reverse && dialsIn);
    const int run = ++m_testRun;
    onResult(this, m_engine.gateways().test(m_profile, token()), [this, run](const Result<GatewayTestReport> &report) {
        if (run != m_testRun)
            return;
        m_testing = false;
        showWaiting(false);
        setBusy(false);
        if (report)
            showReport(*report);
        else
            showError(report.error());
    });
}

void AddGatewayDialog::stopTest()
{
    ++m_testRun;
    if (std::exchange(m_testing, false))
        m_engine.gateways().cancelTest(m_profile.id);
}

void AddGatewayDialog::stopWaiting()
{
    stopTest();
    showWaiting(false);
    setBusy(false);
    m_outcome->setText(tr("It has not connected. You can add it now: it can connect with this token at any time."));
}

void AddGatewayDialog::showWaiting(bool waiting)
{
    m_waiting = waiting;
    const QString again = waiting ? tr("Stop waiting") : tr("Test again");
    m_again->setText(again);
    m_again->setAccessibleName(again);
    m_report->setVisible(!waiting);
    m_rejected->hide();
    if (!waiting)
        return;
    m_waitingSince = wallNow();
    m_outcome->setText(tr("Waiting up to a minute for the gateway to connect …"));
    primary()->setEnabled(true); // the gateway may be set up later
}

void AddGatewayDialog::showRejected(const ListenerState &listener)
{
    if (listener.incoming.isEmpty() || listener.incoming.constFirst().lastAt < m_waitingSince)
        return;
    const IncomingConnection &last = listener.incoming.constFirst();
    const QString who = last.account.isEmpty()
        ? last.address
        : text::shownNumber(last.account, m_engine.profile().settings().maskNumbers);
    m_rejected->setText(
        tr("Rejected meanwhile: %1 (%2). %3")
            .arg(text::visibleControls(who), text::rejectReasonWord(last.trouble), text::rejectAdvice(last.trouble)));
    m_rejected->show();
}

void AddGatewayDialog::addStep(const TestStepResult &step)
{
    auto *row = new QTreeWidgetItem(m_report,
                                    {text::testStepName(step.step, m_profile.kind), text::stepStateWord(step.state),
                                     step.step == TestStep::Login ? text::shownWords(
                                         text::visibleControls(step.found), m_engine.profile().settings().maskNumbers)
                                                                  : text::visibleControls(step.found)});
    const bool passed = step.state == StepState::Passed;
    const bool failed = step.state == StepState::Failed;
    row->setIcon(0, theme().statusIcon(passed ? kWorkingStyle : failed ? kFailedStyle : kUnknownStyle, 14));
    if (failed) {
        const bool masked = m_engine.profile().settings().maskNumbers;
        row->setText(2, text::shownWords(text::errorClause(step.why), masked));
        row->setToolTip(2, plainTip(text::shownWords(text::errorText(step.why), masked)));
        showError(step.why);
    }
}

void AddGatewayDialog::preferBack(bool back)
{
    setButtonKind(m_back, back ? ButtonKind::Primary : ButtonKind::Plain);
    setButtonKind(primary(), back ? ButtonKind::Plain : ButtonKind::Primary);
    (back ? m_back : primary())->setDefault(true);
}

void AddGatewayDialog::showReport(const GatewayTestReport &report)
{
    for (const TestStepResult &step : report.steps) {
        if (text::hasTestStep(step.step, m_profile.kind))
            addStep(step);
    }
    for (const int column : {0, 1}) {
        m_report->resizeColumnToContents(column);
        m_report->setColumnWidth(column, m_report->columnWidth(column) + 24);
    }
    const auto leftOut = std::find_if(report.steps.cbegin(), report.steps.cend(), [](const TestStepResult &step) {
        return step.state == StepState::Skipped && step.why.reason != Reason::None;
    });
    if (report.passed() && leftOut != report.steps.cend()) {
        m_outcome->setText(tr("No problem found so far, but not everything could be tested: %1.")
                               .arg(text::errorClause(leftOut->why)));
        setLabelRole(m_outcome, theme(), Role::Unknown);
        primary()->setFocus();
        return;
    }
    if (report.passed()) {
        m_outcome->setText(
            report.account.isNull()
                ? tr("Everything answers.")
                : tr("Everything answers. Account: %1 (%2)")
                      .arg(text::visibleControls(report.nickname),
                           text::shownNumber(report.account.value(), m_engine.profile().settings().maskNumbers)));
        setLabelRole(m_outcome, theme(), Role::Working);
        primary()->setFocus();
        return;
    }
    m_outcome->setText(tr("The test found a problem. Correct it, or add the gateway anyway."));
    preferBack(true);
    setLabelRole(m_outcome, theme(), Role::Failed);
    m_refused = report.certificate;
    m_certificate->setVisible(m_refused.has_value());
    if (report.seems && report.seems->kind && *report.seems->kind != m_profile.kind)
        offerSwitch(*report.seems);
}

//! Offers to switch when the detected kind differs from the chosen one: that is the cause of the failure.
void AddGatewayDialog::offerSwitch(const Detection &found)
{
    m_seems = found;
    const QString words = tr("Switch to %1").arg(text::gatewayKindName(*found.kind));
    m_switch->setText(words);
    m_switch->setAccessibleName(words);
    m_switch->show();
    showProblem(
        text::detectionWords(found),
        tr("The chosen kind is %1. Switch the kind; the address is kept.").arg(text::gatewayKindName(m_profile.kind)));
}

void AddGatewayDialog::switchKind()
{
    const Detection found = *m_seems;
    const Redacted<QString> typed = m_fields->token(); // typed for the gateway at this address, whatever its kind
    const GatewayKind typedFor = m_profile.kind;
    go(Kind);
    showFound(found, {});
    m_fields->takeToken(typed, typedFor);
    go(Needs);
}

void AddGatewayDialog::reviewCertificate()
{
    if (!m_refused)
        return;
    auto *dialog = new CertificateDialog(theme(), m_profile.address().host(), *m_refused, this,
                                         [this](const CertificateInfo &pin) {
                                             m_profile.pinnedSha256 = pin.sha256;
                                             m_profile.pinnedUntil = pin.notAfter;
                                             return readyResult<void>({});
                                         });
    connect(dialog, &QDialog::accepted, this, &AddGatewayDialog::runTest);
    dialog->open();
}

void AddGatewayDialog::add()
{
    stopTest(); // from now on incoming connections belong to the gateway itself
    showWaiting(false);
    await(m_engine.gateways().add(m_profile, token()));
}

} // namespace rookery::ui

#include "moc_addgatewaydialog.cpp"
