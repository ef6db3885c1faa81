// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/statusstyle.h"

#include "model/logline.h"

#include <QAbstractTableModel>
#include <QFont>
#include <QSet>
#include <QSortFilterProxyModel>

#include <array>
#include <deque>
#include <functional>
#include <optional>

namespace rookery::ui {

//! Lists log lines in the order they came; the oldest leave when the ring is full.
class LogModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogModel)

public:
    enum Column { Time, Gateway, Level, Category, Text, ColumnCount };
    static constexpr int kRing = 20'000; //!< live lines kept

    LogModel(const Theme &theme, const AccountNames &names, std::function<WallTime()> now, QObject *parent);

    void setRing(int lines) { m_ring = lines; } //!< 0: no limit (a file)
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
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    //! Returns the whole text of a line, with its line feeds; control characters visible, numbers masked where wanted.
    [[nodiscard]] QString wordsOf(const LogLine &line) const;
    //! Returns the line as it is copied: time, level and `wordsOf`.
    [[nodiscard]] QString copyText(const LogLine &line) const;
    //! Updates names and numbers: a gateway's name or the masking changed.
    void namesChanged();

private:
    void tally(const LogLine &line, int by);
    [[nodiscard]] QString textOf(const LogLine &line, int column) const;
    [[nodiscard]] QVariant toneRole(const LogLine &line, int column, int role) const;

    const Theme &m_theme;
    const AccountNames &m_names;
    std::function<WallTime()> m_now;
    QFont m_mono;
    std::deque<LogLine> m_lines;
    std::array<int, kLogCategoryCount> m_counts{};
    QHash<QString, int> m_ruleCounts;
    int m_ring = kRing;
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
