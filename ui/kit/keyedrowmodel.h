// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rowmodel.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <functional>
#include <type_traits>

namespace rookery::ui {

//! Adds deltas to a row model: rows are identified by `KeyOf`, a member or a function of the row. The cost of a delta
//! depends on its own size, not on that of the table; adjacent rows change, and new rows arrive, with one signal.
template <class Row, auto KeyOf>
class KeyedRowModel : public RowModel<Row>
{
public:
    using Key = std::remove_cvref_t<std::invoke_result_t<decltype(KeyOf), const Row &>>;
    enum class NewRows { First, Last };

    using RowModel<Row>::RowModel;

    void setRows(QList<Row> rows)
    {
        m_places.clear();
        remember(rows, 0);
        RowModel<Row>::setRows(std::move(rows));
    }
    //! Makes the rows those given; known ones change in place, so selection and scroll position stay. The order is
    //! kept, with new rows at the end.
    void syncRows(const QList<Row> &rows)
    {
        QSet<Key> kept;
        for (const Row &row : rows)
            kept.insert(std::invoke(KeyOf, row));
        QList<Key> gone;
        for (const Row &row : this->rows()) {
            if (!kept.contains(std::invoke(KeyOf, row)))
                gone.append(std::invoke(KeyOf, row));
        }
        removeKeys(gone);
        applyRows(rows, NewRows::Last);
    }
    //! Returns -1 when there is no such row.
    [[nodiscard]] int rowOfKey(const Key &key) const { return m_places.value(key, -1); }

protected:
    //! Changes known rows in place. New rows are put first in reverse order (the last one on top), or at the end.
    void applyRows(const QList<Row> &changed, NewRows where)
    {
        QList<std::pair<int, const Row *>> known;
        QList<Row> fresh;
        QHash<Key, qsizetype> freshPlaces;
        for (const Row &row : changed) {
            if (const int place = rowOfKey(std::invoke(KeyOf, row)); place >= 0) {
                known.append({place, &row});
            } else if (const auto twice = freshPlaces.constFind(std::invoke(KeyOf, row));
                       twice != freshPlaces.constEnd()) {
                fresh[*twice] = row;
            } else {
                freshPlaces.insert(std::invoke(KeyOf, row), fresh.size());
                fresh.append(row);
            }
        }
        changeRows(known);
        if (fresh.isEmpty())
            return;
        if (where == NewRows::Last) {
            remember(fresh, this->rowCount());
            this->insertAll(fresh, this->rowCount());
            return;
        }
        std::reverse(fresh.begin(), fresh.end());
        for (int &place : m_places)
            place += int(fresh.size());
        remember(fresh, 0);
        this->insertAll(fresh, 0);
    }
    void removeKeys(const QList<Key> &keys)
    {
        for (const Key &key : keys) {
            const int gone = rowOfKey(key);
            if (gone < 0)
                continue;
            m_places.remove(key);
            for (int &place : m_places)
                place -= place > gone ? 1 : 0;
            this->removeRowAt(gone);
        }
    }

private:
    void remember(const QList<Row> &rows, int from)
    {
        for (qsizetype i = 0; i < rows.size(); ++i)
            m_places.insert(std::invoke(KeyOf, rows.at(i)), from + int(i));
    }
    //! Works in the order of the table, so that a sorted view is notified of each run of neighbours before the next
    //! one changes.
    void changeRows(QList<std::pair<int, const Row *>> &known)
    {
        const auto byPlace = [](const auto &one, const auto &other) { return one.first < other.first; };
        std::stable_sort(known.begin(), known.end(), byPlace);
        int first = -1;
        int last = -1;
        for (const auto &[place, row] : std::as_const(known)) {
            if (this->at(place) == *row)
                continue;
            if (first >= 0 && place > last + 1) {
                this->touchRows(first, last);
                first = -1;
            }
            this->replaceRow(place, *row);
            first = first < 0 ? place : first;
            last = place;
        }
        if (first >= 0)
            this->touchRows(first, last);
    }

    QHash<Key, int> m_places;
};

} // namespace rookery::ui
