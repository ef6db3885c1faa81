// SPDX-License-Identifier: GPL-3.0-or-later
#include "logspage.h"

#include "base/reasons/input.h"
#include "kit/dialog.h"
#include "kit/elidedlabel.h"
#include "kit/plaintip.h"
#include "kit/sentences.h"
#include "kit/viewstate.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "lineexplanation.h"
#include "logexport.h"
#include "logfilterbar.h"
#include "loghistogram.h"
#include "logminimap.h"
#include "logview.h"
#include "text/errortext.h"
#include "text/wording.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype kMostExplained = 200'000; // characters of a line; a text field takes long for more
constexpr std::chrono::minutes kAround{5}; // an incident so long after its end still belongs to a line

//! Says why a rule file is not used: which rule is faulty, or what the file system says.
QString ruleFileFault(const Error &error)
{
    return error.reason == Reason::BadInput ? text::visibleControls(error.detail) : text::errorText(error);
}

} // namespace

LogsPage::LogsPage(engine::Engine &engine, const Theme &theme, QWidget *parent)
    : Page(engine, theme, parent)
    , m_words(m_names, wallNow)
{
    m_names.read(engine);
    build();
    readRules();
    connectControls();
    m_filters->setGateways(engine.sessions().accounts());
    m_view->setFollowing(true);
    useSource();
    connect(&engine.sessions(), &engine::SessionService::changed, this, &LogsPage::applyAccounts);
    connect(&engine.profile(), &engine::ProfileService::logRulesChanged, this, &LogsPage::onRulesChanged);
    connect(&live(), &engine::LogDocument::grew, this, &LogsPage::onLiveGrew);
    connect(&live(), &engine::LogDocument::dropped, this, [this](qint64 lines) { m_droppedWhileHeld += lines; });
}

LogsPage::~LogsPage()
{
    m_export.reset(); // before the log that it reads
    m_view->setSource(live()); // the view is destroyed after the file that it shows
}

void LogsPage::build()
{
    QVBoxLayout *layout = makePageLayout(this);
    layout->addLayout(buildHead());
    m_filters = new LogFilterBar(theme(), m_names, this);
    layout->addWidget(m_filters);
    m_histogram = new LogHistogram(theme(), this);
    layout->addWidget(m_histogram);
    buildView();
    m_explanation = new LineExplanation(this);
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setHandleWidth(kGap);
    m_splitter->setChildrenCollapsible(false);
    auto *lines = new QWidget(this);
    auto *beside = new QHBoxLayout(lines);
    beside->setContentsMargins(0, 0, 0, 0);
    beside->setSpacing(4);
    beside->addWidget(m_view, 1);
    beside->addWidget(new LogMinimap(theme(), *m_view, lines));
    m_splitter->addWidget(lines);
    m_splitter->addWidget(m_explanation);
    m_splitter->setStretchFactor(0, 4);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({500, 170});
    layout->addWidget(m_splitter, 1);
}

QHBoxLayout *LogsPage::buildHead()
{
    auto *top = new QHBoxLayout;
    top->setSpacing(kGap);
    top->addWidget(makeLabel(title(), LabelKind::Title, this));
    top->addSpacing(kGap);
    const auto addToggle = [this, top](const QString &text, const QString &name, const QString &tip) {
        QPushButton *button = makeButton(text, ButtonKind::Plain, this, name);
        button->setCheckable(true);
        button->setToolTip(plainTip(tip));
        top->addWidget(button);
        return button;
    };
    m_sourceLive = addToggle(tr("Live"), tr("Live log"), {});
    m_sourceFile =
        addToggle(tr("File\u2026"), tr("Open log file"), tr("Read a gateway's log file, explained and masked"));
    top->addSpacing(kGap);
    m_status = new ElidedLabel(this); // elided: a file's name and reading may be longer than the line
    m_status->setProperty("kind", u"muted"_s);
    top->addWidget(m_status, 1);
    m_cancelExport = makeButton(tr("Cancel export"), ButtonKind::Plain, this);
    m_cancelExport->hide();
    top->addWidget(m_cancelExport);
    top->addWidget(buildRulesMenu());
    top->addWidget(buildMenu());
    m_tail = addToggle(tr("Follow"), tr("Follow newest line"),
                       tr("Stay at the newest line; scrolling up stops following (F5 resumes)"));
    m_pause = addToggle(tr("Pause"), tr("Pause log"), tr("New lines are held back until you resume"));
    return top;
}

