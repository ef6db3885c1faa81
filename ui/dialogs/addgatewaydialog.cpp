// SPDX-License-Identifier: GPL-3.0-or-later
#include "addgatewaydialog.h"

#include "gatewaydialogs.h"
#include "tokendialog.h"

#include "text/wording.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QVBoxLayout *column(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    return layout;
}

} // namespace

AddGatewayDialog::AddGatewayDialog(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Dialog(theme, tr("Add gateway"), parent)
    , m_engine(engine)
{
    resize(560, 520);
    m_where = addText({}, LabelKind::Muted);
    m_where->setAccessibleName(tr("Step"));
    m_steps = new QStackedWidget(this);
    QWidget *address = addressStep(); // the choice of a kind words it
    m_steps->addWidget(kindStep());
    m_steps->addWidget(address);
    m_steps->addWidget(testStep());
    body()->addWidget(m_steps, 1);
    m_certificate = addButton(tr("Review certificate"), [this] { reviewCertificate(); });
    m_again = addButton(tr("Test again"), [this] { runTest(); });
    m_back = addButton(tr("Back"), [this] { go(Step(std::max(0, m_steps->currentIndex() - 1))); });
    setPrimary(tr("Next"), [this] { next(); });
    go(Kind);
}

void AddGatewayDialog::Field::word(const QString &labelText, const QString &hintText)
{
    label->setText(labelText);
    edit->setAccessibleName(labelText);
    hint->setText(hintText);
}

void AddGatewayDialog::Field::show(bool shown)
{
    label->setVisible(shown);
    edit->setVisible(shown);
    hint->setVisible(shown && !hint->text().isEmpty());
}

AddGatewayDialog::Field AddGatewayDialog::addLine(QWidget *page, QLineEdit *edit)
{
    auto *group = new QVBoxLayout;
    group->setSpacing(4);
    Field field{
        .label = makeLabel({}, LabelKind::Section, page), .edit = edit, .hint = makeLabel({}, LabelKind::Muted, page)};
    field.label->setBuddy(edit);
    field.hint->setWordWrap(true);
    group->addWidget(field.label);
    group->addWidget(edit);
    group->addWidget(field.hint);
    static_cast<QVBoxLayout *>(page->layout())->addLayout(group);
    return field;
}

QWidget *AddGatewayDialog::kindStep()
{
    auto *page = new QWidget(m_steps);
    QVBoxLayout *layout = column(page);
    layout->addWidget(makeLabel(tr("What kind of gateway is it?"), LabelKind::Body, page));
    const QList<GatewayKind> kinds = engine::gatewayKinds();
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
        layout->addWidget(choice);
        layout->addWidget(words);
        choice->setChecked(kind == kinds.constFirst());
    }
    layout->addStretch();
    return page;
}

void AddGatewayDialog::choose(GatewayKind kind)
{
    m_profile = {};
    m_profile.kind = kind;
    m_form = gatewayForm(kind);
    m_address.word(m_form.address, m_form.addressHint);
    m_address.edit->setPlaceholderText(m_form.example);
    m_address.show(true);
    m_token.word(m_form.token, tokenHint(kind));
    m_token.show(true);
    m_oneBot.show(m_form.secondWay);
}

QWidget *AddGatewayDialog::addressStep()
{
    auto *page = new QWidget(m_steps);
    QVBoxLayout *layout = column(page);
    m_address = addLine(page, new QLineEdit(page));
    m_token = addLine(page, makeSecretField(theme(), page, tr("Token")));
    m_name = new QLineEdit(page);
    m_name->setPlaceholderText(tr("as you call it; may stay empty"));
    Field name = addLine(page, m_name);
    name.word(tr("Name"), {});
    name.show(true);
    m_oneBot = addLine(page, new QLineEdit(page));
    m_oneBot.edit->setPlaceholderText(u"ws://127.0.0.1:3001"_s);
    m_oneBot.word(tr("OneBot address (optional)"), {});
    m_warning = makeLabel({}, LabelKind::Body, page);
    m_warning->setWordWrap(true);
    m_warning->setAccessibleName(tr("Warning"));
    setLabelRole(m_warning, theme(), Role::Degraded);
    m_warning->hide();
    layout->addWidget(m_warning);
    layout->addStretch();
    connect(m_address.edit, &QLineEdit::textChanged, this, &AddGatewayDialog::addressEdited);
    return page;
}

QWidget *AddGatewayDialog::testStep()
{
    auto *page = new QWidget(m_steps);
    QVBoxLayout *layout = column(page);
    m_outcome = makeLabel({}, LabelKind::Strong, page);
    m_outcome->setAccessibleName(tr("Test outcome"));
    m_outcome->setWordWrap(true);
    layout->addWidget(m_outcome);
    m_report = new QTreeWidget(page);
    m_report->setHeaderLabels({tr("Step"), tr("Result"), tr("Found")});
    styleTree(m_report, tr("Test steps"));
    m_report->setSortingEnabled(false);
    m_report->setSelectionMode(QAbstractItemView::NoSelection);
    m_report->header()->setStretchLastSection(true);
    layout->addWidget(m_report, 1);
    return page;
}

void AddGatewayDialog::go(Step step)
{
    ++m_testRun;
    setBusy(false);
    clearError();
    m_steps->setCurrentIndex(step);
    const QString names[] = {tr("kind"), tr("address and token"), tr("live test")};
    m_where->setText(tr("Step %1 of 3: %2").arg(int(step) + 1).arg(names[step]));
    m_back->setVisible(step != Kind);
    m_again->setVisible(step == Test);
    m_certificate->hide();
    const QString forward = step == Test ? tr("Add this gateway") : tr("Next");
    primary()->setText(forward);
    primary()->setAccessibleName(forward);
    if (step == Address)
        m_address.edit->setFocus();
    if (step == Test)
        runTest();
}

