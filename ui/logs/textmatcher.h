// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/logfilter.h"

#include <QList>
#include <QRegularExpression>

namespace rookery::ui {

//! Finds what a filter looks for in a text that is shown, to highlight it.
class TextMatcher final
{
public:
    struct Span {
        int start = 0;
        int length = 0;
        bool operator==(const Span &) const = default;
    };

    void setFilter(const LogFilter &filter);
    //! Returns the matches, at most kMost. An expression that would take long finds none.
    [[nodiscard]] QList<Span> spans(const QString &text) const;

    static constexpr int kMost = 64;

private:
    QRegularExpression m_expression;
    bool m_isEmpty = true;
};

} // namespace rookery::ui