QPushButton *LogsPage::buildMenu()
{
    QPushButton *button = makeButton(tr("View"), ButtonKind::Plain, this, tr("View of log lines"));
    auto *menu = new QMenu(button);
    const auto addToggle = [menu](const QString &text) {
        QAction *action = menu->addAction(text);
        action->setCheckable(true);
        return action;
    };
    m_wrap = addToggle(tr("Wrap lines"));
    m_timeline = addToggle(tr("Timeline"));
    m_timeline->setChecked(true);
    m_byCategory = addToggle(tr("Timeline by category"));
    menu->addSeparator();
    m_exportLines = menu->addAction(tr("Export lines\u2026"));
    button->setMenu(menu);
    return button;
}

QPushButton *LogsPage::buildRulesMenu()
{
    QPushButton *button = makeButton(tr("Rules"), ButtonKind::Plain, this, tr("Your own log rules"));
    button->setToolTip(plainTip(tr("Your own rules mark and explain lines before the built-in rules do")));
    auto *menu = new QMenu(button);
    connect(menu->addAction(tr("Import\u2026")), &QAction::triggered, this, &LogsPage::chooseRules);
    m_exportRules = menu->addAction(tr("Export\u2026"));
    m_removeRules = menu->addAction(tr("Remove"));
    connect(m_exportRules, &QAction::triggered, this, &LogsPage::chooseRulesExport);
    connect(m_removeRules, &QAction::triggered, this, &LogsPage::removeRules);
    button->setMenu(menu);
    return button;
}

void LogsPage::buildView()
{
    m_view = new LogView(theme(), m_words, live(), this);
    m_view->setAccessibleName(tr("Log lines"));
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_view->setMinimumHeight(120);
    m_view->setHint(
        tr("No line to show.\nLines appear when a connected gateway logs something, or open a file. Filters "
           "may hide lines."));
    connect(addViewAction(tr("Copy lines"), QKeySequence::Copy), &QAction::triggered, this, &LogsPage::copySelected);
    m_view->addAction(m_exportLines);
    connect(addViewAction(tr("Next hit"), Qt::Key_F3), &QAction::triggered, this, [this] { m_view->goToHit(true); });
    connect(addViewAction(tr("Previous hit"), Qt::SHIFT | Qt::Key_F3), &QAction::triggered, this,
            [this] { m_view->goToHit(false); });
    connect(addViewAction(tr("Bookmark"), Qt::CTRL | Qt::Key_F2), &QAction::triggered, m_view,
            &LogView::toggleBookmark);
    connect(addViewAction(tr("Next bookmark"), Qt::Key_F2), &QAction::triggered, this,
            [this] { m_view->goToBookmark(true); });
    connect(addViewAction(tr("Previous bookmark"), Qt::SHIFT | Qt::Key_F2), &QAction::triggered, this,
            [this] { m_view->goToBookmark(false); });
}

//! Adds an entry to the view's menu, with a key that works in the filter, too.
QAction *LogsPage::addViewAction(const QString &text, const QKeySequence &key)
{
    auto *action = new QAction(text, m_view);
    action->setShortcut(key);
    const bool inFields = key == QKeySequence(QKeySequence::Copy); // there it copies their text
    action->setShortcutContext(inFields ? Qt::WidgetShortcut : Qt::WidgetWithChildrenShortcut);
    m_view->addAction(action);
    if (!inFields)
        addAction(action);
    return action;
}

