// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/statusstyle.h"
#include "kit/tablemodel.h"

#include "model/logline.h"

#include <QFont>
#include <QSet>
#include <QSortFilterProxyModel>

#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace rookery::ui {

//! Lists log lines in the order they came; the oldest leave when the ring is full.
class LogModel final : public TableModel<LogLine>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogModel)

public:
    enum Column { Time, Gateway, Level, Category, Text, ColumnCount };

    LogModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent);

    //! Keeps the newest lines, as many as that, from now on; 0: no limit (a file).
    void setRing(int lines);
    [[nodiscard]] int ring() const { return m_ring; }
    void setLines(const QList<LogLine> &lines);
    //! Appends lines as one batch.
    void append(const QList<LogLine> &lines);
    void clear() { setLines({}); }

    [[nodiscard]] const LogLine &at(int row) const { return m_lines[std::size_t(row)]; }
    //! Counts the lines of a category that are in the model now.
    [[nodiscard]] int count(LogCategory category) const { return m_counts[std::size_t(category)]; }
    //! Counts the lines in the model that a rule recognised.
    [[nodiscard]] int countOfRule(const QString &ruleId) const { return m_ruleCounts.value(ruleId); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;

    //! Returns the whole text of a line, with its line feeds; control characters visible, numbers masked where wanted.
    [[nodiscard]] QString wordsOf(const LogLine &line) const;
    //! Returns the line as it is copied: time, level and `wordsOf`.
    [[nodiscard]] QString copyText(const LogLine &line) const;
    //! Updates names and numbers: a gateway's name or the masking changed.
    void namesChanged();

protected:
    [[nodiscard]] const LogLine &row(int number) const override { return at(number); }
    [[nodiscard]] QString heading(int column) const override;
    [[nodiscard]] QString textOf(const LogLine &row, int column) const override;
    [[nodiscard]] QString toolTip(const LogLine &row, int column) const override;
    [[nodiscard]] std::optional<StatusStyle> status(const LogLine &row, int column) const override;
    [[nodiscard]] std::optional<Role> color(const LogLine &row, int column) const override;
    [[nodiscard]] QVariant more(const LogLine &row, int column, int role) const override;

private:
    void dropOldest(int lines);
    void tally(const LogLine &line, int by);
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
    QFont m_mono;
    std::deque<LogLine> m_lines;
    std::array<int, kLogCategoryCount> m_counts{};
    QHash<QString, int> m_ruleCounts;
    int m_ring = 0;
};

//! Filters log lines by gateway, level, category and text.
class LogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogFilter)

public:
    explicit LogFilter(QObject *parent) : QSortFilterProxyModel(parent) {}

    void setGateway(const GatewayId &gateway); //!< null: all
    void setLevel(LogLevel lowest);
    void setCategories(const QSet<LogCategory> &categories); //!< empty: all
    void setText(const QString &text); //!< case-insensitive part of the line
    [[nodiscard]] bool isFiltering() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    GatewayId m_gateway;
    LogLevel m_level = LogLevel::Debug;
    QSet<LogCategory> m_categories;
    QString m_text;
};

} // namespace rookery::ui
