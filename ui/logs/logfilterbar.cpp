// SPDX-License-Identifier: GPL-3.0-or-later
#include "logfilterbar.h"

#include "kit/flowlayout.h"
#include "kit/statusstyle.h"
#include "kit/widgetfactory.h"
#include "logmodel.h"
#include "text/wording.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

LogFilterBar::LogFilterBar(const Theme &theme, const AccountNames &names, LogFilter &filter, QWidget *parent)
    : QWidget(parent)
    , m_names(names)
    , m_filter(filter)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addLayout(buildFields(theme));
    layout->addWidget(buildChips(theme));
    connect(m_gateway, &QComboBox::currentIndexChanged, this, &LogFilterBar::changed);
    connect(m_level, &QComboBox::currentIndexChanged, this, &LogFilterBar::changed);
    connect(m_text, &QLineEdit::textChanged, this, &LogFilterBar::changed);
    connect(m_clear, &QPushButton::clicked, this, &LogFilterBar::clear);
}

QHBoxLayout *LogFilterBar::buildFields(const Theme &theme)
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
    m_text = makeFilter(tr("Filter lines (Ctrl+F)"), theme, this, tr("Filter lines"));
    m_clear = makeButton(tr("Clear filters"), ButtonKind::Quiet, this);
    m_clear->hide();
    row->addWidget(m_gateway);
    row->addWidget(m_level);
    row->addWidget(m_text, 1);
    row->addWidget(m_clear);
    return row;
}

QWidget *LogFilterBar::buildChips(const Theme &theme)
{
    auto *box = new QWidget(this);
    auto *flow = new FlowLayout(box, 4);
    for (int i = int(LogCategory::None) + 1; i < kLogCategoryCount; ++i) {
        const auto category = LogCategory(i);
        const StatusStyle tone = statusStyle(category);
        auto *chip = makeButton({}, ButtonKind::Plain, box, tr("Category %1").arg(text::logCategoryWord(category)));
        chip->setCheckable(true);
        chip->setIcon(theme.statusIcon(tone));
        flow->addWidget(chip);
        m_chips.insert(i, chip);
        connect(chip, &QPushButton::toggled, this, &LogFilterBar::changed);
    }
    return box;
}

void LogFilterBar::applyTo(bool live)
{
    m_gateway->setEnabled(live);
    m_filter.setGateway(live ? GatewayId(m_gateway->currentData().toString()) : GatewayId());
    m_filter.setLevel(LogLevel(m_level->currentData().toInt()));
    m_filter.setText(m_text->text());
    QSet<LogCategory> categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            categories.insert(LogCategory(chip.key()));
    }
    m_filter.setCategories(categories);
    m_clear->setVisible(m_filter.isFiltering());
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
    }
    Q_EMIT changed();
}

void LogFilterBar::focusText()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
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
        Q_EMIT changed(); // the gateway of the filter was removed
}

void LogFilterBar::showCounts(const LogModel &lines)
{
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        const auto category = LogCategory(chip.key());
        const int count = lines.count(category);
        chip.value()->setText(
            tr("%1  %2", "category and how many").arg(text::logCategoryWord(category), text::number(count)));
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
    if (QPushButton *chip = m_chips.value(int(category))) {
        chip->show();
        chip->setChecked(true);
    }
}

QList<LogCategory> LogFilterBar::categories() const
{
    QList<LogCategory> categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip)
        categories.append(LogCategory(chip.key()));
    return categories;
}

void LogFilterBar::saveTo(QJsonObject &state) const
{
    QJsonArray categories;
    for (auto chip = m_chips.cbegin(); chip != m_chips.cend(); ++chip) {
        if (chip.value()->isChecked())
            categories.append(chip.key());
    }
    state.insert(u"gateway"_s, m_gateway->currentData().toString());
    state.insert(u"level"_s, m_level->currentData().toInt());
    state.insert(u"text"_s, m_text->text());
    state.insert(u"categories"_s, categories);
}

void LogFilterBar::restoreFrom(const QJsonObject &state)
{
    m_gateway->setCurrentIndex(std::max(0, m_gateway->findData(state.value("gateway"_L1).toString())));
    m_level->setCurrentIndex(std::max(0, m_level->findData(state.value("level"_L1).toInt())));
    m_text->setText(state.value("text"_L1).toString());
    const QJsonArray categories = state.value("categories"_L1).toArray();
    for (const QJsonValue &category : categories) {
        if (QPushButton *chip = m_chips.value(category.toInt(-1)))
            chip->setChecked(true);
    }
}

} // namespace rookery::ui

#include "moc_logfilterbar.cpp"
