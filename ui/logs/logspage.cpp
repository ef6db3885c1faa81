// SPDX-License-Identifier: GPL-3.0-or-later
#include "logspage.h"

#include "kit/columnfit.h"
#include "kit/elidedlabel.h"
#include "kit/emptyhint.h"
#include "kit/sentences.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "lineexplanation.h"
#include "logfilterbar.h"
#include "logmodel.h"
#include "text/wording.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LogsPage::LogsPage(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : MasterDetailPage(engine, theme, parent)
{
    m_names.read(engine);
    const QList<GatewayKind> kinds = gatewayKinds();
    for (const GatewayKind kind : kinds) {
        const QList<RuleExplanation> rules = engine::LogService::rules(kind, QLocale().name());
        for (const RuleExplanation &rule : rules)
            m_rules.insert({int(kind), rule.ruleId}, rule);
    }
    m_live = new LogModel(theme, m_names, wallNow, this);
    m_file = new LogModel(theme, m_names, wallNow, this);
    m_live->setRing(engine.profile().settings().liveLogLines);
    m_live->setLines(engine.logs().recentLines());
    m_filtered = new LogFilter(this);
    m_filtered->setSourceModel(m_live);
    build();
    connectControls();
    m_filters->setGateways(engine.sessions().accounts());
    m_filters->showCounts(shown());
    showDetail();
    updateStatus();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &LogsPage::applyAccounts);
    connect(&engine.logs(), &engine::LogService::linesAdded, this, &LogsPage::append);
}

LogsPage::~LogsPage()
{
    m_stopScan.request_stop();
}

void LogsPage::build()
{
    buildHead();
    m_filters = new LogFilterBar(theme(), m_names, *m_filtered, this);
    outerLayout()->addWidget(m_filters);
    buildTable();
    m_explanation = new LineExplanation(this);
    assemble(m_explanation, {4, 1}, {500, 170});
}

void LogsPage::buildHead()
{
    QHBoxLayout *top = addHead();
    m_sourceLive = makeButton(tr("Live"), ButtonKind::Plain, this, tr("Live log"));
    m_sourceLive->setCheckable(true);
    m_sourceLive->setChecked(true);
    m_sourceFile = makeButton(tr("File\u2026"), ButtonKind::Plain, this, tr("Open log file"));
    m_sourceFile->setCheckable(true);
    m_sourceFile->setToolTip(tr("Read a gateway's log file, explained and masked"));
    top->addWidget(m_sourceLive);
    top->addWidget(m_sourceFile);
    top->addSpacing(kGap);
    m_status = new ElidedLabel(this); // elided: a file's name and reading may be longer than the line
    m_status->setProperty("kind", u"muted"_s);
    top->addWidget(m_status, 1);
    m_tail = makeButton(tr("Follow"), ButtonKind::Plain, this, tr("Follow newest line"));
    m_tail->setCheckable(true);
    m_tail->setChecked(true);
    m_tail->setToolTip(tr("Stay at the newest line; scrolling up stops following (F5 resumes)"));
    m_pause = makeButton(tr("Pause"), ButtonKind::Plain, this, tr("Pause log"));
    m_pause->setCheckable(true);
    m_pause->setToolTip(tr("New lines are held back until you resume"));
    top->addWidget(m_tail);
    top->addWidget(m_pause);
}

void LogsPage::buildTable()
{
    QTableView *table = makeList(m_filtered, tr("Log lines"));
    table->setSortingEnabled(false); // a log has one order:
    m_filtered->sort(-1); // that of arrival
    table->horizontalHeader()->setSortIndicatorShown(false);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setContextMenuPolicy(Qt::ActionsContextMenu);
    setColumnWidths(table, {150, 110, 64, 116, 300});
    new EmptyHint(tr("No line to show.\nLines appear when a connected gateway logs something, or open a file. Filters "
                     "may hide lines."),
                  table);
    auto *copy = new QAction(tr("Copy lines"), table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    table->addAction(copy);
    connect(copy, &QAction::triggered, this, &LogsPage::copySelected);
}

void LogsPage::connectControls()
{
    connect(m_sourceLive, &QPushButton::clicked, this, &LogsPage::showLive);
    connect(m_sourceFile, &QPushButton::clicked, this, &LogsPage::openFile);
    connect(m_pause, &QPushButton::toggled, this, &LogsPage::setPaused);
    connect(m_tail, &QPushButton::toggled, this, [this](bool on) {
        m_follows = on;
        scrollToEnd();
    });
    connect(m_filters, &LogFilterBar::changed, this, &LogsPage::applyFilters);
    connect(m_explanation, &LineExplanation::copyWanted, this, &LogsPage::copySelected);
    // scrolling up means reading: following stops until it is requested again
    connect(list()->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = list()->verticalScrollBar();
        m_tail->setChecked(bar->sliderPosition() >= bar->maximum());
    });
}

