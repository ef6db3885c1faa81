// SPDX-License-Identifier: GPL-3.0-or-later
#include "logspage.h"

#include "kit/pagetools.h"

#include "kit/controls.h"
#include "logmodel.h"
#include "text/wording.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LogsPage::LogsPage(engine::Engine &engine, const Theme &theme, QWidget *parent) : Page(engine, theme, parent)
{
    m_names.read(engine);
    const QList<GatewayKind> kinds = engine::gatewayKinds();
    for (const GatewayKind kind : kinds) {
        const QList<RuleExplanation> rules = engine::Engine::logRules(kind, QLocale().name());
        for (const RuleExplanation &rule : rules)
            m_rules.insert({int(kind), rule.ruleId}, rule);
    }
    m_live = new LogModel(theme, m_names, wallNow, this);
    m_file = new LogModel(theme, m_names, wallNow, this);
    m_file->setRing(0);
    m_live->setLines(engine.recentLogLines());
    m_filtered = new LogFilter(this);
    m_filtered->setSourceModel(m_live);
    build();
    connectControls();
    fillGateways();
    updateChips();
    explain();
    updateStatus();
}

LogsPage::~LogsPage()
{
    m_stopScan.request_stop();
}

void LogsPage::connectControls()
{
    connect(m_sourceLive, &QPushButton::clicked, this, &LogsPage::showLive);
    connect(m_sourceFile, &QPushButton::clicked, this, &LogsPage::openFile);
    connect(m_pause, &QPushButton::toggled, this, &LogsPage::setPaused);
    connect(m_tail, &QPushButton::toggled, this, [this](bool on) {
        m_follows = on;
        follow();
    });
    connect(m_gateway, &QComboBox::currentIndexChanged, this, &LogsPage::applyFilters);
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogsPage::applyFilters);
    connect(m_text, &QLineEdit::textChanged, this, &LogsPage::applyFilters);
    connect(m_clear, &QPushButton::clicked, this, &LogsPage::clearFilters);
    connect(m_copy, &QPushButton::clicked, this, &LogsPage::copySelected);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LogsPage::explain);
    // scrolling up means reading: following stops until it is requested again
    connect(m_table->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        const QScrollBar *bar = m_table->verticalScrollBar();
        m_tail->setChecked(bar->sliderPosition() >= bar->maximum());
    });
}

void LogsPage::fillGateways()
{
    const QString kept = m_gateway->currentData().toString();
    const QSignalBlocker quiet(m_gateway);
    m_gateway->clear();
    m_gateway->addItem(tr("All gateways"), QString());
    const QList<AccountSnapshot> accounts = engine().accounts();
    for (const AccountSnapshot &account : accounts)
        m_gateway->addItem(m_names.gatewayName(account.profile.id), account.profile.id.value());
    m_gateway->setCurrentIndex(std::max(0, m_gateway->findData(kept)));
    if (m_gateway->currentData().toString() != kept)
        applyFilters(); // the gateway of the filter was removed
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
    dialog->setNameFilters({tr("Log files (*.log *.txt)"), tr("All files (*)")});
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
    follow();
}

void LogsPage::useSource(LogModel *model)
{
    m_filtered->setSourceModel(model);
    const bool live = model == m_live;
    m_sourceLive->setChecked(live);
    m_sourceFile->setChecked(!live);
    m_pause->setVisible(live);
    m_tail->setVisible(live);
    m_table->setColumnHidden(LogModel::Gateway, !live);
    m_gateway->setEnabled(live);
    applyFilters();
    updateChips();
    explain();
}

void LogsPage::setPaused(bool paused)
{
    if (!paused) {
        m_live->append(m_held);
        m_held.clear();
        updateChips();
        follow();
    }
    updateStatus();
}

void LogsPage::follow()
{
    if (m_follows && m_filePath.isEmpty() && !m_pause->isChecked())
        m_table->scrollToBottom();
}

void LogsPage::applyFilters()
{
    const bool live = m_filePath.isEmpty();
    m_filtered->setGateway(live ? GatewayId(m_gateway->currentData().toString()) : GatewayId());
    m_filtered->setLevel(LogLevel(m_level->currentData().toInt()));
    m_filtered->setText(m_text->text());
    QSet<LogCategory> categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            categories.insert(LogCategory(chip.key()));
    }
    m_filtered->setCategories(categories);
    m_clear->setVisible(m_filtered->isFiltering());
    updateStatus();
    follow();
}

void LogsPage::clearFilters()
{
    {
        const QSignalBlocker first(m_gateway);
        const QSignalBlocker second(m_level);
        const QSignalBlocker third(m_text);
        m_gateway->setCurrentIndex(0);
        m_level->setCurrentIndex(0);
        m_text->clear();
        for (QPushButton *chip : std::as_const(m_chips)) {
            const QSignalBlocker quiet(chip);
            chip->setChecked(false);
        }
    }
    applyFilters();
}

void LogsPage::updateChips()
{
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        const auto category = LogCategory(chip.key());
        const int count = shown().count(category);
        chip.value()->setText(
            tr("%1  %2", "category and how many").arg(text::logCategoryWord(category), text::number(count)));
        chip.value()->setVisible(count > 0 || chip.value()->isChecked());
    }
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
        said.append(shown().rowCount() < LogModel::kRing ? tr("%1 of %2 lines").arg(rows, all)
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
    const QList<AccountSnapshot> accounts = engine().accounts();
    const auto owner = std::find_if(accounts.cbegin(), accounts.cend(), [&line](const AccountSnapshot &account) {
        return account.profile.id == line.gateway;
    });
    return owner == accounts.cend() ? GatewayKind::NapCat : owner->profile.kind;
}

