// SPDX-License-Identifier: GPL-3.0-or-later
#include "cqcode.h"

#include <QJsonObject>
#include <QString>

#include <algorithm>

namespace rookery::protocol {

namespace {

QString unescaped(QStringView text)
{
    QString result = text.toString();
    result.replace(QLatin1String("&#91;"), QLatin1String("["));
    result.replace(QLatin1String("&#93;"), QLatin1String("]"));
    result.replace(QLatin1String("&#44;"), QLatin1String(","));
    // last, so that an escaped "&#91;" ("&amp;#91;") is not undone twice
    result.replace(QLatin1String("&amp;"), QLatin1String("&"));
    return result;
}

QString escaped(const QString &text, bool insideCode)
{
    QString result = text;
    result.replace(u'&', QLatin1String("&amp;")); // first: the other replacements add ampersands
    result.replace(u'[', QLatin1String("&#91;"));
    result.replace(u']', QLatin1String("&#93;"));
    if (insideCode)
        result.replace(u',', QLatin1String("&#44;"));
    return result;
}

QString codeText(const QString &type, const QJsonObject &data)
{
    QString code = u"[CQ:" + type;
    for (auto it = data.constBegin(); it != data.constEnd(); ++it)
        code += u',' + it.key() + u'=' + escaped(it->toVariant().toString(), true);
    return code + u']';
}

QJsonObject segment(const QString &type, const QJsonObject &data)
{
    return QJsonObject{{QStringLiteral("type"), type}, {QStringLiteral("data"), data}};
}

void appendText(QJsonArray &out, QStringView text)
{
    if (!text.isEmpty())
        out.append(segment(QStringLiteral("text"), QJsonObject{{QStringLiteral("text"), unescaped(text)}}));
}

bool isTypeName(QStringView name)
{
    return !name.isEmpty() && std::all_of(name.cbegin(), name.cend(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.';
    });
}

//! Parses the text between "[CQ:" and "]".
QJsonObject codeOf(QStringView inside)
{
    const qsizetype comma = inside.indexOf(u',');
    const QStringView type = comma < 0 ? inside : inside.left(comma);
    QJsonObject data;
    if (comma >= 0) {
        const auto pairs = inside.mid(comma + 1).split(u',');
        for (const QStringView pair : pairs) {
            const qsizetype equals = pair.indexOf(u'=');
            if (equals > 0)
                data.insert(pair.left(equals).trimmed().toString(), unescaped(pair.mid(equals + 1)));
        }
    }
    return segment(type.toString(), data);
}

} // namespace

QJsonArray segmentsOfCqText(QStringView text)
{
    constexpr QStringView kOpen = u"[CQ:";
    QJsonArray out;
    qsizetype from = 0;
    qsizetype search = 0;
    while (search < text.size()) {
        const qsizetype open = text.indexOf(kOpen, search);
        const qsizetype close = open < 0 ? -1 : text.indexOf(u']', open);
        if (close < 0)
            break;
        const QStringView inside = text.mid(open + kOpen.size(), close - open - kOpen.size());
        const qsizetype comma = inside.indexOf(u',');
        search = close + 1;
        if (!isTypeName(comma < 0 ? inside : inside.left(comma)))
            continue; // looks like a code but is not one: stays part of the text
        appendText(out, text.mid(from, open - from));
        out.append(codeOf(inside));
        from = search;
    }
    appendText(out, text.mid(from));
    return out;
}

QString cqTextOfSegments(const QJsonArray &segments)
{
    QString text;
    for (const QJsonValue &value : segments) {
        const QString type = value[QLatin1String("type")].toString();
        const QJsonObject data = value[QLatin1String("data")].toObject();
        if (type == QLatin1String("text"))
            text += escaped(data.value(QLatin1String("text")).toString(), false);
        else
            text += codeText(type, data);
    }
    return text;
}

} // namespace rookery::protocol
