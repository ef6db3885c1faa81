// SPDX-License-Identifier: GPL-3.0-or-later
#include "textmatcher.h"

namespace rookery::ui {

void TextMatcher::setFilter(const LogFilter &filter)
{
    // Lines without the text have nothing to highlight.
    const QString text = filter.inverted ? QString() : filter.text;
    m_isEmpty = text.isEmpty();
    // The limit is PCRE's own, because it goes back where an expression is ambiguous; the search itself does not.
    m_expression.setPattern(filter.pattern ? u"(*LIMIT_MATCH=20000)" + text : QRegularExpression::escape(text));
    m_expression.setPatternOptions(filter.caseSensitive ? QRegularExpression::NoPatternOption
                                                        : QRegularExpression::CaseInsensitiveOption);
}

QList<TextMatcher::Span> TextMatcher::spans(const QString &text) const
{
    QList<Span> spans;
    if (m_isEmpty || !m_expression.isValid())
        return spans;
    QRegularExpressionMatchIterator matches = m_expression.globalMatch(text);
    while (matches.hasNext() && spans.size() < kMost) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedLength() > 0)
            spans.append({int(match.capturedStart()), int(match.capturedLength())});
    }
    return spans;
}

} // namespace rookery::ui
