// SPDX-License-Identifier: GPL-3.0-or-later
#include "supporttext.h"

#include "kit/walltime.h"
#include "text/wording.h"

#include <QGuiApplication>
#include <QRegularExpression>
#include <QSysInfo>

namespace rookery::ui {

using namespace Qt::Literals::StringLiterals;

QString supportText(engine::Engine &engine)
{
    const WallTime now = wallNow();
    QStringList lines{u"Rookery %1, Qt %2, %3, %4"_s.arg(QStringLiteral(ROOKERY_VERSION),
                                                         QString::fromLatin1(qVersion()), QSysInfo::prettyProductName(),
                                                         QGuiApplication::platformName()),
                      text::localDateTime(now),
                      {}};
    int number = 0;
    const QList<AccountSnapshot> accounts = engine.sessions().accounts();
    for (const AccountSnapshot &account : accounts) {
        lines += u"#%1  %2 %3  %4  %5  events %6, skipped %7"_s.arg(++number).arg(
            account.version.app, account.version.version, text::accountWord(account, now),
            text::readinessWord(account, now), QString::number(account.activity.eventCount),
            QString::number(account.activity.undecodable));
    }
    lines += QString();
    const QList<Incident> incidents = engine.health().incidents();
    for (const Incident &incident : incidents)
        lines += u"%1  %2  x%3"_s.arg(text::localDateTime(incident.startedAt), text::incidentTitle(incident))
                     .arg(incident.count);
    lines += QString();
    engine::LogDocument &log = engine.logs().live();
    QStringList remarkable;
    for (qint64 i = log.lineCount() - 1; i >= 0 && remarkable.size() < 200; --i) {
        const std::optional<LogLine> line = log.mark({i}).category == LogCategory::None ? std::nullopt : log.line({i});
        if (!line)
            continue;
        // Long numbers in a log are accounts, groups and message ids.
        QString masked = line->text;
        masked.replace(QRegularExpression(u"\\d{5,}"_s), u"•••••"_s);
        remarkable.prepend(text::localDateTime(line->time) + u"  "_s + line->ruleId + u"  "_s + masked);
    }
    return (lines + remarkable).join(u'\n') + u'\n';
}

} // namespace rookery::ui
