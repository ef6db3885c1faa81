// SPDX-License-Identifier: GPL-3.0-or-later
#include "logwriter.h"

#include <QRegularExpression>

namespace rookery::sim::napcat {

void LogWriter::add(const QString &level, const QString &message)
{
    // the only secret that NapCat masks, and only its leading word characters
    static const QRegularExpression token(QStringLiteral("token=\\w+"));
    QString masked = message;
    masked.replace(token, QStringLiteral("token=***"));
    const QJsonObject line{{QStringLiteral("level"), level}, {QStringLiteral("message"), masked}};
    m_lines.append(line);
    if (m_lines.size() > 100)
        m_lines.removeFirst();
    Q_EMIT added(line);
}

} // namespace rookery::sim::napcat

#include "napcat/moc_logwriter.cpp"
