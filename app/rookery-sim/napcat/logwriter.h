// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>

namespace rookery::sim::napcat {

//! Keeps NapCat's log as its WebUI shows it: {level, message}. Remembers the newest 100 lines.
class LogWriter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogWriter)

public:
    LogWriter() = default;

    void debug(const QString &message) { add(QStringLiteral("debug"), message); }
    void info(const QString &message) { add(QStringLiteral("info"), message); }
    void warn(const QString &message) { add(QStringLiteral("warn"), message); }
    void error(const QString &message) { add(QStringLiteral("error"), message); }

    [[nodiscard]] const QList<QJsonObject> &remembered() const { return m_lines; }
    //! Forgets all lines, as a restart of the process does.
    void clear() { m_lines.clear(); }

Q_SIGNALS:
    void added(const QJsonObject &line);

private:
    void add(const QString &level, const QString &message);

    QList<QJsonObject> m_lines;
};

} // namespace rookery::sim::napcat
