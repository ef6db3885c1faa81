// SPDX-License-Identifier: GPL-3.0-or-later
#include "csvtable.h"

#include <QSaveFile>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray cell(const QString &text)
{
    static const QString dangerous = u"=+-@\t\r"_s;
    QString safe = text;
    if (!safe.isEmpty() && dangerous.contains(safe.at(0)))
        safe.prepend(u'\'');
    const bool quoted = safe.contains(u'"') || safe.contains(u',') || safe.contains(u'\n') || safe.contains(u'\r');
    if (!quoted)
        return safe.toUtf8();
    safe.replace(u"\""_s, u"\"\""_s);
    return QByteArray("\"") + safe.toUtf8() + QByteArray("\"");
}

} // namespace

QByteArray toCsv(const QList<QStringList> &rows)
{
    QByteArray csv("\xEF\xBB\xBF");
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i > 0)
                csv += ',';
            csv += cell(row.at(i));
        }
        csv += "\r\n";
    }
    return csv;
}

QString writeCsv(const QString &path, const QList<QStringList> &rows)
{
    QSaveFile file(path);
    const QByteArray csv = toCsv(rows);
    const bool written =
        file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.flush() && file.commit();
    return written ? QString() : file.errorString();
}

} // namespace rookery::ui
