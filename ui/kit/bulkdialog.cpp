// SPDX-License-Identifier: GPL-3.0-or-later
#include "bulkdialog.h"

#include "columnfit.h"
#include "naturalsorter.h"
#include "statusstyle.h"
#include "text/wording.h"
#include "widgetfactory.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

using State = BulkRun::State;

void BulkModel::update(int row, State state, const Error &why)
{
    BulkRow changed = at(row);
    changed.state = state;
    changed.why = why;
    replaceRow(row, changed);
    touchRows(row, row);
}

int BulkModel::count(State state) const
{
    return int(
        std::count_if(rows().cbegin(), rows().cend(), [state](const BulkRow &row) { return row.state == state; }));
}

QString BulkModel::heading(int column) const
{
    return column == Name ? tr("Account") : tr("Result");
}

QString BulkModel::textOf(const BulkRow &row, int column) const
{
    if (column == Name)
        return row.account.name;
    switch (row.state) {
    case State::Waiting:
        return tr("waiting");
    case State::Running:
        return tr("running …");
    case State::Done:
        return m_isOrder ? tr("started") : tr("done");
    case State::Failed:
        return tr("failed: %1").arg(text::visibleControls(text::errorClause(row.why)));
    case State::Removed:
        return tr("removed meanwhile");
    case State::Cancelled:
        return tr("cancelled");
    }
    return {};
}

QVariant BulkModel::sortKey(const BulkRow &row, int column) const
{
    if (column == Name)
        return row.account.name;
    switch (row.state) { // what has to be read comes first
    case State::Failed:
        return 0;
    case State::Removed:
        return 1;
    case State::Cancelled:
        return 2;
    default:
        return 3;
    }
}

QString BulkModel::toolTip(const BulkRow &row, int column) const
{
    if (column == Name || row.state != State::Failed)
        return textOf(row, column);
    return text::visibleControls(text::errorText(row.why) + u'\n' + text::errorAdvice(row.why), true);
}

std::optional<StatusStyle> BulkModel::status(const BulkRow &row, int column) const
{
    if (column == Name)
        return std::nullopt;
    if (row.state == State::Done && !m_isOrder)
        return kWorkingStyle;
    return row.state == State::Failed ? kFailedStyle : kUnknownStyle;
}

std::optional<Role> BulkModel::color(const BulkRow &row, int column) const
{
    if (column == Name || row.state == State::Done)
        return std::nullopt;
    return row.state == State::Failed ? Role::Failed : Role::Muted;
}

BulkDialog::BulkDialog(engine::Engine &engine, const Theme &theme, BulkJob job, QWidget *parent)
    : Dialog(theme, job.title, parent)
    , m_job(std::move(job))
{
    setMinimumWidth(560);
    build();
    connect(&engine.sessions(), &engine::SessionService::changed, this, [this](const engine::SessionChanges &changes) {
        if (m_step == Step::Running)
            m_run->forget(changes.removed);
    });
}

void BulkDialog::build()
{
    m_question = addText(m_job.question);
    m_question->setVisible(!m_job.question.isEmpty());
    m_leftOut = addText(m_job.leftOut, LabelKind::Muted);
    m_leftOut->setVisible(!m_job.leftOut.isEmpty());
    m_progressText = addText({}, LabelKind::Strong);
    m_progressText->setAccessibleDescription(tr("Progress"));
    m_bar = new QProgressBar(this);
    m_bar->setAccessibleName(tr("Accounts done"));
    body()->addWidget(m_bar);
    m_progressText->hide();
    m_bar->hide();

    m_model = new BulkModel(theme(), m_job.isOrder, this);
    QList<BulkRow> rows;
    for (const BulkJob::Account &account : std::as_const(m_job.accounts))
        rows.append({.account = account});
    m_model->setRows(std::move(rows));
    m_sorted = new NaturalSorter(m_model, this);
    m_table = new QTableView(this);
    m_table->setModel(m_sorted);
    styleTable(m_table, tr("Accounts and results"));
    m_table->setSortingEnabled(false);
    m_sorted->sort(-1); // switching it on has sorted the rows
    m_table->setMinimumHeight(160);
    setColumnWidths(m_table, {220, 300}, {BulkModel::Name, BulkModel::Outcome});
    m_table->setColumnHidden(BulkModel::Outcome, true);
    body()->addWidget(m_table, 1);

    m_copy = addButton(tr("Copy results"), [this] { copy(); });
    m_copy->hide();
    setPrimary(
        m_job.button, [this] { onPrimary(); }, m_job.kind);
    QPushButton *first = m_job.kind == ButtonKind::Danger ? closeButton() : primary();
    primary()->setAutoDefault(false);
    first->setDefault(true);
    first->setFocus();
    resize(560, 420);
}

