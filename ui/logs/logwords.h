// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kit/accountnames.h"
#include "kit/theme.h"

#include "model/logfilter.h"

#include <QCoreApplication>
#include <QHash>

#include <functional>
#include <optional>

namespace rookery::ui {

//! Lists the columns of the log view.
enum class LogColumn { Time, Gateway, Level, Category, Text };
inline constexpr int kLogColumnCount = int(LogColumn::Text) + 1;

//! Words and styles log lines as the operator sees them: control characters visible, numbers masked where wanted. The
//! cost for a line of any length is that of a long one on screen, except where the whole is asked for.
class LogWords final
{
    Q_DECLARE_TR_FUNCTIONS(rookery::ui::LogWords)

public:
    LogWords(const AccountNames &names, std::function<WallTime()> now) : m_names(names), m_now(std::move(now)) {}

    [[nodiscard]] static QString heading(LogColumn column);
    //! Returns a cell in one piece, at most kMostCell characters of it.
    [[nodiscard]] QString cell(const LogLine &line, LogColumn column) const;
    //! Returns a cell of a line that is not read yet.
    [[nodiscard]] static QString cell(const LogMark &mark, LogColumn column);
    [[nodiscard]] QString time(WallTime time) const;
    [[nodiscard]] QString toolTip(const LogLine &line, LogColumn column) const;
    //! Returns the first line of the text, at most so many characters of it.
    [[nodiscard]] QString firstLine(const LogLine &line, qsizetype most) const;
    //! Returns the beginning of the text with its line feeds.
    [[nodiscard]] QString beginning(const LogLine &line, qsizetype most) const;
    //! Says how many lines follow the first; empty: none.
    [[nodiscard]] static QString furtherLines(const LogLine &line);
    //! Returns the whole text of a line, with its line feeds.
    [[nodiscard]] QString whole(const LogLine &line) const;
    //! Returns the line as it is copied and exported: time, level and the whole text.
    [[nodiscard]] QString copied(const LogLine &line) const;

    //! Names the files that lines are from if there are several.
    void setSources(const QStringList &names) { m_sources = names; }
    //! Sets the colours of the user's rules, by their ids: names that Theme::ruleColor knows.
    void setRuleColors(const QHash<QString, QString> &colors) { m_ruleColors = colors; }
    //! Returns the name of the colour that the user chose for the rule of a line; empty: none.
    [[nodiscard]] QString ruleColor(const LogLine &line) const { return m_ruleColors.value(line.ruleId); }

    [[nodiscard]] static std::optional<StatusStyle> status(const LogMark &mark, LogColumn column);
    [[nodiscard]] static Role color(const LogMark &mark, LogColumn column);
    //! Returns the role whose tint is the ground of a line that stands out.
    [[nodiscard]] static std::optional<Role> ground(const LogMark &mark);

    static constexpr qsizetype kMostCell = 1000;

private:
    [[nodiscard]] static QString textOf(const LogLine &line);
    [[nodiscard]] QString shown(const QString &text, qsizetype most, bool keepLines) const;

    const AccountNames &m_names;
    std::function<WallTime()> m_now;
    QHash<QString, QString> m_ruleColors;
    QStringList m_sources; //!< by LogLine::source, from 1
};

[[nodiscard]] inline LogMark markOf(const LogLine &line)
{
    return {.level = line.level, .category = line.category};
}

} // namespace rookery::ui
