// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewstate.h"

#include "columnfit.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QSplitter>
#include <QTableView>

#include <algorithm>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

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
