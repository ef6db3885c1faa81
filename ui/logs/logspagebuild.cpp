// SPDX-License-Identifier: GPL-3.0-or-later
// Construction of the logs page; logspage.cpp has its behaviour.
#include "logspage.h"

#include "kit/pagetools.h"

#include "kit/controls.h"
#include "kit/elidedlabel.h"
#include "kit/emptyhint.h"
#include "kit/flowlayout.h"
#include "logmodel.h"
#include "text/wording.h"

#include <QAction>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Paints a cell's own background, which the style sheet hides, except under a selection.
class TintDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QVariant ground = index.data(Qt::BackgroundRole);
        if (ground.isValid() && !option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, ground.value<QColor>());
        QStyledItemDelegate::paint(painter, option, index);
    }
};

} // namespace

void LogsPage::build()
{
    auto *layout = makePageLayout(this);
    layout->addLayout(buildHead());
    layout->addLayout(buildFilters());
    layout->addWidget(buildChips());
    m_splitter = new QSplitter(Qt::Vertical, this);
    m_splitter->setHandleWidth(kGap);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildTable());
    m_splitter->addWidget(buildExplain());
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
    return top;
}

QHBoxLayout *LogsPage::buildFilters()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_gateway = new QComboBox(this);
    m_gateway->setAccessibleName(tr("Gateway of log lines"));
    m_gateway->setMinimumWidth(180);
    m_level = new QComboBox(this);
    m_level->setAccessibleName(tr("Lowest level"));
    m_level->addItem(tr("All levels"), int(LogLevel::Debug));
    for (const LogLevel level : {LogLevel::Info, LogLevel::Warn, LogLevel::Error})
        m_level->addItem(tr("%1 and above").arg(text::logLevelWord(level)), int(level));
    m_text = makeFilter(tr("Filter lines (Ctrl+F)"), theme(), this, tr("Filter lines"));
    m_clear = makeButton(tr("Clear filters"), ButtonKind::Quiet, this);
    m_clear->hide();
    row->addWidget(m_gateway);
    row->addWidget(m_level);
    row->addWidget(m_text, 1);
    row->addWidget(m_clear);
    return row;
}

QWidget *LogsPage::buildChips()
{
    auto *box = new QWidget(this);
    auto *flow = new FlowLayout(box, 4);
    for (int i = int(LogCategory::None) + 1; i < kLogCategoryCount; ++i) {
        const auto category = LogCategory(i);
        const Tone tone = toneOf(category);
        auto *chip = makeButton({}, ButtonKind::Plain, box, tr("Category %1").arg(text::logCategoryWord(category)));
        chip->setCheckable(true);
        chip->setIcon(theme().shapeIcon(tone.shape, tone.role));
        flow->addWidget(chip);
        m_chips.insert(i, chip);
        connect(chip, &QPushButton::toggled, this, &LogsPage::applyFilters);
    }
    return box;
}

QWidget *LogsPage::buildTable()
{
    m_table = new QTableView(this);
    m_table->setModel(m_filtered);
    styleTable(m_table, tr("Log lines"));
    m_table->setSortingEnabled(false); // a log has one order:
    m_filtered->sort(-1); // that of arrival
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->setItemDelegate(new TintDelegate(m_table));
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    setColumnWidths(m_table, {150, 110, 64, 116, 300});
    new EmptyHint(tr("No line to show.\nLines appear when a connected gateway logs something, or open a file. Filters "
                     "may hide lines."),
                  m_table);
    auto *copy = new QAction(tr("Copy lines"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(copy);
    connect(copy, &QAction::triggered, this, &LogsPage::copySelected);
    return m_table;
}

QWidget *LogsPage::buildExplain()
{
    auto *card = makeCard(this);
    card->setMinimumHeight(150);
    auto *columns = new QHBoxLayout(card);
    columns->setContentsMargins(16, 12, 16, 12);
    columns->setSpacing(16);

    auto *words = new QVBoxLayout;
    words->setSpacing(4);
    auto *head = new QHBoxLayout;
    head->setSpacing(kGap);
    m_ruleTitle = makeLabel({}, LabelKind::Strong, card);
    m_ruleTitle->setWordWrap(true);
    m_ruleCategory = makeLabel({}, LabelKind::Body, card);
    head->addWidget(m_ruleCategory, 0, Qt::AlignTop);
    head->addWidget(m_ruleTitle, 1);
    words->addLayout(head);
    m_meaning = makeLabel({}, LabelKind::Body, card);
    m_advice = makeLabel({}, LabelKind::Body, card);
    m_seen = makeLabel({}, LabelKind::Muted, card);
    m_since = makeLabel({}, LabelKind::Muted, card);
    for (QLabel *label : {m_meaning, m_advice, m_seen, m_since}) {
        label->setWordWrap(true);
        words->addWidget(label);
    }
    words->addStretch();
    columns->addLayout(words, 1);

    auto *full = new QVBoxLayout;
    full->setSpacing(4);
    m_line = new QPlainTextEdit(card);
    m_line->setReadOnly(true);
    m_line->setTabChangesFocus(true);
    m_line->setAccessibleName(tr("Selected line"));
    m_line->setFont(Theme::monoFont(font()));
    m_line->setPlaceholderText(tr("The whole line"));
    m_copy = makeButton(tr("Copy (secrets masked)"), ButtonKind::Plain, card, tr("Copy lines"));
    full->addWidget(m_line, 1);
    full->addWidget(m_copy, 0, Qt::AlignRight);
    columns->addLayout(full, 1);
    return card;
}

} // namespace rookery::ui
