// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCache>
#include <QFont>
#include <QList>
#include <QStaticText>
#include <QStyledItemDelegate>

namespace rookery::ui {

//! Paints the cells of a table: background, icon and one line of words, elided at the end. It asks neither the style
//! nor the style sheet, which take several times as long for each cell, and lays out the same words only once.
//! styleTable() gives every table one.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellDelegate)

public:
    explicit CellDelegate(QObject *parent);
    ~CellDelegate() override = default;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;

protected:
    //! Paints a mark at the left of `room` and returns the width that it took; `cell.text` are the words that follow.
    virtual int paintMark(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room,
                          const QModelIndex &index) const;

private:
    struct Words {
        QString text;
        int width; //!< that there is for them
        qsizetype font; //!< in m_fonts
        friend bool operator==(const Words &, const Words &) = default;
        friend size_t qHash(const Words &words, size_t seed)
        {
            return qHashMulti(seed, words.text, words.width, words.font);
        }
    };

    void paintWords(QPainter *painter, const QStyleOptionViewItem &cell, const QRect &room) const;
    [[nodiscard]] const QStaticText &laidOut(const QStyleOptionViewItem &cell, int width) const;

    mutable QList<QFont> m_fonts; //!< met so far: one or two for a table
    mutable QCache<Words, QStaticText> m_laidOut;
};

} // namespace rookery::ui