void LogsPage::connectControls()
{
    connect(m_sourceLive, &QPushButton::clicked, this, &LogsPage::showLive);
    connect(m_sourceFile, &QPushButton::clicked, this, &LogsPage::chooseFile);
    connect(m_pause, &QPushButton::toggled, this, &LogsPage::setPaused);
    connect(m_tail, &QPushButton::toggled, m_view, &LogView::setFollowing);
    connect(m_view, &LogView::followingChanged, m_tail, &QPushButton::setChecked);
    connect(m_wrap, &QAction::toggled, m_view, &LogView::setWrapping);
    connect(m_filters, &LogFilterBar::changed, this, &LogsPage::applyFilters);
    connect(m_filters, &LogFilterBar::timesCleared, m_histogram, &LogHistogram::clearSelection);
    connect(m_histogram, &LogHistogram::timesChosen, m_filters, &LogFilterBar::setTimes);
    connect(m_exportLines, &QAction::triggered, this, &LogsPage::chooseExport);
    connect(m_timeline, &QAction::toggled, this, &LogsPage::fitHeight);
    connect(m_byCategory, &QAction::toggled, m_histogram, &LogHistogram::setByCategory);
    connect(m_cancelExport, &QPushButton::clicked, this, &LogsPage::endExport);
    connect(m_filters, &LogFilterBar::nextWanted, this, [this] { m_view->goToHit(true); });
    connect(m_view, &LogView::currentChanged, this, &LogsPage::showDetail);
    connect(m_view, &LogView::linesChanged, this, &LogsPage::updateStatus);
    connect(m_explanation, &LineExplanation::copyWanted, this, &LogsPage::copySelected);
    connect(m_explanation, &LineExplanation::ruleWanted, this, &LogsPage::showOnlyRule);
    connect(m_explanation, &LineExplanation::accountWanted, this, [this] {
        if (const std::optional<LogLine> line = currentLine())
            Q_EMIT navigate({.page = PageId::Overview, .gateway = line->gateway});
    });
    connect(m_explanation, &LineExplanation::incidentWanted, this, [this] {
        const std::optional<LogLine> line = currentLine();
        if (const std::optional<Incident> incident = line ? incidentOf(*line) : std::nullopt)
            Q_EMIT navigate({.page = PageId::Health, .incident = incident->id});
    });
}

engine::LogDocument &LogsPage::live() const
{
    return engine().logs().live();
}

engine::LogDocument &LogsPage::source() const
{
    if (m_file)
        return *m_file;
    return m_held ? *m_held : live();
}

void LogsPage::chooseFile()
{
    m_sourceFile->setChecked(!isLive());
    auto *dialog = new QFileDialog(this, tr("Open a gateway's log file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Log files (*.log *.txt *.gz *.zst *.xz *.bz2 *.zip)"), tr("All files (*)")});
    if (!isLive())
        dialog->setDirectory(QFileInfo(m_paths.constFirst()).absolutePath());
    connect(dialog, &QFileDialog::filesSelected, this, &LogsPage::openFiles);
    dialog->open();
}

void LogsPage::openFiles(const QStringList &paths)
{
    endExport();
    std::unique_ptr<engine::LogDocument> former = std::move(m_file);
    const QByteArray rules = engine().profile().logRules();
    QStringList names;
    if (paths.size() == 1) {
        m_file = engine::openLogFile(paths.constFirst(), {}, rules);
    } else {
        m_file = engine::openLogFiles(paths, rules);
        for (const QString &path : paths)
            names.append(QFileInfo(path).fileName());
    }
    m_paths = paths;
    m_words.setSources(names);
    m_held.reset();
    m_view->setFollowing(false);
    m_view->setSource(*m_file);
    former.reset(); // only now, because the view had it
    m_pause->setChecked(false);
    useSource();
}

