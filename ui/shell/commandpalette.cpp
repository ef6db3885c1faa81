// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandpalette.h"

#include "kit/widgetfactory.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kShown = 60;
constexpr int kHintRole = Qt::UserRole + 1;

//! Paints the title to the left and the muted hint to the right.
class PaletteRow final : public QStyledItemDelegate
{
    Q_DISABLE_COPY_MOVE(PaletteRow)

public:
    PaletteRow(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem row = option;
        initStyleOption(&row, index);
        const QString hint = index.data(kHintRole).toString();
        const QRect room = row.rect.adjusted(0, 0, -12, 0);
        const QString shown = row.fontMetrics.elidedText(hint, Qt::ElideRight, room.width() / 2);
        const int width = row.fontMetrics.horizontalAdvance(shown);
        const QStyle *style = row.widget ? row.widget->style() : QApplication::style();
        // the background of the whole row first, then the title in the room that the hint leaves
        QStyleOptionViewItem ground = row;
        ground.text.clear();
        ground.icon = {};
        style->drawControl(QStyle::CE_ItemViewItem, &ground, painter, row.widget);
        const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &row, row.widget);
        const QRect icon = style->subElementRect(QStyle::SE_ItemViewItemDecoration, &row, row.widget);
        row.icon.paint(painter, icon);
        painter->save();
        painter->setFont(row.font);
        const QRect title(text.left() + 4, row.rect.top(), room.right() - width - text.left() - 16, row.rect.height());
        painter->setPen(m_theme.color(Role::Text));
        painter->drawText(title, Qt::AlignVCenter | Qt::AlignLeft,
                          row.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, title.width()));
        painter->setPen(m_theme.color(Role::Muted));
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, shown);
        painter->restore();
    }

private:
    const Theme &m_theme;
};

} // namespace

int paletteScore(const PaletteItem &item, const QStringList &words)
{
    int score = 1;
    for (const QString &word : words) {
        const auto at = item.title.indexOf(word, 0, Qt::CaseInsensitive);
        if (at == 0)
            score += 8;
        else if (at > 0)
            score += item.title.at(at - 1).isSpace() ? 5 : 3;
        else if (item.hint.contains(word, Qt::CaseInsensitive))
            score += 1;
        else
            return 0;
    }
    return score;
}

CommandPalette::CommandPalette(const Theme &theme, QList<PaletteItem> items, QWidget *window)
    : QDialog(window, Qt::Dialog | Qt::FramelessWindowHint)
    , m_theme(theme)
    , m_items(std::move(items))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    setWindowTitle(tr("Search everything"));
    setAccessibleName(tr("Search everything"));
    setObjectName(u"palette"_s);
    setStyleSheet(u"QDialog#palette { background: %1; border: 1px solid %2; }"_s.arg(theme.color(Role::Surface).name(),
                                                                                     theme.color(Role::Border).name()));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(kGap);
    m_field = makeFilter(tr("Account, group, action or page"), theme, this, tr("Search"));
    m_field->installEventFilter(this);
    layout->addWidget(m_field);
    m_list = new QListWidget(this);
    m_list->setAccessibleName(tr("Found"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setIconSize(QSize(16, 16));
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new PaletteRow(m_theme, m_list));
    layout->addWidget(m_list, 1);
    QLabel *help = makeLabel(tr("↑ ↓ choose · Enter opens · Esc closes"), LabelKind::Muted, this);
    layout->addWidget(help);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::runCurrent);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::runCurrent);
    resize(560, 420);
    if (window)
        move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 64)));
    find({});
    m_field->setFocus();
}

void CommandPalette::add(const QList<PaletteItem> &items)
{
    m_items += items;
    find(m_field->text());
}

void CommandPalette::find(const QString &words)
{
    const QStringList all = words.split(u' ', Qt::SkipEmptyParts);
    QList<std::pair<int, int>> found; // minus score, index: a stable order
    for (int i = 0; i < m_items.size(); ++i) {
        if (const int score = paletteScore(m_items.at(i), all); score > 0)
            found.append({-score, i});
    }
    std::sort(found.begin(), found.end());
    m_list->clear();
    for (const auto &[score, index] : std::as_const(found)) {
        if (m_list->count() >= kShown)
            break;
        const PaletteItem &item = m_items.at(index);
        auto *row = new QListWidgetItem(m_theme.icon(item.iconName), item.title, m_list);
        row->setData(Qt::UserRole, index);
        row->setData(kHintRole, item.hint);
        row->setData(Qt::AccessibleTextRole, item.hint.isEmpty() ? item.title : item.title + u", "_s + item.hint);
    }
    if (m_list->count() == 0) {
        auto *nothing = new QListWidgetItem(tr("Nothing found"), m_list);
        nothing->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::runCurrent()
{
    const QListWidgetItem *row = m_list->currentItem();
    if (!row || !row->data(Qt::UserRole).isValid())
        return;
    const std::function<void()> run = m_items.at(row->data(Qt::UserRole).toInt()).run;
    accept();
    if (run)
        run();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const int page = key == Qt::Key_PageDown ? 8 : key == Qt::Key_PageUp ? -8 : 0;
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : page;
        if (step != 0) {
            m_list->setCurrentRow(std::clamp(m_list->currentRow() + step, 0, std::max(0, m_list->count() - 1)));
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace rookery::ui

#include "moc_commandpalette.cpp"
