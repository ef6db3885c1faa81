// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/llbotlogparser.h"
#include "logrules/logformats.h"

#include "support/testcase.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

WallTime at(const QString &iso)
{
    return fromMSecs(QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch());
}

QList<RawLogEntry> parse(const QString &text)
{
    const auto parser = makeLogParser(GatewayKind::LLBot, at(u"2026-11-20T23:00:00"_s));
    QList<RawLogEntry> entries;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (const auto entry = parser->feed(line))
            entries.append(*entry);
    }
    if (const auto entry = parser->finish())
        entries.append(*entry);
    return entries;
}

} // namespace

class TestLLBotLogParser final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void readsEveryGeneration_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("time");
        QTest::addColumn<LogLevel>("level");
        QTest::addColumn<QString>("nick");
        QTest::addColumn<QString>("text");
        QTest::newRow("3") << u"2024/8/2 15:03:13 TestBot(10001): ntqq api timeout IPC_UP_2, a"_s
                           << u"2024-08-02T15:03:13"_s << LogLevel::Info << u"TestBot"_s
                           << u"ntqq api timeout IPC_UP_2, a"_s;
        QTest::newRow("4") << u"2024/11/21 15:42:33 [error] Te(s)t Bot(10001) | onebot server started 0.0.0.0:2536"_s
                           << u"2024-11-21T15:42:33"_s << LogLevel::Error << u"Te(s)t Bot"_s
                           << u"onebot server started 0.0.0.0:2536"_s;
        QTest::newRow("4 without level") << u"2024/1/1 5:02:03 [Sign] token 未配置"_s << u"2024-01-01T05:02:03"_s
                                         << LogLevel::Info << QString() << u"[Sign] token 未配置"_s;
        QTest::newRow("5 to 7, file") << u"[warn] | 2026-02-14 12:24:51 | LLBot 7.8.3"_s << u"2026-02-14T12:24:51"_s
                                      << LogLevel::Warn << QString() << u"LLBot 7.8.3"_s;
        QTest::newRow("5 to 7, console") << u"2026-02-14 12:24:51 | LLBot 7.8.3"_s << u"2026-02-14T12:24:51"_s
                                         << LogLevel::Info << QString() << u"LLBot 7.8.3"_s;
        const QString time8 = u"2026-10-01T02:03:04"_s;
        const std::pair<char16_t, LogLevel> letters[] = {{u'E', LogLevel::Error},
                                                         {u'W', LogLevel::Warn},
                                                         {u'I', LogLevel::Info},
                                                         {u'D', LogLevel::Debug},
                                                         {u'S', LogLevel::Info}};
        for (const auto &[letter, level] : letters)
            QTest::addRow("8 %c", char(letter))
                << u"2026-10-01 02:03:04 [\x1b[31m%1\x1b[0m] app QQ 登录成功"_s.arg(QChar(letter)) << time8 << level
                << QString() << u"app QQ 登录成功"_s;
        QTest::newRow("no text") << u"2026-10-01 02:03:04"_s << time8 << LogLevel::Info << QString() << QString();
    }
    void readsEveryGeneration()
    {
        QFETCH(QString, line);
        QFETCH(QString, time);
        QFETCH(LogLevel, level);
        QFETCH(QString, nick);
        QFETCH(QString, text);
        const auto entries = parse(line);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(toMSecs(entries[0].time), toMSecs(at(time)));
        QVERIFY(entries[0].hasOwnTime);
        QCOMPARE(entries[0].level, level);
        QCOMPARE(entries[0].nick, nick);
        QCOMPARE(entries[0].text, text);
    }

    void blankLinesBetweenEntriesAreNoText()
    {
        const auto entries =
            parse(u"\n2024/8/2 15:03:13 a\n\n2024/8/2 15:03:14 b\r\n\r\n[info] | 2026-02-14 12:24:51 | c\n\n"_s);
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries[0].text, u"a"_s);
        QCOMPARE(entries[1].text, u"b"_s);
        QCOMPARE(entries[2].text, u"c"_s);
    }

    void continuationLinesStayTogether()
    {
        const auto entries = parse(u"2026-10-01 02:03:04 [E] app 发生错误 Error: x\n    at y\n\n    at z\n"
                                   "  2026-10-01 02:03:04 [I] quoted\n2026-10-01 02:03:05 [I] app b"_s);
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].text, u"app 发生错误 Error: x\n    at y\n\n    at z\n  2026-10-01 02:03:04 [I] quoted"_s);
        QCOMPARE(entries[0].level, LogLevel::Error);
    }

    void garbageIsKeptButIsNoHead()
    {
        const auto entries = parse(u"\u0000\uFFFD|[info] |\n2024-13-45 99:00:00 [I] x\n2024/1-2 10:00:00 x\n"
                                   "[info] | soon | x\n20245/1/1 10:00:00 x"_s);
        QCOMPARE(entries.size(), 1);
        QVERIFY(!entries[0].hasOwnTime);
        QCOMPARE(entries[0].time, WallTime{});
        QCOMPARE(entries[0].text.count(u'\n'), 4);
        QVERIFY(parse(u"\n \n\t\n"_s).isEmpty());
    }

    void aRunawayEntryIsCut()
    {
        QString text = u"2026-10-01 02:03:04 [I] app "_s + QString(60'000, u'x');
        for (int i = 0; i < 100; ++i)
            text += u'\n' + QString(100, u'x');
        const auto entries = parse(text);
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries[0].text.size() <= kEntryLimit + 1);
        QVERIFY(entries[0].text.endsWith(u'…'));
    }

    void tellsTheKindByItsLines_data()
    {
        QTest::addColumn<QStringList>("lines");
        QTest::addColumn<int>("kind");
        QTest::newRow("napcat") << QStringList{u"NapCat Shell App Loading..."_s, u"11-20 22:42:33 [info] a"_s}
                                << int(GatewayKind::NapCat);
        QTest::newRow("llbot") << QStringList{u"x"_s, u"[info] | 2026-02-14 12:24:51 | LLBot 7.8.3"_s}
                               << int(GatewayKind::LLBot);
        QTest::newRow("one quotes the other")
            << QStringList{u"2026-10-01 02:03:04 [I] a"_s, u"11-20 22:42:33 [info] a"_s, u"2026-10-01 02:03:04 [I] a"_s}
            << int(GatewayKind::LLBot);
        QTest::newRow("nobody's") << QStringList{u"hello"_s, u"[info] world"_s, QString()} << -1;
        QTest::newRow("empty") << QStringList{} << -1;
    }
    void tellsTheKindByItsLines()
    {
        QFETCH(QStringList, lines);
        QFETCH(int, kind);
        const auto found = detectLogKind(lines, at(u"2026-11-20T23:00:00"_s));
        QCOMPARE(found ? int(*found) : -1, kind);
    }

    void aKindWithoutAFormatHasItsLinesOneByOne()
    {
        const auto parser = makeLogParser(GatewayKind::Milky, at(u"2026-11-20T23:00:00"_s));
        QVERIFY(!parser->feed(u"a"));
        const auto first = parser->feed(u"  b");
        QCOMPARE(first ? first->text : QString(), u"a"_s);
        QVERIFY(!parser->recognises(unwrappings(u"a"_s)));
    }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_llbotlogparser, rookery::logrules::TestLLBotLogParser)
#include "tst_llbotlogparser.moc"
