// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QJsonObject>
#include <QList>
#include <QObject>

namespace rookery::sim::llbot {

//! Keeps LLBot's log as its WebUI streams it: {timestamp, type, content, dateTimeStr}. Remembers the newest 800
//! records.
class LogWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogWriter)

public:
    explicit LogWriter(Clock &clock) : m_clock(clock) {}

    void debug(const QString &text) { add(QStringLiteral("debug"), text); }
    void info(const QString &text) { add(QStringLiteral("info"), text); }
    void warn(const QString &text) { add(QStringLiteral("warn"), text); }
    void error(const QString &text) { add(QStringLiteral("error"), text); }

    [[nodiscard]] const QList<QJsonObject> &remembered() const { return m_records; }
    //! Forgets all records, as a restart of the process does.
    void clear() { m_records.clear(); }

Q_SIGNALS:
    void added(const QJsonObject &record);

private:
    void add(const QString &type, const QString &text);

    Clock &m_clock;
    QList<QJsonObject> m_records;
};

} // namespace rookery::sim::llbot