LogModel &LogsPage::shown() const
{
    return m_filePath.isEmpty() ? *m_live : *m_file;
}

void LogsPage::openFile()
{
    m_sourceFile->setChecked(!m_filePath.isEmpty());
    auto *dialog = new QFileDialog(this, tr("Open a gateway's log file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Log files (*.log *.txt *.gz *.zst *.xz *.bz2 *.zip)"), tr("All files (*)")});
    if (!m_filePath.isEmpty())
        dialog->setDirectory(QFileInfo(m_filePath).absolutePath());
    connect(dialog, &QFileDialog::fileSelected, this, &LogsPage::scan);
    dialog->open();
}

void LogsPage::scan(const QString &path)
{
    const int epoch = ++m_scan;
    m_scanning = true;
    m_stopScan.request_stop(); // only the newest file is of interest
    m_stopScan = {};
    m_status->setText(tr("Reading %1").arg(text::visibleControls(QFileInfo(path).fileName())));
    onResult(this, engine::scanLogFile(path, std::nullopt, m_stopScan.get_token()),
             [this, epoch, path](const Result<engine::ScannedLog> &log) {
                 if (epoch != m_scan)
                     return;
                 m_scanning = false;
                 if (!log) {
                     Q_EMIT notice(joined(text::errorText(log.error()), text::errorAdvice(log.error())));
                     updateStatus();
                     return;
                 }
                 m_file->setLines(log->lines);
                 m_fileKind = log->kind;
                 m_fileReading = log->reading;
                 m_filePath = path;
                 useSource(m_file);
             });
}

void LogsPage::showLive()
{
    m_stopScan.request_stop();
    ++m_scan; // a file that is still being read must not replace the live lines later
    m_scanning = false;
    m_filePath.clear();
    m_file->clear();
    useSource(m_live);
    scrollToEnd();
}

void LogsPage::useSource(LogModel *model)
{
    m_filtered->setSourceModel(model);
    const bool live = model == m_live;
    m_sourceLive->setChecked(live);
    m_sourceFile->setChecked(!live);
    m_pause->setVisible(live);
    m_tail->setVisible(live);
    list()->setColumnHidden(LogModel::Gateway, !live);
    applyFilters();
    m_filters->showCounts(shown());
    showDetail();
}

void LogsPage::setPaused(bool paused)
{
    if (!paused) {
        m_live->append(m_held);
        m_held.clear();
        m_filters->showCounts(shown());
        scrollToEnd();
    }
    updateStatus();
}

void LogsPage::scrollToEnd()
{
    if (m_follows && m_filePath.isEmpty() && !m_pause->isChecked())
        list()->scrollToBottom();
}

void LogsPage::applyFilters()
{
    m_filters->applyTo(m_filePath.isEmpty());
    updateStatus();
    scrollToEnd();
}

void LogsPage::updateStatus()
{
    if (m_scanning)
        return;
    const QString rows = text::number(m_filtered->rowCount());
    const QString all = text::number(shown().rowCount());
    QStringList said;
    if (!m_filePath.isEmpty()) {
        const QString leftOut = text::leftOutWords(m_fileReading, shown().rowCount());
        if (leftOut.isEmpty() || m_filtered->isFiltering())
            said.append(tr("%1 of %2 lines").arg(rows, all));
        if (!leftOut.isEmpty())
            said.append(leftOut);
        said.append(text::visibleControls(QFileInfo(m_filePath).fileName()));
        said.append(text::readingWords(m_fileKind, m_fileReading));
    } else {
        said.append(shown().rowCount() < m_live->ring() ? tr("%1 of %2 lines").arg(rows, all)
                                                        : tr("%1 of the newest %2 lines").arg(rows, all));
        if (m_pause->isChecked())
            said.append(tr("paused, %n new", nullptr, int(m_held.size())));
    }
    m_status->setText(said.join(u" \u00B7 "_s));
}

