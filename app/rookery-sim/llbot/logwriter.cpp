// SPDX-License-Identifier: GPL-3.0-or-later
#include "llbot/logwriter.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace rookery::sim::llbot {

namespace {

constexpr qsizetype kRemembered = 800;

} // namespace

void LogWriter::add(const QString &type, const QString &text)
{
    const qint64 now = toMSecs(m_clock.wallNow());
    const QJsonObject record{
        {u"timestamp"_s, now},
        {u"type"_s, type},
        {u"content"_s, text},
        {u"dateTimeStr"_s, QDateTime::fromMSecsSinceEpoch(now).toString(u"yyyy-MM-dd HH:mm:ss"_s)}};
    m_records.append(record);
    if (m_records.size() > kRemembered)
        m_records.removeFirst();
    Q_EMIT added(record);
}

} // namespace rookery::sim::llbot

#include "llbot/moc_logwriter.cpp"
