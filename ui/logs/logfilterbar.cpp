// SPDX-License-Identifier: GPL-3.0-or-later
#include "logfilterbar.h"

#include "kit/flowlayout.h"
#include "kit/plaintip.h"
#include "kit/statusstyle.h"
#include "kit/walltime.h"
#include "kit/widgetfactory.h"
#include "text/wording.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LogFilterBar::LogFilterBar(const Theme &theme, const AccountNames &names, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    buildFields(theme);
    m_trouble = makeLabel({}, LabelKind::Body, this);
    m_trouble->setWordWrap(true);
    setLabelRole(m_trouble, theme, Role::Failed);
    m_trouble->hide();
    layout->addWidget(m_trouble);
    buildChips(theme);
    connect(m_gateway, &QComboBox::currentIndexChanged, this, &LogFilterBar::emitChanged);
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogFilterBar::emitChanged);
    connect(m_text, &QLineEdit::textChanged, this, &LogFilterBar::emitChanged);
    connect(m_text, &QLineEdit::returnPressed, this, &LogFilterBar::nextWanted);
    connect(m_clear, &QPushButton::clicked, this, &LogFilterBar::clear);
}

QPushButton *LogFilterBar::makeToggle(const QString &text, const QString &name, const QString &tip)
{
    QPushButton *button = makeButton(text, ButtonKind::Quiet, this, name);
    button->setCheckable(true);
    button->setToolTip(plainTip(tip));
    connect(button, &QPushButton::toggled, this, &LogFilterBar::emitChanged);
    return button;
}

void LogFilterBar::buildFields(const Theme &theme)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(kGap);
    m_gateway = new QComboBox(this);
    m_gateway->setAccessibleName(tr("Gateway of log lines"));
    m_gateway->setMinimumWidth(100);
    m_level = new QComboBox(this);
    m_level->setAccessibleName(tr("Lowest level"));
    m_level->addItem(tr("All levels"), int(LogLevel::Debug));
    for (const LogLevel level : {LogLevel::Info, LogLevel::Warn, LogLevel::Error})
        m_level->addItem(tr("%1 and up").arg(text::logLevelWord(level)), int(level));
    m_text = makeFilter(tr("Filter lines (Ctrl+F)"), theme, this, tr("Filter lines"));
    m_text->setMinimumWidth(100);
    m_pattern =
        makeToggle(u".*"_s, tr("Regular expression"), tr("The text is a regular expression, such as timeout|504"));
    m_case = makeToggle(u"Aa"_s, tr("Match case"), tr("Distinguish capital and small letters"));
    m_inverted = makeToggle(tr("Not"), tr("Lines without the text"), tr("Show the lines that do not contain the text"));
    m_marks = makeToggle(tr("Show all"), tr("Show all lines and mark hits"),
                         tr("Keep all lines and mark those that contain the text (F3: next, Shift+F3: previous)"));
    row->addWidget(m_gateway);
    row->addWidget(m_level);
    row->addWidget(m_text, 1);
    auto *toggles = new QHBoxLayout;
    toggles->setSpacing(0);
    for (QPushButton *toggle : {m_pattern, m_case, m_inverted, m_marks})
        toggles->addWidget(toggle);
    row->addLayout(toggles);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

void LogFilterBar::buildChips(const Theme &theme)
{
    auto *box = new QWidget(this);
    auto *flow = new FlowLayout(box, 4);
    const auto addRemovable = [&theme, box, flow](const QString &name) {
        QPushButton *chip = makeButton({}, ButtonKind::Plain, box, name);
        chip->setIcon(theme.icon(u"close"_s));
        chip->hide();
        flow->addWidget(chip);
        return chip;
    };
    m_times = addRemovable(tr("Show lines of any time"));
    m_rule = addRemovable(tr("Show lines of any rule"));
    connect(m_times, &QPushButton::clicked, this, [this] {
        Q_EMIT timesCleared();
        setTimes({}, {});
    });
    connect(m_rule, &QPushButton::clicked, this, [this] { setRule({}, {}); });
    for (int i = int(LogCategory::None) + 1; i < kLogCategoryCount; ++i) {
        const auto category = LogCategory(i);
        const StatusStyle tone = statusStyle(category);
        auto *chip = makeButton({}, ButtonKind::Plain, box, tr("Category %1").arg(text::logCategoryWord(category)));
        chip->setCheckable(true);
        chip->setIcon(theme.statusIcon(tone));
        flow->addWidget(chip);
        m_chips.insert(category, chip);
        connect(chip, &QPushButton::toggled, this, &LogFilterBar::emitChanged);
    }
    m_clear = makeButton(tr("Clear filters"), ButtonKind::Quiet, box);
    m_clear->hide();
    flow->addWidget(m_clear);
    layout()->addWidget(box);
}

void LogFilterBar::emitChanged()
{
    m_clear->setVisible(isFiltering());
    Q_EMIT changed();
}

LogFilter LogFilterBar::filter() const
{
    LogFilter filter;
    if (m_gateway->isEnabled())
        filter.gateway = GatewayId(m_gateway->currentData().toString());
    filter.lowest = LogLevel(m_level->currentData().toInt());
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            filter.categories.insert(chip.key());
    }
    filter.ruleId = m_ruleId;
    filter.from = m_from;
    filter.to = m_to;
    filter.text = m_text->text();
    if (!filter.text.isEmpty()) {
        filter.pattern = m_pattern->isChecked();
        filter.caseSensitive = m_case->isChecked();
        filter.inverted = m_inverted->isChecked();
    }
    return filter;
}

