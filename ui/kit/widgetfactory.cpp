// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgetfactory.h"

#include "celldelegate.h"
#include "plaintip.h"

#include <QAction>
#include <QCoreApplication>
#include <QEvent>
#include <QFormLayout>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QStyle>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString nameOf(Role role)
{
    switch (role) {
    case Role::Working:
        return u"working"_s;
    case Role::Degraded:
        return u"degraded"_s;
    case Role::NeedsHand:
        return u"needshand"_s;
    case Role::Failed:
        return u"failed"_s;
    case Role::Unknown:
        return u"unknown"_s;
    case Role::Accent:
        return u"accent"_s;
    case Role::Muted:
        return u"muted"_s;
    default:
        return u"text"_s;
    }
}

void repolish(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    // a frame reads its paddings again only on this event
    QEvent event(QEvent::StyleChange);
    QCoreApplication::sendEvent(widget, &event);
}

void styleView(QAbstractItemView *view, const QString &accessible)
{
    view->setAccessibleName(accessible);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->setTextElideMode(Qt::ElideRight);
    // Tab leaves a table: the arrow keys move between rows.
    view->setTabKeyNavigation(false);
}

QString propertyOf(ButtonKind kind)
{
    static const QString kinds[] = {{}, u"primary"_s, u"quiet"_s, u"danger"_s};
    return kinds[int(kind)];
}

} // namespace

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    if (button->property("kind").toString() == propertyOf(kind))
        return;
    button->setProperty("kind", propertyOf(kind));
    button->style()->unpolish(button);
    button->style()->polish(button);
}

QPushButton *makeButton(const QString &text, ButtonKind kind, QWidget *parent, const QString &accessible)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("kind", propertyOf(kind));
    button->setAutoDefault(false);
    button->setAccessibleName(accessible.isEmpty() ? QString(text).remove(u'&') : accessible);
    return button;
}

QPushButton *makeIconButton(const QIcon &icon, const QString &accessible, QWidget *parent)
{
    auto *button = new QPushButton(icon, {}, parent);
    button->setProperty("kind", u"icon"_s);
    button->setAutoDefault(false);
    button->setIconSize(QSize(18, 18));
    button->setAccessibleName(accessible);
    button->setToolTip(plainTip(accessible));
    return button;
}

QLabel *makeLabel(const QString &text, LabelKind kind, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    switch (kind) {
    case LabelKind::Body:
        break;
    case LabelKind::Title:
        label->setFont(Theme::titleFont(label->font()));
        break;
    case LabelKind::Section:
        label->setProperty("kind", u"section"_s);
        break;
    case LabelKind::Muted:
        label->setProperty("kind", u"muted"_s);
        break;
    case LabelKind::Mono:
        label->setFont(Theme::monoFont(label->font()));
        break;
    case LabelKind::Strong:
        label->setProperty("kind", u"strong"_s);
        break;
    }
    return label;
}

void setLabelRole(QLabel *label, const Theme &, Role role)
{
    const QString name = nameOf(role);
    if (label->property("role").toString() == name)
        return;
    label->setProperty("role", name);
    repolish(label);
}

void setBadge(QLabel *label, Role role)
{
    if (label->property("badge").toString() == nameOf(role))
        return;
    label->setProperty("badge", nameOf(role));
    repolish(label);
}

void setStrip(QFrame *frame, Role role)
{
    frame->setProperty("strip", nameOf(role));
    repolish(frame);
}

void setMarked(QFrame *row, bool marked)
{
    if (row->property("marked").toBool() == marked)
        return;
    row->setProperty("marked", marked);
    repolish(row);
}

void setChip(QLabel *label, Role role)
{
    const QString name = nameOf(role);
    if (label->property("chip").toString() == name)
        return;
    label->setProperty("chip", name);
    repolish(label);
}

QLineEdit *makeFilter(const QString &placeholder, const Theme &theme, QWidget *parent, const QString &accessible)
{
    auto *filter = new QLineEdit(parent);
    filter->setPlaceholderText(placeholder);
    filter->setClearButtonEnabled(true);
    filter->setAccessibleName(accessible);
    filter->addAction(theme.icon(u"search"_s), QLineEdit::LeadingPosition);
    filter->setMinimumWidth(200);
    return filter;
}

QVBoxLayout *makePageLayout(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 4, 16, 12);
    layout->setSpacing(kGap);
    return layout;
}

QFrame *makeStrip(const QString &text, Role role, QWidget *parent)
{
    auto *strip = new QFrame(parent);
    setStrip(strip, role);
    auto *layout = new QVBoxLayout(strip);
    layout->setContentsMargins(12, 8, 12, 8);
    auto *label = makeLabel(text, LabelKind::Body, strip);
    label->setWordWrap(true);
    layout->addWidget(label);
    return strip;
}

QLabel *addFact(QFormLayout *form, const QString &name, QWidget *parent)
{
    auto *value = makeLabel({}, LabelKind::Body, parent);
    value->setAccessibleDescription(name); // a description, so that the accessible name stays the text itself
    value->setWordWrap(true);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(makeLabel(name, LabelKind::Muted, parent), value);
    return value;
}

QScrollArea *makeScrollArea(QWidget *content, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *ground = new QWidget(area);
    ground->setObjectName(u"plain"_s);
    auto *layout = new QVBoxLayout(ground);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(content);
    layout->addStretch();
    area->setWidget(ground);
    return area;
}

QFrame *makeCard(QWidget *parent)
{
    auto *card = new QFrame(parent);
    card->setProperty("kind", u"card"_s);
    return card;
}

QFrame *makeSeparator(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("kind", u"separator"_s);
    line->setFixedHeight(1);
    return line;
}

void pressOn(const QKeySequence &key, QAbstractItemView *view, QPushButton *button)
{
    auto *shortcut = new QShortcut(key, view);
    shortcut->setContext(Qt::WidgetShortcut);
    QObject::connect(shortcut, &QShortcut::activated, button, &QPushButton::click);
    button->setToolTip(plainTip(u"%1 (%2)"_s.arg(button->accessibleName(), key.toString(QKeySequence::NativeText))));
}

void styleTable(QTableView *table, const QString &accessible)
{
    styleView(table, accessible);
    table->setItemDelegate(new CellDelegate(table));
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    // Grows with the font of 200 % desktops, never below the dense row.
    const int row = std::max(kRowHeight, table->fontMetrics().height() + 6);
    table->verticalHeader()->setMinimumSectionSize(row);
    table->verticalHeader()->setDefaultSectionSize(row);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setSortingEnabled(true);
}

void styleTree(QTreeView *tree, const QString &accessible)
{
    styleView(tree, accessible);
    tree->setUniformRowHeights(true);
    tree->setRootIsDecorated(false);
    tree->setSortingEnabled(true);
}

} // namespace rookery::ui
