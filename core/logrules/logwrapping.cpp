// SPDX-License-Identifier: GPL-3.0-or-later
#include "logwrapping.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

constexpr std::array kWrappings{LogWrapping::Json, LogWrapping::Name, LogWrapping::Journal, LogWrapping::Stamp};
constexpr qsizetype kDeepest = 3;

const QRegularExpression &patternOf(LogWrapping wrapping)
{
    static const QRegularExpression name(u"^(?:\\d{1,3}\\|)?[\\w.@-]{1,64} *\\|(?: |$)"_s);
    static const QRegularExpression stamp(
        u"^(?<date>\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d)(?:[.,]\\d{1,9})?(?<zone>Z|[+-]\\d\\d:?\\d\\d)?"
        "(?: std(?:out|err) [FP](?= |$))?(?: |$)"_s);
    static const QRegularExpression journal(
        u"^(?:[A-Z][a-z]{2} [ \\d]\\d "
        u"\\d\\d:\\d\\d:\\d\\d|(?<date>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)(?:\\.\\d{1,9})?"
        "(?<zone>Z|[+-]\\d\\d:?\\d\\d)) [\\w.-]{1,64} [\\w.@/-]{1,64}(?:\\[\\d+\\])?:(?: |$)"_s);
    static const QRegularExpression none;
    switch (wrapping) {
    case LogWrapping::Name:
        return name;
    case LogWrapping::Stamp:
        return stamp;
    case LogWrapping::Journal:
        return journal;
    case LogWrapping::Json:
        break;
    }
    return none;
}

std::optional<WallTime> timeOf(QString date, QString zone)
{
    date.replace(u' ', u'T');
    if (zone.size() == 5) // adds the colon that ISO dates have in the zone
        zone.insert(3, u':');
    const QDateTime time = QDateTime::fromString(date + zone, Qt::ISODate);
    return time.isValid() ? std::optional(fromMSecs(time.toMSecsSinceEpoch())) : std::nullopt;
}

std::optional<UnwrappedLine> withoutJson(const UnwrappedLine &line)
{
    if (!line.text.startsWith("{\"log\":\""_L1))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(line.text.toUtf8()).object();
    if (!object.value("log"_L1).isString() || !object.contains("stream"_L1))
        return std::nullopt;
    UnwrappedLine inner = line;
    inner.text = object.value("log"_L1).toString();
    while (inner.text.endsWith(u'\n') || inner.text.endsWith(u'\r'))
        inner.text.chop(1);
    const QString time = object.value("time"_L1).toString();
    inner.stamp = timeOf(time.left(19), u"Z"_s);
    inner.wrappings.append(LogWrapping::Json);
    return inner;
}

std::optional<UnwrappedLine> without(LogWrapping wrapping, const UnwrappedLine &line)
{
    if (wrapping == LogWrapping::Json)
        return withoutJson(line);
    const QRegularExpressionMatch match = patternOf(wrapping).match(line.text);
    if (!match.hasMatch())
        return std::nullopt;
    UnwrappedLine inner = line;
    inner.text.remove(0, match.capturedLength());
    inner.wrappings.append(wrapping);
    if (wrapping != LogWrapping::Name && !match.captured(u"date"_s).isEmpty())
        inner.stamp = timeOf(match.captured(u"date"_s), match.captured(u"zone"_s));
    return inner;
}

} // namespace

QList<UnwrappedLine> unwrappings(const QString &line)
{
    QList<UnwrappedLine> all{{.text = line, .wrappings = {}, .stamp = {}}};
    while (all.size() <= kDeepest) {
        std::optional<UnwrappedLine> inner;
        for (const LogWrapping wrapping : kWrappings) {
            if (!inner)
                inner = without(wrapping, all.constLast());
        }
        if (!inner)
            break;
        all.append(*std::move(inner));
    }
    return all;
}

UnwrappedLine unwrapped(const QString &line, const QList<LogWrapping> &wrappings)
{
    UnwrappedLine own{.text = line, .wrappings = {}, .stamp = {}};
    for (const LogWrapping wrapping : wrappings) {
        if (std::optional<UnwrappedLine> inner = without(wrapping, own))
            own = *std::move(inner);
    }
    return own;
}

QString wrappingName(LogWrapping wrapping)
{
    switch (wrapping) {
    case LogWrapping::Name:
        return u"name"_s;
    case LogWrapping::Stamp:
        return u"stamp"_s;
    case LogWrapping::Journal:
        return u"journal"_s;
    case LogWrapping::Json:
        return u"json"_s;
    }
    return {};
}

} // namespace rookery::logrules