bool LogFilterBar::marksOnly() const
{
    return m_marks->isChecked();
}

bool LogFilterBar::isFiltering() const
{
    return !filter().isEmpty();
}

void LogFilterBar::setLive(bool live)
{
    m_gateway->setEnabled(live);
    m_clear->setVisible(isFiltering());
}

void LogFilterBar::clear()
{
    {
        const QSignalBlocker quiet(this);
        m_gateway->setCurrentIndex(0);
        m_level->setCurrentIndex(0);
        m_text->clear();
        for (QPushButton *chip : std::as_const(m_chips))
            chip->setChecked(false);
        setRule({}, {});
        setTimes({}, {});
    }
    Q_EMIT timesCleared();
    emitChanged();
}

void LogFilterBar::focusText()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void LogFilterBar::showTrouble(const QString &trouble)
{
    const bool bad = !trouble.isEmpty();
    m_trouble->setText(trouble);
    m_trouble->setVisible(bad);
    if (m_text->property("bad").toBool() == bad)
        return;
    m_text->setProperty("bad", bad);
    m_text->style()->unpolish(m_text);
    m_text->style()->polish(m_text);
    m_text->setAccessibleDescription(trouble);
}

void LogFilterBar::setGateways(const QList<AccountSnapshot> &accounts)
{
    const QString kept = m_gateway->currentData().toString();
    {
        const QSignalBlocker quiet(m_gateway);
        m_gateway->clear();
        m_gateway->addItem(tr("All gateways"), QString());
        for (const AccountSnapshot &account : accounts)
            m_gateway->addItem(m_names.gatewayName(account.profile.id), account.profile.id.value());
        m_gateway->setCurrentIndex(std::max(0, m_gateway->findData(kept)));
    }
    if (m_gateway->currentData().toString() != kept)
        emitChanged(); // the gateway of the filter was removed
}

void LogFilterBar::showCounts(const LogCounts &counts)
{
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        const qint64 count = counts.categories[std::size_t(chip.key())];
        chip.value()->setText(
            tr("%1  %2", "category and how many").arg(text::logCategoryWord(chip.key()), text::number(count)));
        chip.value()->setVisible(count > 0 || chip.value()->isChecked());
    }
}

void LogFilterBar::selectGateway(const GatewayId &gateway)
{
    const int place = gateway.isNull() ? 0 : m_gateway->findData(gateway.value());
    m_gateway->setCurrentIndex(std::max(0, place));
}

void LogFilterBar::selectCategory(LogCategory category)
{
    if (QPushButton *chip = m_chips.value(category)) {
        chip->show();
        chip->setChecked(true);
    }
}

void LogFilterBar::setRule(const QString &ruleId, const QString &title)
{
    m_ruleId = ruleId;
    m_rule->setText(fontMetrics().elidedText(title, Qt::ElideRight, 260));
    m_rule->setToolTip(plainTip(tr("Only lines like this: %1. Click to show the others again.").arg(title)));
    m_rule->setVisible(!ruleId.isEmpty());
    emitChanged();
}

void LogFilterBar::setTimes(WallTime from, WallTime to)
{
    m_from = from;
    m_to = to;
    const WallTime now = wallNow();
    m_times->setText(tr("%1 to %2", "times").arg(text::localTime(from, now), text::localTime(to, now)));
    m_times->setToolTip(tr("Only lines of this time. Click to show the others again."));
    m_times->setVisible(from != WallTime{} || to != WallTime{});
    emitChanged();
}

QList<LogCategory> LogFilterBar::categories() const
{
    return m_chips.keys();
}

void LogFilterBar::saveTo(QJsonObject &state) const
{
    QJsonArray categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            categories.append(int(chip.key()));
    }
    state.insert(u"gateway"_s, m_gateway->currentData().toString());
    state.insert(u"level"_s, m_level->currentData().toInt());
    state.insert(u"text"_s, m_text->text());
    state.insert(u"pattern"_s, m_pattern->isChecked());
    state.insert(u"case"_s, m_case->isChecked());
    state.insert(u"inverted"_s, m_inverted->isChecked());
    state.insert(u"marks"_s, m_marks->isChecked());
    state.insert(u"categories"_s, categories);
}

void LogFilterBar::restoreFrom(const QJsonObject &state)
{
    m_gateway->setCurrentIndex(std::max(0, m_gateway->findData(state.value("gateway"_L1).toString())));
    m_level->setCurrentIndex(std::max(0, m_level->findData(state.value("level"_L1).toInt())));
    m_pattern->setChecked(state.value("pattern"_L1).toBool());
    m_case->setChecked(state.value("case"_L1).toBool());
    m_inverted->setChecked(state.value("inverted"_L1).toBool());
    m_marks->setChecked(state.value("marks"_L1).toBool());
    m_text->setText(state.value("text"_L1).toString());
    const QJsonArray categories = state.value("categories"_L1).toArray();
    for (const QJsonValue &category : categories) {
        if (QPushButton *chip = m_chips.value(LogCategory(category.toInt(-1))))
            chip->setChecked(true);
    }
}

} // namespace rookery::ui

#include "moc_logfilterbar.cpp"