void LogsPage::showLive()
{
    endExport();
    m_paths.clear();
    m_words.setSources({});
    m_view->setSource(live());
    m_file.reset();
    m_view->setFollowing(true);
    useSource();
}

//! Lets everything on the page show the source that the view has.
void LogsPage::useSource()
{
    connect(&source(), &engine::LogDocument::grew, this, &LogsPage::onSourceGrew, Qt::UniqueConnection);
    connect(&m_view->document(), &engine::LogDocument::stateChanged, this, &LogsPage::onSourceChanged);
    connect(&m_view->document(), &engine::LogDocument::linesRead, this, [this] {
        if (m_isDetailPending)
            showDetail();
    });
    connect(&m_view->hits(), &LogHits::changed, this, &LogsPage::onSourceChanged);
    m_sourceLive->setChecked(isLive());
    m_sourceFile->setChecked(!isLive());
    m_pause->setVisible(isLive());
    m_filters->setLive(isLive());
    m_filters->showCounts(source().counts());
    m_view->setGatewayShown(m_paths.size() != 1);
    m_histogram->setDocument(source());
    fitHeight();
    applyFilters();
    showDetail();
}

void LogsPage::setPaused(bool paused)
{
    if (!isLive() || paused == bool(m_held))
        return;
    endExport();
    if (paused) {
        m_held = std::make_unique<engine::LiveLog>(live().lineCount());
        QList<LogLine> lines;
        for (LineNumber line; line.value < live().lineCount(); ++line.value)
            lines.append(live().line(line).value_or(LogLine()));
        m_held->append(lines);
        m_newWhileHeld = 0;
        m_droppedWhileHeld = 0;
        m_view->continueWith(*m_held, 0);
    } else {
        m_view->continueWith(live(), m_droppedWhileHeld);
        m_held.reset();
    }
    useSource();
}

void LogsPage::onLiveGrew(LineNumber from)
{
    m_newWhileHeld += live().lineCount() - from.value;
    if (m_held)
        updateStatus();
}

void LogsPage::onSourceGrew()
{
    m_filters->showCounts(source().counts());
    updateStatus(); // lines that the filter hides count, too
}

//! Follows what the log says about itself, and what a search for lines says.
void LogsPage::onSourceChanged()
{
    checkText();
    updateStatus();
    const std::optional<Error> trouble = source().state().trouble;
    if (m_file && trouble && !m_file->state().busy && m_file->lineCount() == 0) { // there is nothing to see in it
        Q_EMIT notice(joined(text::errorText(*trouble), text::errorAdvice(*trouble)));
        QMetaObject::invokeMethod(this, &LogsPage::showLive, Qt::QueuedConnection); // the file is the sender
    }
}

void LogsPage::applyFilters()
{
    m_filters->showTrouble({});
    LogFilter filter = m_filters->filter();
    LogFilter wanted;
    if (m_filters->marksOnly()) {
        std::swap(filter.text, wanted.text);
        std::swap(filter.pattern, wanted.pattern);
        std::swap(filter.caseSensitive, wanted.caseSensitive);
        std::swap(filter.inverted, wanted.inverted);
    }
    m_view->setFilter(filter);
    m_view->find(wanted);
    updateStatus();
}

//! Shows all lines again, and why, if the text cannot be looked for.
void LogsPage::checkText()
{
    std::optional<Error> trouble = m_view->hits().trouble();
    const std::optional<Error> ofFilter = m_view->document().state().trouble;
    if (ofFilter && ofFilter != source().state().trouble)
        trouble = ofFilter;
    if (!trouble)
        return;
    m_filters->showTrouble(tr("This regular expression is faulty, so it hides no line: %1").arg(trouble->detail));
    if (!ofFilter)
        return;
    LogFilter rest = m_filters->filter();
    rest.text.clear();
    rest.pattern = false;
    rest.caseSensitive = false;
    rest.inverted = false;
    m_view->setFilter(rest);
}

