// SPDX-License-Identifier: GPL-3.0-or-later
#include "pagetools.h"

#include "columnfit.h"
#include "controls.h"
#include "tone.h"

#include <QCollator>
#include <QDateTime>
#include <QFormLayout>
#include <QFrame>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

//! Sorts words as people do: "Group 2" before "Group 10".
class NaturalSorter final : public QSortFilterProxyModel
{
public:
    explicit NaturalSorter(QObject *parent) : QSortFilterProxyModel(parent)
    {
        m_collator.setNumericMode(true);
        m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    }

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        const QVariant a = left.data(SortRole);
        const QVariant b = right.data(SortRole);
        if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
            return m_collator.compare(a.toString(), b.toString()) < 0;
        return QVariant::compare(a, b) == QPartialOrdering::Less;
    }

private:
    QCollator m_collator;
};

} // namespace

WallTime wallNow()
{
    return fromMSecs(QDateTime::currentMSecsSinceEpoch());
}

QVBoxLayout *makePageLayout(QWidget *page)
{
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 4, 16, 12);
    layout->setSpacing(kGap);
    return layout;
}

QSortFilterProxyModel *makeSorter(QAbstractItemModel *model, QObject *parent)
{
    auto *sorter = new NaturalSorter(parent);
    sorter->setSourceModel(model);
    sorter->setSortRole(SortRole);
    sorter->setFilterKeyColumn(-1);
    sorter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    sorter->setDynamicSortFilter(true);
    return sorter;
}

void setColumnWidths(QTableView *table, const QList<int> &widths, const QList<int> &growing)
{
    // the widths are for a 13 px font; scaled for a larger one
    const double scale = std::max(1.0, table->fontMetrics().height() / 17.0);
    QList<int> scaled;
    for (const int width : widths)
        scaled.append(int(width * scale));
    new ColumnFit(table, scaled, growing);
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

QString joined(const QString &first, const QString &second)
{
    if (first.isEmpty() || second.isEmpty())
        return first.isEmpty() ? second : first;
    return QStringLiteral("%1 %2").arg(first, second);
}

QJsonValue saveHeader(const QTableView *table)
{
    const QHeaderView *header = table->horizontalHeader();
    QJsonArray order;
    for (int place = 0; place < header->count(); ++place)
        order.append(header->logicalIndex(place));
    QJsonArray widths; // the preferred widths; those that fit the current window are not worth saving
    const QList<int> wanted = ColumnFit::of(table) ? ColumnFit::of(table)->widths() : QList<int>();
    for (const int width : wanted)
        widths.append(width);
    return QJsonObject{{u"order"_s, order},
                       {u"widths"_s, widths},
                       {u"sort"_s, table->isSortingEnabled() ? header->sortIndicatorSection() : -1},
                       {u"descending"_s, header->sortIndicatorOrder() == Qt::DescendingOrder}};
}

void restoreHeader(QTableView *table, const QJsonValue &state)
{
    QHeaderView *header = table->horizontalHeader();
    const QJsonArray order = state[u"order"_s].toArray();
    for (int place = 0; place < std::min(int(order.size()), header->count()); ++place) {
        const int from = header->visualIndex(order.at(place).toInt(-1));
        if (from >= 0)
            header->moveSection(from, place);
    }
    const int sort = state[u"sort"_s].toInt(-2);
    if (table->isSortingEnabled() && sort >= -1 && sort < header->count())
        table->sortByColumn(sort, state[u"descending"_s].toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
    QList<int> widths;
    const QJsonArray kept = state[u"widths"_s].toArray();
    for (const QJsonValue &width : kept)
        widths.append(width.toInt());
    if (ColumnFit *fit = ColumnFit::of(table))
        fit->setWidths(widths);
}

QJsonValue saveSplitter(const QSplitter *splitter)
{
    return QString::fromLatin1(splitter->saveState().toBase64());
}

void restoreSplitter(QSplitter *splitter, const QJsonValue &state)
{
    if (state.isString())
        splitter->restoreState(QByteArray::fromBase64(state.toString().toLatin1()));
}

} // namespace rookery::ui
