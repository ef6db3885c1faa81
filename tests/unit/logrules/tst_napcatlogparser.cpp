// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/napcatlogparser.h"

#include "support/testcase.h"

#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

WallTime at(const char *iso)
{
    return fromMSecs(QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODate).toMSecsSinceEpoch());
}

QList<RawLogEntry> parse(const QString &text, WallTime notAfter)
{
    NapCatLogParser parser(notAfter);
    QList<RawLogEntry> entries;
    const QStringList lines = text.split(u'\n');
    for (const QString &line : lines) {
        if (const auto entry = parser.feed(line))
            entries.append(*entry);
    }
    if (const auto entry = parser.finish())
        entries.append(*entry);
    return entries;
}

} // namespace

class TestNapCatLogParser final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void readsTimeLevelNickAndText()
    {
        const auto entries = parse(u"11-20 22:47:32 [error] TestBot | FetchRkey 失败 x"_s, at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 1);
        const RawLogEntry expected{.time = at("2026-11-20T22:47:32"),
                                   .hasOwnTime = true,
                                   .yearGuessed = true,
                                   .level = LogLevel::Error,
                                   .nick = u"TestBot"_s,
                                   .text = u"FetchRkey 失败 x"_s};
        QVERIFY(entries[0] == expected);
    }

    void stripsColoursAndControlCharacters()
    {
        const auto entries = parse(u"11-20 22:42:33 [\x1b[32minfo\x1b[39m] a\u0007b\r"_s, at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].level, LogLevel::Info);
        QCOMPARE(entries[0].text, u"ab"_s);
        QCOMPARE(stripAnsi(u"\x1b[1;31mred\x1b[0m\x1b"), u"red"_s);
        QCOMPARE(stripAnsi(u"cut \x1b[3"), u"cut "_s);
        QCOMPARE(stripAnsi(u"cut \x1b[31中文 kept"), u"cut 中文 kept"_s);
        QCOMPARE(stripAnsi(u"cut \x1b]0;title"), u"cut 0;title"_s);
        QCOMPARE(stripAnsi(u"\x1bknapcat\x1b\\a\u009b1mb\u009d0;t\u009cc\x1b%Gd\x1b(Be\x1bPq\x1b\\f"), u"abcdef"_s);
    }

    void joinsContinuationLines()
    {
        const auto entries = parse(
            u"11-20 22:53:48 [error] TestBot | 发生错误 Error: x\n{\n    \"result\": 0\n}\n11-20 22:53:49 [info] b"_s,
            at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].text, u"发生错误 Error: x\n{\n    \"result\": 0\n}"_s);
        QCOMPARE(entries[1].text, u"b"_s);
    }

    void plainConsoleLinesAreLinesOfTheirOwn()
    {
        const auto entries =
            parse(u"NapCat Shell App Loading...\n11-20 22:42:33 [info] a\n[NapCat] [WebUi] 自动快速登录成功: 10001"_s,
                  at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 3);
        QVERIFY(!entries[0].hasOwnTime);
        QCOMPARE(entries[2].text, u"[NapCat] [WebUi] 自动快速登录成功: 10001"_s);
        QCOMPARE(entries[2].time, entries[1].time);
        QVERIFY(!entries[2].hasOwnTime);
    }

    void infersTheYear_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("newest");
        QTest::addColumn<QString>("expected");
        QTest::newRow("same year") << u"11-20 22:00:00"_s << u"2026-11-21T00:00:00"_s << u"2026-11-20T22:00:00"_s;
        QTest::newRow("last year") << u"12-31 23:59:59"_s << u"2027-01-02T00:00:00"_s << u"2026-12-31T23:59:59"_s;
        QTest::newRow("clock a little ahead")
            << u"01-01 00:10:00"_s << u"2026-12-31T23:50:00"_s << u"2027-01-01T00:10:00"_s;
        QTest::newRow("leap day") << u"02-29 12:00:00"_s << u"2027-03-01T00:00:00"_s << u"2024-02-29T12:00:00"_s;
    }
    void infersTheYear()
    {
        QFETCH(QString, line);
        QFETCH(QString, newest);
        QFETCH(QString, expected);
        const auto entries = parse(line + u" [info] x"_s, at(newest.toLatin1().constData()));
        QCOMPARE(entries.size(), 1);
        QCOMPARE(toMSecs(entries[0].time), toMSecs(at(expected.toLatin1().constData())));
    }

    void aHeadWithAnImpossibleTimeIsNoHead()
    {
        const auto entries = parse(u"11-20 22:42:33 [info] a\n13-45 99:00:00 [info] b"_s, at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].text, u"a\n13-45 99:00:00 [info] b"_s);
    }

    void tagsAreNotNicks()
    {
        const auto entries = parse(u"11-20 22:42:33 [info] [NapCat] a | b"_s, at("2026-11-20T23:00:00"));
        QCOMPARE(entries[0].nick, QString());
        QCOMPARE(entries[0].text, u"[NapCat] a | b"_s);
    }

    void aRunawayEntryIsCut()
    {
        QString text = u"11-20 22:42:33 [info] a"_s;
        for (int i = 0; i < 2000; ++i)
            text += u'\n' + QString(100, u'x');
        const auto entries = parse(text, at("2026-11-20T23:00:00"));
        QCOMPARE(entries.size(), 1);
        QVERIFY(entries[0].text.size() < 70'000);
        QVERIFY(entries[0].text.endsWith(u'…'));
    }

    void emptyInputGivesNothing() { QVERIFY(parse(u"\n \n"_s, at("2026-11-20T23:00:00")).isEmpty()); }
};

} // namespace rookery::logrules

ROOKERY_TEST(tst_napcatlogparser, rookery::logrules::TestNapCatLogParser)
#include "tst_napcatlogparser.moc"
