// SPDX-License-Identifier: GPL-3.0-or-later
#include "settingswindow.h"

#include "aboutsection.h"
#include "generalsection.h"
#include "kit/widgetfactory.h"
#include "logssection.h"
#include "networksection.h"
#include "notificationssection.h"
#include "securitysection.h"
#include "sendingsection.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Section {
    SettingsSection id;
    const char *title;
    QLatin1StringView icon;
    SettingsPage *(*make)(const SettingsContext &context, const QString &title, QWidget *parent);
};

template <class Page>
SettingsPage *makePage(const SettingsContext &context, const QString &title, QWidget *parent)
{
    return new Page(context, title, parent);
}

// In the order of SettingsSection.
constexpr std::array<Section, kSettingsSectionCount> kSections{{
    {SettingsSection::General, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "General"), "settings"_L1,
     makePage<GeneralSection>},
    {SettingsSection::Network, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "Network"), "link"_L1,
     makePage<NetworkSection>},
    {SettingsSection::Sending, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "Sending"), "broadcast"_L1,
     makePage<SendingSection>},
    {SettingsSection::Notifications, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "Notifications"), "bell"_L1,
     makePage<NotificationsSection>},
    {SettingsSection::Logs, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "Logs"), "logs"_L1, makePage<LogsSection>},
    {SettingsSection::Security, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "Security"), "shield"_L1,
     makePage<SecuritySection>},
    {SettingsSection::About, QT_TRANSLATE_NOOP("rookery::ui::SettingsWindow", "About"), "info"_L1,
     makePage<AboutSection>},
}};

} // namespace

SettingsWindow::SettingsWindow(const SettingsContext &context, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    setAccessibleName(tr("Settings"));
    setMinimumSize(640, 400);
    resize(QSize(820, 600).boundedTo(screen()->availableSize()));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(16, 16, 16, 12);
    outer->setSpacing(kGap);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(16);
    m_left = leftColumn(context.theme);
    middle->addWidget(m_left);
    m_pages = new QStackedWidget(this);
    for (const Section &section : kSections)
        m_pages->addWidget(section.make(context, titleOf(section.id), m_pages));
    middle->addWidget(m_pages, 1);
    outer->addLayout(middle, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    QPushButton *close = makeButton(tr("Close"), ButtonKind::Plain, this, tr("Close settings"));
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    buttons->addWidget(close);
    outer->addLayout(buttons);
    connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    const auto find = [this] {
        m_search->setFocus();
        m_search->selectAll();
    };
    for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::CTRL | Qt::Key_Comma)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, find);
    showSection(SettingsSection::General);
    m_search->setFocus();
}

QWidget *SettingsWindow::leftColumn(const Theme &theme)
{
    auto *box = new QWidget(this);
    box->setFixedWidth(190);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_search = makeFilter(tr("Search  (Ctrl+F)"), theme, box, tr("Search settings"));
    m_search->setMinimumWidth(0);
    layout->addWidget(m_search);
    m_list = new QListWidget(box);
    m_list->setAccessibleName(tr("Sections"));
    m_list->setIconSize(QSize(16, 16));
    for (const Section &section : kSections)
        new QListWidgetItem(theme.icon(QString(section.icon)), titleOf(section.id), m_list);
    layout->addWidget(m_list, 1);
    m_count = makeLabel({}, LabelKind::Muted, box);
    m_count->setWordWrap(true);
    m_count->setAccessibleDescription(tr("Search result"));
    layout->addWidget(m_count);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsWindow::search);
    connect(m_search, &QLineEdit::returnPressed, this, &SettingsWindow::focusFirstFound);
    m_count->hide();
    return box;
}

QString SettingsWindow::titleOf(SettingsSection section)
{
    return tr(kSections.at(std::size_t(section)).title);
}

SettingsPage *SettingsWindow::page(int section) const
{
    return static_cast<SettingsPage *>(m_pages->widget(section));
}

void SettingsWindow::showSection(SettingsSection section)
{
    if (m_list->item(int(section))->isHidden())
        m_search->clear();
    m_list->setCurrentRow(int(section));
}

SettingsSection SettingsWindow::section() const
{
    return SettingsSection(m_pages->currentIndex());
}

void SettingsWindow::limitTo(SettingsSection section)
{
    showSection(section);
    m_left->hide();
    m_search->setEnabled(false); // its shortcut must not lead to what cannot be seen
    page(int(section))->rows().constFirst()->control()->setFocus();
    setWindowTitle(tr("Settings: %1").arg(titleOf(section)));
}

SettingsView SettingsWindow::view() const
{
    SettingsView view{.section = section(), .search = m_search->text(), .focused = {}, .geometry = saveGeometry()};
    for (const SettingRow *row : page(m_pages->currentIndex())->rows()) {
        if (const QWidget *focused = focusWidget(); focused && row->isAncestorOf(focused))
            view.focused = row->key();
    }
    return view;
}

void SettingsWindow::restore(const SettingsView &view)
{
    restoreGeometry(view.geometry);
    m_search->setText(view.search);
    showSection(view.section);
    if (const SettingRow *row = page(int(view.section))->row(view.focused))
        row->control()->setFocus();
}

void SettingsWindow::search()
{
    const QStringList words = m_search->text().split(u' ', Qt::SkipEmptyParts);
    int found = 0;
    int first = -1;
    for (int section = 0; section < m_pages->count(); ++section) {
        const SettingsPage *shown = page(section);
        bool any = words.isEmpty() || shown->matches(words);
        for (SettingRow *row : shown->rows()) {
            const bool marked = !words.isEmpty() && row->matches(words);
            row->setMarked(marked);
            any = any || marked;
            found += marked && !row->isHidden() ? 1 : 0;
        }
        m_list->item(section)->setHidden(!any);
        if (any && first < 0)
            first = section;
    }
    const bool nothing = first < 0;
    m_count->setText(nothing ? tr("Nothing found. Clear the search to see all sections.")
                             : tr("%n setting(s) found", nullptr, found));
    m_count->setVisible(!words.isEmpty());
    if (!nothing && m_list->item(m_list->currentRow())->isHidden())
        m_list->setCurrentRow(first);
}

//! Enter in the search goes to the first setting that was found, in the section that is shown if it has one.
void SettingsWindow::focusFirstFound()
{
    const int shown = m_pages->currentIndex();
    for (int step = 0; step < m_pages->count(); ++step) {
        const int section = (shown + step) % m_pages->count();
        const QList<SettingRow *> &rows = page(section)->rows();
        const auto it = std::find_if(rows.cbegin(), rows.cend(),
                                     [](const SettingRow *row) { return row->isMarked() && !row->isHidden(); });
        if (it == rows.cend())
            continue;
        m_list->setCurrentRow(section);
        (*it)->control()->setFocus();
        page(section)->ensureWidgetVisible(*it);
        return;
    }
}

void SettingsWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        m_search->setFocus();
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace rookery::ui

#include "moc_settingswindow.cpp"
