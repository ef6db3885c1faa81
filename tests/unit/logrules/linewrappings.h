// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <functional>
#include <vector>

namespace rookery::test {

using namespace Qt::Literals::StringLiterals;

//! What stands around each line of a log that went through some program.
struct LineWrapping {
    const char *name = nullptr;
    std::function<QString(const QString &)> wrap;
    QString said; //!< the names of the wrappings that a reading must state
};

inline const std::vector<LineWrapping> &lineWrappings()
{
    const auto before = [](const char16_t *prefix) {
        return [prefix](const QString &line) { return QString(QString::fromUtf16(prefix) + line); };
    };
    static const std::vector<LineWrapping> all{
        {"plain", before(u""), {}},
        {"Windows", [](const QString &line) { return QString(line + u'\r'); }, {}},
        {"compose", before(u"napcat  | "), u"name"_s},
        {"compose, numbered", before(u"napcat-1  | "), u"name"_s},
        {"pm2", before(u"0|napcat   | "), u"name"_s},
        {"docker desktop", before(u"2025-11-20 22:42:33 "), u"stamp"_s},
        {"docker logs -t", before(u"2025-11-20T22:42:33.123456789Z "), u"stamp"_s},
        {"containerd", before(u"2025-11-20T22:42:33.123456789+08:00 stdout F "), u"stamp"_s},
        {"two stamps", before(u"2025-11-20 22:42:33 2025-11-20T22:42:33.123456789Z "), u"stamp,stamp"_s},
        {"compose -t", before(u"napcat  | 2025-11-20T22:42:33.123Z "), u"name,stamp"_s},
        {"journal", before(u"Nov 20 22:42:33 host napcat[35]: "), u"journal"_s},
        {"journal, ISO", before(u"2025-11-20T22:42:33+0800 host napcat[35]: "), u"journal"_s},
        {"journal of compose", before(u"Nov 20 22:42:33 host docker[35]: napcat  | "), u"journal,name"_s},
        {"kubectl --prefix", before(u"[pod/napcat-7d9f/napcat] "), u"name"_s},
        {"kubectl --prefix --timestamps", before(u"[pod/napcat-0/qq.1] 2025-11-20T22:42:33.123456789Z "),
         u"name,stamp"_s},
        {"pm2 with a date", before(u"2025-11-20 22:42:33: "), u"stamp"_s},
        {"pm2 with a date and a zone", before(u"2025-11-20 22:42 +08:00: "), u"stamp"_s},
        {"pm2 --time", before(u"0|napcat   | 2025-11-20T22:42:33: "), u"name,stamp"_s},
        {"panel", before(u"[2025-11-20 22:42:33] "), u"stamp"_s},
        {"panel, no year", before(u"[11-20 22:42:33] "), u"stamp"_s},
        {"panel, no date", before(u"[22:42:33] "), u"stamp"_s},
        {"journal, precise", before(u"Nov 20 22:42:33.123456 host napcat[35]: "), u"journal"_s},
        {"journal, Chinese", before(u"11月 20 22:42:33 host napcat[35]: "), u"journal"_s},
        {"journal, Chinese, short month", before(u" 2月 02 22:42:33 host napcat[35]: "), u"journal"_s},
        {"journal, ISO, precise", before(u"2025-11-20T22:42:33.123456+08:00 host napcat[35]: "), u"journal"_s},
        {"journal, full", before(u"Thu 2025-11-20 22:42:33 CST host napcat[35]: "), u"journal"_s},
        {"journal, full, Chinese", before(u"四 2025-11-20 22:42:33 CST host napcat[35]: "), u"journal"_s},
        {"journal, seconds", before(u"1763678553.123456 host napcat[35]: "), u"journal"_s},
        {"journal, monotonic", before(u"[   53.123456] host napcat[35]: "), u"journal"_s},
        {"colours without ESC", [](QString line) { return QString(u"[32m"_s + line.remove(QChar(0x1B)) + u"[39m"_s); },
         u"colours"_s},
        {"colours as syslog has them",
         [](QString line) { return QString(u"#033[1;32m"_s + line.replace(QChar(0x1B), u"#033"_s) + u"#033[m"_s); },
         u"colours"_s},
        {"compose, colours without ESC",
         [](QString line) { return QString(u"[36mnapcat  |[0m "_s + line.remove(QChar(0x1B))); }, u"colours,name"_s},
        {"Docker's JSON",
         [](const QString &line) {
             return QString::fromUtf8(QJsonDocument(QJsonObject{{u"log"_s, QString(line + u'\n')},
                                                                {u"stream"_s, u"stdout"_s},
                                                                {u"time"_s, u"2025-11-20T22:42:33.1Z"_s}})
                                          .toJson(QJsonDocument::Compact));
         },
         u"json"_s},
        {"screen's own title", [](const QString &line) { return QString(u"\x1bknapcat\x1b\\\u009b1m"_s + line); }, {}},
        {"screen",
         [](const QString &line) { return QString(u"\x1b(B\x1b[m\x1b]0;napcat\a\x1b[?25l"_s + line + u"\x1b[K\r"_s); },
         {}},
    };
    return all;
}

} // namespace rookery::test