void LogsPage::updateStatus()
{
    QStringList said = isLive() ? statusOfLive() : statusOfFile();
    const Error trouble = engine().profile().logRulesTrouble();
    if (trouble.reason != Reason::None)
        said.prepend(tr("your own rules are not used: %1").arg(ruleFileFault(trouble)));
    m_status->setText(said.join(u" \u00B7 "_s));
}

QStringList LogsPage::statusOfSearch() const
{
    const LogHits &hits = m_view->hits();
    QStringList said;
    if (m_export && m_export->all() > 0)
        said.append(tr("exporting, %1 %").arg(m_export->done() * 100 / m_export->all()));
    if (hits.isActive() && !hits.trouble())
        said.append(tr("%n hit(s)", nullptr, int(hits.lines().size())));
    if (const std::optional<double> progress = hits.progress())
        said.append(tr("searching, %1 %").arg(int(*progress * 100)));
    else if (m_view->document().state().busy && !source().state().busy)
        said.append(tr("searching"));
    return said;
}

QStringList LogsPage::statusOfFile() const
{
    const QString rows = text::number(m_view->rowCount());
    const qint64 count = source().lineCount();
    const engine::LogState state = source().state();
    QStringList said;
    const QString leftOut = text::leftOutWords(state.reading, count);
    if (leftOut.isEmpty() || m_filters->isFiltering())
        said.append(tr("%1 of %2 lines").arg(rows, text::number(count)));
    if (!leftOut.isEmpty())
        said.append(leftOut);
    said += statusOfSearch();
    if (state.busy && state.bytesAll > 0)
        said.append(tr("reading, %1 %").arg(state.bytesRead * 100 / state.bytesAll));
    else if (state.busy)
        said.append(tr("reading"));
    if (state.trouble)
        said.append(text::errorText(*state.trouble));
    said.append(m_paths.size() == 1 ? text::visibleControls(QFileInfo(m_paths.constFirst()).fileName())
                                    : tr("%n file(s)", nullptr, int(m_paths.size())));
    if (count > 0 && m_paths.size() == 1) // several may be read in several ways
        said.append(text::readingWords(state.kind, state.reading));
    return said;
}

QStringList LogsPage::statusOfLive() const
{
    const QString rows = text::number(m_view->rowCount());
    const qint64 count = source().lineCount();
    QStringList said;
    said.append(count < engine().profile().settings().liveLogLines
                    ? tr("%1 of %2 lines").arg(rows, text::number(count))
                    : tr("%1 of the newest %2 lines").arg(rows, text::number(count)));
    said += statusOfSearch();
    if (m_held)
        said.append(tr("paused, %n new", nullptr, int(m_newWhileHeld)));
    return said;
}

std::optional<LogLine> LogsPage::currentLine() const
{
    const std::optional<LineNumber> current = m_view->current();
    return current ? m_view->document().line(*current) : std::nullopt;
}

GatewayKind LogsPage::kindOf(const LogLine &line) const
{
    if (const auto *merged = qobject_cast<const engine::MergedLog *>(m_file.get()); merged && line.source > 0)
        return merged->part(line.source - 1).state().kind;
    if (!isLive())
        return source().state().kind;
    const QList<AccountSnapshot> accounts = engine().sessions().accounts();
    const auto owner = std::find_if(accounts.cbegin(), accounts.cend(), [&line](const AccountSnapshot &account) {
        return account.profile.id == line.gateway;
    });
    return owner == accounts.cend() ? kDefaultKind : owner->profile.kind;
}

RuleExplanation LogsPage::ruleOf(const LogLine &line) const
{
    return m_rules.value({int(kindOf(line)), line.ruleId});
}

