// SPDX-License-Identifier: GPL-3.0-or-later
#include "tags.h"

#include <QRegularExpression>

namespace rookery {

bool hasTag(const QStringList &tags, const QString &tag)
{
    return tags.contains(tag, Qt::CaseInsensitive);
}

QStringList tagsIn(const QString &typed)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;\\x{FF0C}\\x{FF1B}\\x{3001}]+"),
                                               QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression marks(QStringLiteral("^[#\\x{FF03}]+"));
    QStringList tags;
    const QStringList words = typed.split(separators, Qt::SkipEmptyParts);
    for (const QString &word : words) {
        QString tag = QString(word).remove(marks).left(kLongestTag);
        if (!tag.isEmpty() && tag.back().isHighSurrogate())
            tag.chop(1); // half a character
        if (!tag.isEmpty() && !hasTag(tags, tag))
            tags.append(tag);
    }
    return tags;
}

} // namespace rookery