void AddGatewayDialog::next()
{
    switch (Step(m_steps->currentIndex())) {
    case Kind:
        go(Address);
        return;
    case Address:
        if (readFields())
            go(Test);
        return;
    case Test:
        add();
        return;
    }
}

void AddGatewayDialog::addressEdited(const QString &text)
{
    const auto parsed = engine::Engine::parseAddress(text.trimmed(), m_profile.kind);
    m_warning->setText(parsed ? plainHttpWarning(parsed->url) : QString());
    m_warning->setVisible(!m_warning->text().isEmpty());
    // A pasted panel address brings its token: it moves to its own field, out of sight.
    if (parsed && !parsed->token.isEmpty() && text.contains(u"token="_s)) {
        m_token.edit->setText(parsed->token.reveal());
        m_address.edit->setText(parsed->url.toString());
    }
}

bool AddGatewayDialog::readFields()
{
    clearError();
    const auto parsed = engine::Engine::parseAddress(m_address.edit->text().trimmed(), m_profile.kind);
    if (!parsed) {
        showProblem(tr("This is not an address."), tr("It looks like %1.").arg(m_form.example));
        m_address.edit->setFocus();
        return false;
    }
    if (engine::tokenNeeded(m_profile.kind) && m_token.edit->text().trimmed().isEmpty()) {
        showProblem(tr("The token is missing."), tokenHint(m_profile.kind));
        m_token.edit->setFocus();
        return false;
    }
    if (m_form.secondWay) {
        const QString oneBot = m_oneBot.edit->text().trimmed();
        const QUrl second(oneBot, QUrl::StrictMode);
        if (!oneBot.isEmpty() && second.scheme() != u"ws" && second.scheme() != u"wss") {
            showProblem(tr("The OneBot address is not a WebSocket address."), tr("It starts with ws:// or wss://."));
            m_oneBot.edit->setFocus();
            return false;
        }
        m_profile.oneBot = second;
    }
    if (m_profile.address() != parsed->url)
        m_profile.pinnedSha256.clear();
    engine::Engine::setAddress(m_profile, parsed->url);
    m_profile.name = m_name->text().trimmed();
    m_profile.id = m_engine.suggestId(m_profile.name.isEmpty() ? parsed->url.host() : m_profile.name);
    return true;
}

void AddGatewayDialog::runTest()
{
    clearError();
    m_certificate->hide();
    m_refused.reset();
    m_report->clear();
    m_outcome->setText(tr("Testing %1 …").arg(text::visibleControls(m_profile.address().toString())));
    setLabelRole(m_outcome, theme(), Role::Text);
    setBusy(true);
    const int run = ++m_testRun;
    onResult(this, m_engine.testGateway(m_profile, Redacted<QString>(m_token.edit->text().trimmed())),
             [this, run](const Result<GatewayTestReport> &report) {
                 if (run != m_testRun)
                     return;
                 setBusy(false);
                 if (report)
                     showReport(*report);
                 else
                     showError(report.error());
             });
}

void AddGatewayDialog::showReport(const GatewayTestReport &report)
{
    for (const TestStepResult &step : report.steps) {
        auto *row = new QTreeWidgetItem(
            m_report,
            {text::testStepName(step.step), text::stepStateWord(step.state), text::visibleControls(step.found)});
        const bool passed = step.state == StepState::Passed;
        const bool failed = step.state == StepState::Failed;
        row->setIcon(0,
                     theme().shapeIcon(passed       ? Shape::FilledCircle
                                           : failed ? Shape::Square
                                                    : Shape::HollowCircle,
                                       passed       ? Role::Working
                                           : failed ? Role::Failed
                                                    : Role::Unknown,
                                       14));
        if (failed) {
            row->setText(2, text::errorClause(step.why));
            row->setToolTip(2, text::errorText(step.why));
            showError(step.why);
        }
    }
    for (const int column : {0, 1}) {
        m_report->resizeColumnToContents(column);
        m_report->setColumnWidth(column, m_report->columnWidth(column) + 24);
    }
    if (report.passed()) {
        m_outcome->setText(report.account.isNull()
                               ? tr("Everything answers.")
                               : tr("Everything answers. Account: %1 (%2)")
                                     .arg(text::visibleControls(report.nickname), report.account.value()));
        setLabelRole(m_outcome, theme(), Role::Working);
        primary()->setFocus();
        return;
    }
    m_outcome->setText(tr("Something is wrong. You can correct it, or add the gateway as it is."));
    setLabelRole(m_outcome, theme(), Role::Failed);
    m_refused = report.certificate;
    m_certificate->setVisible(m_refused.has_value());
}

void AddGatewayDialog::reviewCertificate()
{
    if (!m_refused)
        return;
    auto *dialog =
        new CertificateDialog(theme(), m_profile.address().host(), *m_refused, this, [this](const QByteArray &sha256) {
            m_profile.pinnedSha256 = sha256;
            return readyResult<void>({});
        });
    connect(dialog, &QDialog::accepted, this, &AddGatewayDialog::runTest);
    dialog->open();
}

void AddGatewayDialog::add()
{
    await(m_engine.addGateway(m_profile, Redacted<QString>(m_token.edit->text().trimmed())));
}

} // namespace rookery::ui