GatewayKind LogsPage::kindOf(const LogLine &line) const
{
    if (!m_filePath.isEmpty())
        return m_fileKind;
    const QList<AccountSnapshot> accounts = engine().sessions().accounts();
    const auto owner = std::find_if(accounts.cbegin(), accounts.cend(), [&line](const AccountSnapshot &account) {
        return account.profile.id == line.gateway;
    });
    return owner == accounts.cend() ? kDefaultKind : owner->profile.kind;
}

void LogsPage::showDetail()
{
    const QModelIndex index = current();
    if (!index.isValid()) {
        m_explanation->showNothing();
        return;
    }
    const LogLine &line = shown().at(index.row());
    m_explanation->show(line, shown().wordsOf(line), m_rules.value({int(kindOf(line)), line.ruleId}),
                        shown().countOfRule(line.ruleId));
}

void LogsPage::copySelected()
{
    QModelIndexList rows = list()->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows))
        lines.append(shown().copyText(shown().at(m_filtered->mapToSource(row).row())));
    if (lines.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    Q_EMIT notice(tr("%n line(s) copied, secrets masked", nullptr, int(lines.size())));
}

void LogsPage::applyAccounts(const engine::SessionChanges &changes)
{
    if (m_names.apply(changes) || !changes.removed.isEmpty())
        m_filters->setGateways(engine().sessions().accounts());
}

void LogsPage::append(const QList<LogLine> &lines)
{
    if (m_pause->isChecked()) {
        m_held += lines;
        if (m_held.size() > m_live->ring())
            m_held.remove(0, m_held.size() - m_live->ring());
    } else {
        m_live->append(lines);
        if (m_filePath.isEmpty())
            m_filters->showCounts(shown());
        scrollToEnd();
    }
    updateStatus();
}

void LogsPage::settingsChanged()
{
    m_names.read(engine());
    m_filters->setGateways(engine().sessions().accounts());
    m_live->namesChanged();
    m_file->namesChanged();
    m_live->setRing(engine().profile().settings().liveLogLines);
    m_filters->showCounts(shown());
    updateStatus();
    showDetail();
}

void LogsPage::activate()
{
    scrollToEnd();
}

void LogsPage::refresh()
{
    if (m_filePath.isEmpty()) {
        m_tail->setChecked(true);
        scrollToEnd();
    } else {
        scan(m_filePath);
    }
}

void LogsPage::focusFilter()
{
    m_filters->focusText();
}

bool LogsPage::escape()
{
    if (!m_filtered->isFiltering())
        return false;
    m_filters->clear();
    return true;
}

void LogsPage::showItem(const Destination &to)
{
    if (!m_filePath.isEmpty())
        showLive();
    m_filters->clear();
    m_filters->selectGateway(to.gateway);
    if (to.category)
        m_filters->selectCategory(*to.category);
}

QJsonObject LogsPage::saveState() const
{
    QJsonObject state = MasterDetailPage::saveState();
    state.insert(u"file"_s, m_filePath);
    state.insert(u"tail"_s, m_tail->isChecked());
    m_filters->saveTo(state);
    return state;
}

void LogsPage::restoreState(const QJsonObject &state)
{
    MasterDetailPage::restoreState(state);
    m_filters->restoreFrom(state);
    m_filters->showCounts(shown());
    m_tail->setChecked(state.value("tail"_L1).toBool(true));
    const QString file = state.value("file"_L1).toString();
    if (!file.isEmpty() && QFileInfo::exists(file))
        scan(file);
}

QList<PaletteItem> LogsPage::paletteItems()
{
    QList<PaletteItem> items{
        {.title = tr("Open a gateway's log file"), .hint = tr("Logs"), .iconName = u"folder"_s, .run = [this] {
             Q_EMIT navigate({.page = PageId::Logs});
             openFile();
         }}};
    const QList<LogCategory> categories = m_filters->categories();
    for (const LogCategory category : categories) {
        items.append({.title = tr("Log lines: %1").arg(text::logCategoryWord(category)),
                      .hint = text::number(m_live->count(category)),
                      .iconName = u"logs"_s,
                      .run = [this, category] { Q_EMIT navigate({.page = PageId::Logs, .category = category}); }});
    }
    return items;
}

} // namespace rookery::ui

#include "moc_logspage.cpp"
