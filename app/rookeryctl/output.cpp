// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include "ui/text/errortext.h"

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

// QJsonObject sorts its keys; the contract says that `type` comes first.
QByteArray withType(const char *type, const QJsonObject &fields)
{
    const QByteArray rest = QJsonDocument(fields).toJson(QJsonDocument::Compact);
    const QByteArray head = QByteArrayLiteral("{\"type\":\"") + type + '"';
    return head + (fields.isEmpty() ? QByteArrayLiteral("}") : QByteArray(',' + rest.mid(1)));
}

} // namespace

void Output::line(const char *type, const QJsonObject &fields, const QString &text) const
{
    print(stdout, m_json ? withType(type, fields) : text.toUtf8());
}

void Output::progress(const char *type, const QJsonObject &fields, const QString &text) const
{
    if (m_json)
        print(stdout, withType(type, fields));
    else
        print(stderr, QStringLiteral("rookeryctl: %1").arg(text).toUtf8());
}

void Output::warning(const QString &text) const
{
    print(stderr,
          m_json ? withType("warning", {{QStringLiteral("text"), text}})
                 : QStringLiteral("rookeryctl: %1").arg(text).toUtf8());
}

void Output::plain(const QString &text) const
{
    if (!m_json)
        print(stdout, text.toUtf8());
}

void Output::error(const Error &error) const
{
    const QString words = text::errorText(error);
    if (m_json) {
        print(stderr,
              withType("error",
                       {{QStringLiteral("text"), words},
                        {QStringLiteral("code"), error.code},
                        {QStringLiteral("detail"), error.detail}}));
    } else {
        print(stderr, QStringLiteral("rookeryctl: %1").arg(words).toUtf8());
    }
}

QString isoTime(qint64 msecs)
{
    return msecs == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(msecs, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace rookery::ctl