void BulkDialog::begin()
{
    open();
    if (m_job.question.isEmpty())
        onPrimary();
}

void BulkDialog::onPrimary()
{
    if (m_step == Step::Over) {
        run(failedRows());
        return;
    }
    QList<int> all;
    for (int row = 0; row < m_model->rowCount(); ++row)
        all.append(row);
    run(all);
}

void BulkDialog::run(const QList<int> &rows)
{
    m_step = Step::Running;
    m_rows = rows;
    m_question->hide();
    m_copy->hide();
    primary()->hide();
    setCloseText(tr("Cancel"));
    m_table->setColumnHidden(BulkModel::Outcome, false);
    m_sorted->sort(-1); // in the order in which they run
    m_bar->setRange(0, int(rows.size()));
    m_bar->show();
    m_progressText->show();
    QList<GatewayId> gateways;
    for (const int row : rows) {
        m_model->update(row, State::Waiting, {});
        gateways.append(m_model->at(row).account.gateway);
    }
    if (m_run)
        m_run->deleteLater();
    m_run = new BulkRun(gateways, m_job.command, this);
    connect(m_run, &BulkRun::changed, this, &BulkDialog::onChanged);
    connect(m_run, &BulkRun::finished, this, &BulkDialog::onFinished);
    m_run->start();
}

void BulkDialog::onChanged(int item)
{
    const BulkRun::Item &now = m_run->items().at(item);
    m_model->update(m_rows.at(item), now.state, now.why);
    const int ended = m_run->ended();
    m_bar->setValue(ended);
    m_progressText->setText(tr("%1 of %2 done").arg(ended).arg(m_rows.size()));
}

void BulkDialog::onFinished()
{
    m_step = Step::Over;
    const int done = succeeded();
    if (done == m_model->rowCount() && !m_job.isReport) {
        Q_EMIT notice(m_job.done(done));
        accept();
        return;
    }
    m_bar->hide();
    m_progressText->setText(summary());
    m_sorted->sort(BulkModel::Outcome);
    m_table->scrollToTop();
    setCloseText(tr("Close"));
    closeButton()->setEnabled(true);
    m_copy->show();
    const auto failed = int(failedRows().size());
    if (failed > 0) {
        const QString again = tr("Retry %n failed", nullptr, failed);
        primary()->setText(again);
        primary()->setAccessibleName(again);
        setButtonKind(primary(), ButtonKind::Primary);
        primary()->show();
    }
    QPushButton *next = failed > 0 ? primary() : closeButton();
    next->setDefault(true);
    next->setFocus();
}

QString BulkDialog::summary() const
{
    const int done = m_model->count(State::Done);
    QStringList words{m_job.isOrder ? tr("%n started", nullptr, done) : tr("%n succeeded", nullptr, done)};
    if (const int failed = m_model->count(State::Failed); failed > 0)
        words.append(tr("%n failed", nullptr, failed));
    if (const int cancelled = m_model->count(State::Cancelled); cancelled > 0)
        words.append(tr("%n cancelled", nullptr, cancelled));
    if (const int removed = m_model->count(State::Removed); removed > 0)
        words.append(tr("%n removed meanwhile", nullptr, removed));
    return words.join(u" · "_s);
}

QList<int> BulkDialog::failedRows() const
{
    QList<int> rows;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->at(row).state == State::Failed)
            rows.append(row);
    }
    return rows;
}

void BulkDialog::reject()
{
    if (m_step != Step::Running) {
        Dialog::reject();
        return;
    }
    closeButton()->setEnabled(false);
    setCloseText(tr("Cancelling …"));
    m_run->cancel();
}

void BulkDialog::copy()
{
    QStringList lines{m_job.title + u": "_s + summary()};
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        const BulkRow &shown = m_model->at(m_sorted->mapToSource(m_sorted->index(row, 0)).row());
        const QString result = m_sorted->index(row, BulkModel::Outcome).data().toString();
        lines.append(shown.account.name + u'\t' + shown.account.gateway.value() + u'\t' + result);
    }
    QApplication::clipboard()->setText(lines.join(u'\n') + u'\n');
    Q_EMIT notice(tr("Results copied"));
}

} // namespace rookery::ui

#include "moc_bulkdialog.cpp"
