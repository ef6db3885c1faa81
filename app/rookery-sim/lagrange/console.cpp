// SPDX-License-Identifier: GPL-3.0-or-later
#include "lagrange/console.h"

#include <QDateTime>
#include <QMap>

using namespace Qt::StringLiterals;

namespace rookery::sim::lagrange {

void Console::entry(const QString &level, const QString &category, const QString &text)
{
    if (level == "trce"_L1 && !m_tracing)
        return;
    const QString indent = u"      "_s;
    QString lines = text;
    lines.replace(u'\n', u'\n' + indent);
    raw(u"%1: %2\n%3%4\n"_s.arg(level, category, indent, lines).toUtf8());
}

void Console::core(const QString &tag, const QString &coreLevel, const QString &text)
{
    static const QMap<QString, QString> levels{{u"DEBUG"_s, u"trce"_s},
                                               {u"VERBOSE"_s, u"info"_s},
                                               {u"INFORMATION"_s, u"info"_s},
                                               {u"WARNING"_s, u"warn"_s},
                                               {u"FATAL"_s, u"fail"_s}};
    const QString time = QDateTime::fromMSecsSinceEpoch(toMSecs(m_clock.wallNow())).toString(u"yyyy-MM-dd HH:mm:ss"_s);
    entry(levels.value(coreLevel), u"Lagrange.Core.BotContext[0]"_s,
          u"[%1] [%2] [%3]: %4"_s.arg(time, tag, coreLevel, text));
}

} // namespace rookery::sim::lagrange

#include "moc_console.cpp"