//! Returns the newest incident that the gateway had when it wrote the line.
std::optional<Incident> LogsPage::incidentOf(const LogLine &line) const
{
    if (line.gateway.isNull())
        return {};
    std::optional<Incident> found;
    const QList<Incident> incidents = engine().health().incidents();
    for (const Incident &incident : incidents) {
        const bool then =
            incident.startedAt - kAround <= line.time && (incident.isOpen() || line.time <= incident.endedAt + kAround);
        if (then && incident.gateways.contains(line.gateway) && (!found || found->startedAt < incident.startedAt))
            found = incident;
    }
    return found;
}

void LogsPage::showDetail()
{
    const std::optional<LogLine> line = currentLine();
    m_isDetailPending = m_view->current() && !line;
    if (!line) {
        m_explanation->showNothing();
        return;
    }
    const std::optional<Incident> incident = incidentOf(*line);
    m_explanation->show(*line,
                        line->text.size() > kMostExplained ? m_words.beginning(*line, kMostExplained) + u"\n\u2026"
                                                           : m_words.whole(*line),
                        ruleOf(*line),
                        {.account = line->gateway.isNull() ? QString() : m_names.title(line->gateway),
                         .incident = incident ? text::incidentTitle(*incident) : QString()});
}

void LogsPage::showOnlyRule()
{
    if (const std::optional<LogLine> line = currentLine())
        m_filters->setRule(line->ruleId, ruleOf(*line).title);
}

//! Learns what the rules mean, and whether some are the user's own.
void LogsPage::readRules()
{
    const QByteArray own = engine().profile().logRules();
    const bool broken = engine().profile().logRulesTrouble().reason != Reason::None;
    m_exportRules->setEnabled(!own.isEmpty());
    m_removeRules->setEnabled(!own.isEmpty() || broken);
    QHash<QString, QString> colors;
    m_rules.clear();
    const QList<GatewayKind> kinds = gatewayKinds();
    for (const GatewayKind kind : kinds) {
        const QList<RuleExplanation> rules = engine::LogService::rules(kind, QLocale().name(), own);
        for (const RuleExplanation &rule : rules) {
            m_rules.insert({int(kind), rule.ruleId}, rule);
            if (!rule.colour.isEmpty())
                colors.insert(rule.ruleId, rule.colour);
        }
    }
    m_words.setRuleColors(colors);
}

void LogsPage::onRulesChanged()
{
    readRules();
    if (!isLive())
        openFiles(m_paths); // lines are classified when they are read
    m_view->wordsChanged();
    updateStatus();
    showDetail();
}

