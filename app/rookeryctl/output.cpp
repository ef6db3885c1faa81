// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include "base/reasons/machine.h"
#include "ui/text/errortext.h"
#include "ui/text/format.h"

#include <QDateTime>
#include <QJsonDocument>

#include <cstdio>

namespace rookery::ctl {

namespace {

void print(std::FILE *stream, const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}

QByteArray onOneLine(const QString &text)
{
    return text::visibleControls(text).toUtf8();
}

//! Escapes all control characters for the terminal. QJsonDocument escapes only those below U+0020; an escape means the
//! same to a JSON parser.
QByteArray escaped(const QByteArray &json)
{
    QString safe;
    const QString given = QString::fromUtf8(json);
    for (qsizetype i = 0; i < given.size(); ++i) {
        const qsizetype units = given.at(i).isHighSurrogate() && i + 1 < given.size() ? 2 : 1;
        const QString one = given.mid(i, units);
        if (given.at(i) < QChar(0x7F) || text::visibleControls(one) == one) {
            safe += one;
        } else {
            for (const QChar unit : one)
                safe += QStringLiteral("\\u%1").arg(uint(unit.unicode()), 4, 16, QLatin1Char('0'));
        }
        i += units - 1;
    }
    return safe.toUtf8();
}

// QJsonObject sorts its keys; the contract says that `type` comes first.
QByteArray withType(const char *type, const QJsonObject &fields)
{
    const QByteArray rest = escaped(QJsonDocument(fields).toJson(QJsonDocument::Compact));
    const QByteArray head = QByteArrayLiteral("{\"type\":\"") + type + '"';
    return head + (fields.isEmpty() ? QByteArrayLiteral("}") : QByteArray(',' + rest.mid(1)));
}

} // namespace

void Output::line(const char *type, const QJsonObject &fields, const QString &text, const QStringList &details) const
{
    if (m_json) {
        print(stdout, withType(type, fields));
        return;
    }
    print(stdout, onOneLine(text));
    for (const QString &detail : details)
        print(stdout, "    " + onOneLine(detail));
}

void Output::progress(const char *type, const QJsonObject &fields, const QString &text) const
{
    if (m_json)
        print(stdout, withType(type, fields));
    else
        print(stderr, "rookeryctl: " + onOneLine(text));
}

void Output::warning(const QString &text) const
{
    print(stderr,
          m_json ? withType("warning", {{QStringLiteral("text"), text}})
                 : QByteArray("rookeryctl: " + onOneLine(text)));
}

void Output::plain(const QString &text) const
{
    if (!m_json)
        print(stdout, text::visibleControls(text, true).toUtf8());
}

void Output::error(const Error &error) const
{
    QString words = text::errorText(error);
    // the one trouble that a command of this program can solve
    if (error.reason == Reason::SettingsBroken || error.reason == Reason::SettingsRefused)
        words += u' ' + text::errorAdvice(error);
    if (m_json) {
        print(stderr,
              withType("error",
                       {{QStringLiteral("text"), words},
                        {QStringLiteral("code"), error.code},
                        {QStringLiteral("detail"), error.detail}}));
    } else {
        print(stderr, "rookeryctl: " + onOneLine(words));
    }
}

QString isoTime(qint64 msecs)
{
    return msecs == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(msecs, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace rookery::ctl
