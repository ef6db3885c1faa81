// SPDX-License-Identifier: GPL-3.0-or-later
#include "json.h"

#include "base/reasons/transport.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <optional>

namespace rookery::protocol {

namespace {

// Ids are short; a longer text is not an id but an attempt to fill tables.
constexpr qsizetype kMaxId = 128;

//! Returns the deepest nesting of brackets outside strings. Runs before the parser, which is recursive.
int depthOf(const QByteArray &utf8)
{
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8.at(i);
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

std::optional<qint64> exactInteger(const QJsonValue &value)
{
    if (!value.isDouble())
        return std::nullopt;
    // toInteger returns its default for anything that is not an exact 64-bit number; two defaults tell the cases apart
    const qint64 first = value.toInteger(0);
    if (first != 0 || value.toInteger(1) == 0)
        return first;
    return std::nullopt;
}

} // namespace

Result<QJsonObject> parseObject(const QByteArray &utf8)
{
    if (utf8.size() > kMaxFrame)
        return fail(ErrorKind::Protocol, Reason::FrameTooLarge);
    if (depthOf(utf8) > kMaxDepth)
        return fail(ErrorKind::Protocol, Reason::Garbage, QStringLiteral("nested too deeply"));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &error);
    if (error.error != QJsonParseError::NoError)
        return fail(ErrorKind::Protocol, Reason::Garbage, error.errorString());
    if (!document.isObject())
        return fail(ErrorKind::Protocol, Reason::Garbage, QStringLiteral("not a JSON object"));
    return document.object();
}

QString idText(const QJsonValue &value)
{
    if (value.isString()) {
        const QString text = value.toString();
        return text.size() <= kMaxId && text != QLatin1String("0") ? text : QString();
    }
    const std::optional<qint64> number = exactInteger(value);
    return number && *number != 0 ? QString::number(*number) : QString();
}

qint64 wholeNumber(const QJsonValue &value, qint64 fallback)
{
    if (value.isString()) {
        bool ok = false;
        const qint64 number = value.toString().toLongLong(&ok);
        return ok ? number : fallback;
    }
    return exactInteger(value).value_or(fallback);
}

int boundedInt(qint64 number)
{
    return static_cast<int>(
        std::clamp<qint64>(number, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

WallTime timeOfMSecs(qint64 msecs)
{
    constexpr qint64 kLast = 9'000'000'000'000'000; // 285 thousand years
    return msecs > 0 && msecs <= kLast ? fromMSecs(msecs) : WallTime{};
}

WallTime timeOfSecs(qint64 secs)
{
    constexpr qint64 kLast = 9'000'000'000'000;
    return secs > 0 && secs <= kLast ? fromMSecs(secs * 1000) : WallTime{};
}

WallTime timeOfEither(const QJsonValue &value)
{
    constexpr qint64 kFirstMillisecond = 100'000'000'000; // as seconds: the year 5138
    const qint64 number = wholeNumber(value);
    return number < kFirstMillisecond ? timeOfSecs(number) : timeOfMSecs(number);
}

QString textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    const std::optional<qint64> number = exactInteger(value);
    return number ? QString::number(*number) : QString();
}

} // namespace rookery::protocol
