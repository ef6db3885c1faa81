// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

#include <QList>
#include <QModelIndex>

#include <utility>

class QAbstractItemModel;
class QFrame;
class QHBoxLayout;
class QLineEdit;
class QSortFilterProxyModel;
class QSplitter;
class QTableView;
class QVBoxLayout;

namespace rookery::ui {

class DetailParts;

//! Implements a page with a table above the details of its current row: splitter, filter (Ctrl+F, Esc), selection, and
//! what of them is saved. A page makes the parts in its constructor, from top to bottom, and ends with assemble().
class MasterDetailPage : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MasterDetailPage)

public:
    ~MasterDetailPage() override = default;

    void focusFilter() override;
    bool escape() override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    MasterDetailPage(engine::Engine &engine, const Theme &theme, QWidget *parent);

    //! Adds the first row, with the page's title.
    [[nodiscard]] QHBoxLayout *addHead();
    //! Adds a field at the end of a row that filters the list.
    QLineEdit *addFilter(QHBoxLayout *row, const QString &placeholder, const QString &accessible);
    //! Makes the list; showDetail() is called whenever its current row changes.
    QTableView *makeList(QSortFilterProxyModel *rows, const QString &accessible);
    //! Makes the card of the details, which scroll where the room is short; the caller adds the parts.
    [[nodiscard]] DetailParts *makeDetails(int minimumHeight);
    //! Makes a table inside the details, in the order of its model.
    [[nodiscard]] QTableView *makeDetailList(QAbstractItemModel *rows, const QString &accessible, QWidget *card);
    //! Divides the page between list and details, by stretch factors and by sizes at first.
    void assemble(QWidget *details, const std::pair<int, int> &stretch, const QList<int> &sizes);
    [[nodiscard]] QVBoxLayout *outerLayout() const { return m_layout; }

    [[nodiscard]] QFrame *detailsCard() const { return m_card; }
    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    //! Returns the current row in the model behind the filter, or an invalid index.
    [[nodiscard]] QModelIndex current() const;
    //! Makes a row of the model behind the filter current, if the filter shows it.
    void select(const QModelIndex &row);
    void selectFirst(); //!< if no row is current

    //! Filters the list by what was typed into the field.
    virtual void filterRows(const QString &typed);
    //! Shows the details of the current row.
    virtual void showDetail() = 0;

private:
    QVBoxLayout *m_layout = nullptr;
    QSplitter *m_splitter = nullptr;
    QFrame *m_card = nullptr;
    DetailParts *m_details = nullptr;
    QLineEdit *m_filter = nullptr;
    QSortFilterProxyModel *m_rows = nullptr;
    QTableView *m_list = nullptr;
};

} // namespace rookery::ui