void LogsPage::chooseRules()
{
    auto *dialog = new QFileDialog(this, tr("Import your own log rules"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Log rules (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &LogsPage::importRules);
    dialog->open();
}

void LogsPage::importRules(const QString &path)
{
    onResult(this, engine().profile().importLogRules(path), [this, path](const Result<> &imported) {
        if (imported)
            Q_EMIT notice(tr("Log rules imported. New lines and opened files are read with them."));
        else
            Q_EMIT notice(
                tr("Could not import %1. %2").arg(text::visibleControls(path), ruleFileFault(imported.error())));
    });
}

void LogsPage::chooseRulesExport()
{
    auto *dialog = new QFileDialog(this, tr("Export your own log rules"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    dialog->setNameFilters({tr("Log rules (*.json)"), tr("All files (*)")});
    dialog->selectFile(u"log-rules.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &LogsPage::exportRules);
    dialog->open();
}

void LogsPage::exportRules(const QString &path)
{
    onResult(this, engine().profile().exportLogRules(path), [this, path](const Result<> &exported) {
        if (exported)
            Q_EMIT notice(tr("Log rules written to %1").arg(text::visibleControls(path)));
        else
            Q_EMIT notice(tr("Could not write %1, because %2")
                              .arg(text::visibleControls(path), text::errorText(exported.error())));
    });
}

void LogsPage::removeRules()
{
    const auto remove = [this] {
        onResult(this, engine().profile().removeLogRules(), [this](const Result<> &removed) {
            if (!removed)
                Q_EMIT notice(joined(text::errorText(removed.error()), text::errorAdvice(removed.error())));
        });
    };
    ask(this, theme(), tr("Remove your own log rules?"),
        tr("They are deleted from the profile. The file that they were imported from stays."), tr("Remove"), remove,
        ButtonKind::Danger);
}

void LogsPage::copySelected()
{
    std::vector<LineNumber> wanted;
    for (const LineRange &range : m_view->selection().ranges()) {
        for (LineNumber row = range.first;
             row < range.end && qsizetype(wanted.size()) < engine::LogDocument::kMostAtOnce; ++row.value)
            wanted.push_back(row);
    }
    if (wanted.empty())
        return;
    const bool all = qint64(wanted.size()) == m_view->selection().size();
    onResult(this, m_view->document().lines(wanted), [this, all](const Result<QList<LogLine>> &lines) {
        if (!lines) {
            Q_EMIT notice(joined(text::errorText(lines.error()), text::errorAdvice(lines.error())));
            return;
        }
        QStringList words;
        for (const LogLine &line : *lines)
            words.append(m_words.copied(line));
        QGuiApplication::clipboard()->setText(words.join(u'\n'));
        const auto count = int(words.size());
        Q_EMIT notice(all ? tr("%n line(s) copied, secrets masked", nullptr, count)
                          : tr("The first %n line(s) copied, secrets masked; export has no limit", nullptr, count));
    });
}

void LogsPage::chooseExport()
{
    if (m_view->rowCount() == 0 || m_export)
        return;
    const bool selected = m_view->selection().size() > 1;
    const std::vector<LineRange> rows =
        selected ? m_view->selection().ranges() : std::vector<LineRange>{{{0}, {m_view->rowCount()}}};
    auto *dialog = new QFileDialog(this,
                                   selected ? tr("Export the selected lines, secrets masked")
                                            : tr("Export all lines that are shown, secrets masked"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"log"_s);
    dialog->setNameFilters({tr("Log (*.log)"), tr("All files (*)")});
    dialog->selectFile(u"lines.log"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, rows](const QString &path) { exportTo(path, rows); });
    dialog->open();
}

void LogsPage::exportTo(const QString &path, const std::vector<LineRange> &rows)
{
    LineSet lines;
    const qint64 end = m_view->rowCount();
    for (const LineRange &range : rows) {
        for (LineNumber row = range.first; row < range.end && row.value < end; ++row.value)
            lines.append({m_view->document().sourceLine(row)});
    }
    m_export = std::make_unique<LogExport>(source(), std::move(lines), m_words, path, nullptr);
    connect(m_export.get(), &LogExport::progressed, this, &LogsPage::updateStatus);
    const auto onFailed = [this, path](const Error &error) {
        Q_EMIT notice(tr("Could not write %1, because %2").arg(path, text::errorText(error)));
        endExport();
    };
    const auto onFinished = [this, path] {
        if (!m_export)
            return;
        const qint64 done = m_export->done();
        if (done < m_export->all())
            Q_EMIT notice(tr("%1 of %2 lines written to %3: the others are gone from the log")
                              .arg(text::number(done), text::number(m_export->all()), path));
        else
            Q_EMIT notice(tr("%n line(s) written to %1, secrets masked", nullptr, int(done)).arg(path));
        endExport();
    };
    // Queued, because they destroy the sender.
    connect(m_export.get(), &LogExport::failed, this, onFailed, Qt::QueuedConnection);
    connect(m_export.get(), &LogExport::finished, this, onFinished, Qt::QueuedConnection);
    m_cancelExport->show();
    updateStatus();
    m_export->start();
}

//! Ends an export; a file that is not whole is not left behind.
void LogsPage::endExport()
{
    m_export.reset();
    m_cancelExport->hide();
    updateStatus();
}

//! Leaves the room to the lines where there is little.
void LogsPage::fitHeight()
{
    constexpr int kLeastWithTimeline = 560;
    m_histogram->setVisible(m_timeline->isChecked() && height() >= kLeastWithTimeline);
    m_byCategory->setEnabled(m_timeline->isChecked());
}

void LogsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    fitHeight();
}

void LogsPage::applyAccounts(const engine::SessionChanges &changes)
{
    if (m_names.apply(changes) || !changes.removed.isEmpty())
        m_filters->setGateways(engine().sessions().accounts());
}

void LogsPage::settingsChanged()
{
    m_names.read(engine());
    m_filters->setGateways(engine().sessions().accounts());
    m_filters->showCounts(source().counts());
    m_view->wordsChanged();
    updateStatus();
    showDetail();
}

void LogsPage::activate()
{
    m_view->setFollowing(m_view->isFollowing());
}

void LogsPage::refresh()
{
    if (isLive())
        m_view->setFollowing(true);
    else
        openFiles(m_paths);
}

void LogsPage::focusFilter()
{
    m_filters->focusText();
}

bool LogsPage::escape()
{
    if (!m_filters->isFiltering())
        return false;
    m_filters->clear();
    return true;
}

void LogsPage::showItem(const Destination &to)
{
    if (!isLive())
        showLive();
    m_filters->clear();
    m_filters->selectGateway(to.gateway);
    if (to.category)
        m_filters->selectCategory(*to.category);
}

QJsonObject LogsPage::saveState() const
{
    QJsonArray widths;
    const QList<int> chosen = m_view->columnWidths();
    for (const int width : chosen)
        widths.append(width);
    QJsonObject state{{u"columns"_s, widths},
                      {u"splitter"_s, saveSplitter(m_splitter)},
                      {u"files"_s, QJsonArray::fromStringList(m_paths)},
                      {u"tail"_s, m_tail->isChecked()},
                      {u"wrap"_s, m_wrap->isChecked()},
                      {u"timeline"_s, m_timeline->isChecked()},
                      {u"byCategory"_s, m_byCategory->isChecked()}};
    m_filters->saveTo(state);
    return state;
}

void LogsPage::restoreState(const QJsonObject &state)
{
    QList<int> widths;
    const QJsonArray chosen = state.value("columns"_L1).toArray();
    for (const QJsonValue &width : chosen)
        widths.append(width.toInt());
    m_view->setColumnWidths(widths);
    restoreSplitter(m_splitter, state.value("splitter"_L1));
    m_filters->restoreFrom(state);
    m_filters->showCounts(source().counts());
    m_wrap->setChecked(state.value("wrap"_L1).toBool());
    m_timeline->setChecked(state.value("timeline"_L1).toBool(true));
    m_byCategory->setChecked(state.value("byCategory"_L1).toBool());
    m_tail->setChecked(state.value("tail"_L1).toBool(true));
    QStringList paths;
    QJsonArray files = state.value("files"_L1).toArray();
    files.append(state.value("file"_L1)); // of earlier versions
    for (const QJsonValue &file : std::as_const(files)) {
        if (const QString path = file.toString(); !path.isEmpty() && QFileInfo::exists(path))
            paths.append(path);
    }
    if (!paths.isEmpty())
        openFiles(paths);
}

QList<PaletteItem> LogsPage::paletteItems()
{
    QList<PaletteItem> items{
        {.title = tr("Open a gateway's log file"), .hint = tr("Logs"), .iconName = u"folder"_s, .run = [this] {
             Q_EMIT navigate({.page = PageId::Logs});
             chooseFile();
         }}};
    const LogCounts counts = live().counts();
    const QList<LogCategory> categories = m_filters->categories();
    for (const LogCategory category : categories) {
        items.append({.title = tr("Log lines: %1").arg(text::logCategoryWord(category)),
                      .hint = text::number(counts.categories[std::size_t(category)]),
                      .iconName = u"logs"_s,
                      .run = [this, category] { Q_EMIT navigate({.page = PageId::Logs, .category = category}); }});
    }
    return items;
}

} // namespace rookery::ui

#include "moc_logspage.cpp"