void LogsPage::explain()
{
    const QModelIndex index = m_filtered->mapToSource(m_table->currentIndex());
    m_copy->setEnabled(index.isValid());
    if (!index.isValid()) {
        m_ruleTitle->setText(tr("No line selected"));
        m_meaning->setText(tr("Select a line to see what it means and what to do. Coloured lines match a rule."));
        m_line->clear();
        for (QLabel *label : {m_ruleCategory, m_advice, m_seen, m_since})
            label->hide();
        return;
    }
    const LogLine &line = shown().at(index.row());
    m_line->setPlainText(shown().wordsOf(line));
    const RuleExplanation rule = m_rules.value({int(kindOf(line)), line.ruleId});
    const bool known = !rule.ruleId.isEmpty();
    m_ruleTitle->setText(known ? text::visibleControls(rule.title) : tr("Ordinary line"));
    m_meaning->setText(known ? rule.meaning : tr("No rule recognises this line."));
    m_ruleCategory->setText(text::logCategoryWord(line.category));
    setChip(m_ruleCategory, toneOf(line.category).role);
    m_advice->setText(tr("What to do: %1").arg(rule.advice));
    m_seen->setText(tr("Seen %n time(s) in the loaded lines", nullptr, shown().countOfRule(line.ruleId)));
    m_since->setText(tr("Printed by: %1").arg(rule.since));
    m_ruleCategory->setVisible(line.category != LogCategory::None);
    m_advice->setVisible(known && !rule.advice.isEmpty());
    m_seen->setVisible(known);
    m_since->setVisible(known && !rule.since.isEmpty());
}

void LogsPage::copySelected()
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows))
        lines.append(shown().copyText(shown().at(m_filtered->mapToSource(row).row())));
    if (lines.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
    Q_EMIT notice(tr("%n line(s) copied, secrets masked", nullptr, int(lines.size())));
}

void LogsPage::apply(const engine::Delta &delta)
{
    if (m_names.apply(delta) || !delta.removedAccounts.isEmpty())
        fillGateways();
    if (delta.logLines.isEmpty())
        return;
    if (m_pause->isChecked()) {
        m_held += delta.logLines;
        if (m_held.size() > LogModel::kRing)
            m_held.remove(0, m_held.size() - LogModel::kRing);
    } else {
        m_live->append(delta.logLines);
        if (m_filePath.isEmpty())
            updateChips();
        follow();
    }
    updateStatus();
}

void LogsPage::settingsChanged()
{
    m_names.read(engine());
    fillGateways();
    m_live->namesChanged();
    m_file->namesChanged();
    explain();
}

void LogsPage::activate()
{
    follow();
}

void LogsPage::refresh()
{
    if (m_filePath.isEmpty()) {
        m_tail->setChecked(true);
        follow();
    } else {
        scan(m_filePath);
    }
}

void LogsPage::focusFilter()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

bool LogsPage::escape()
{
    if (!m_filtered->isFiltering())
        return false;
    clearFilters();
    return true;
}

void LogsPage::showItem(const QJsonObject &what)
{
    if (!m_filePath.isEmpty())
        showLive();
    clearFilters();
    const int place = m_gateway->findData(what.value("gateway"_L1).toString());
    if (what.contains("gateway"_L1) && place > 0)
        m_gateway->setCurrentIndex(place);
    QPushButton *chip = m_chips.value(what.value("category"_L1).toInt(-1));
    if (chip != nullptr) {
        chip->show();
        chip->setChecked(true);
    }
}

QJsonObject LogsPage::saveState() const
{
    QJsonArray categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            categories.append(chip.key());
    }
    return {{u"columns"_s, saveHeader(m_table)},
            {u"splitter"_s, saveSplitter(m_splitter)},
            {u"gateway"_s, m_gateway->currentData().toString()},
            {u"level"_s, m_level->currentData().toInt()},
            {u"text"_s, m_text->text()},
            {u"categories"_s, categories},
            {u"file"_s, m_filePath},
            {u"tail"_s, m_tail->isChecked()}};
}

void LogsPage::restoreState(const QJsonObject &state)
{
    restoreHeader(m_table, state.value("columns"_L1));
    restoreSplitter(m_splitter, state.value("splitter"_L1));
    m_gateway->setCurrentIndex(std::max(0, m_gateway->findData(state.value("gateway"_L1).toString())));
    m_level->setCurrentIndex(std::max(0, m_level->findData(state.value("level"_L1).toInt())));
    m_text->setText(state.value("text"_L1).toString());
    const QJsonArray categories = state.value("categories"_L1).toArray();
    for (const QJsonValue &category : categories) {
        if (QPushButton *chip = m_chips.value(category.toInt(-1)))
            chip->setChecked(true);
    }
    updateChips();
    m_tail->setChecked(state.value("tail"_L1).toBool(true));
    const QString file = state.value("file"_L1).toString();
    if (!file.isEmpty() && QFileInfo::exists(file))
        scan(file);
}

QList<PaletteItem> LogsPage::paletteItems()
{
    QList<PaletteItem> items{
        {.title = tr("Open a gateway's log file"), .hint = tr("Logs"), .iconName = u"folder"_s, .run = [this] {
             Q_EMIT navigate(u"logs"_s);
             openFile();
         }}};
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        const int category = chip.key();
        items.append({.title = tr("Log lines: %1").arg(text::logCategoryWord(LogCategory(category))),
                      .hint = text::number(m_live->count(LogCategory(category))),
                      .iconName = u"logs"_s,
                      .run = [this, category] {
                          Q_EMIT navigate(u"logs"_s, {{u"category"_s, category}});
                      }});
    }
    return items;
}

} // namespace rookery::ui
