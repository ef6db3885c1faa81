// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcase.h"

#include "ui/text/format.h"

#include <QDateTime>

using namespace rookery;
using namespace Qt::Literals::StringLiterals;

class TestFormat final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void wordsAreShownWithoutNumbersWhereThatIsWanted_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("shown");
        QTest::newRow("none") << u"reconnecting in 3000 ms"_s << u"reconnecting in 3000 ms"_s;
        QTest::newRow("group and sender") << u"接收 <- 群聊 [g(30001)] [n(1030015521)] hi"_s
                                          << u"接收 <- 群聊 [g(\u2022\u2022\u2022)] [n(10\u2022\u2022\u202221)] hi"_s;
        QTest::newRow("between letters") << u"群1030015521收到uin1030015521"_s
                                         << u"群10\u2022\u2022\u202221收到uin10\u2022\u2022\u202221"_s;
        QTest::newRow("several") << u"100001,100002"_s << u"10\u2022\u2022\u202201,10\u2022\u2022\u202202"_s;
        QTest::newRow("a time in milliseconds") << u"1795000000000"_s << u"1795000000000"_s;
        QTest::newRow("at the end") << u"a 123456789012"_s << u"a 12\u2022\u2022\u202212"_s;
        QTest::newRow("other digits") << u"\uff11\uff12\uff13\uff14\uff15"_s << u"\u2022\u2022\u2022"_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void wordsAreShownWithoutNumbersWhereThatIsWanted()
    {
        QFETCH(const QString, words);
        QTEST(text::shownWords(words, true), "shown");
        QCOMPARE(text::shownWords(words, false), words);
    }

    void durationsNameTheTwoLargestUnits_data();
    void durationsNameTheTwoLargestUnits();
    void agesAreNeverNegative();
    void aTimeThatNeverWasIsADash();
    void timesCarryTheDateOnlyWhereItIsNotToday();
    void controlCharactersBecomeVisible_data();
    void controlCharactersBecomeVisible();
    void maskedNumbersKeepTheirEdgesOnly();
};

void TestFormat::durationsNameTheTwoLargestUnits_data()
{
    QTest::addColumn<qint64>("msecs");
    QTest::addColumn<QString>("full");
    QTest::addColumn<QString>("brief");
    QTest::newRow("negative") << qint64(-5) << u"0 ms"_s << u"0 s"_s;
    QTest::newRow("milliseconds") << qint64(850) << u"850 ms"_s << u"0 s"_s;
    QTest::newRow("seconds") << qint64(12'999) << u"12 s"_s << u"12 s"_s;
    QTest::newRow("minutes") << qint64(200'000) << u"3 min 20 s"_s << u"3 min"_s;
    QTest::newRow("full minutes") << qint64(180'000) << u"3 min"_s << u"3 min"_s;
    QTest::newRow("hours") << qint64(7'500'000) << u"2 h 5 min"_s << u"2 h"_s;
    QTest::newRow("days") << qint64(4 * 86'400'000 + 3 * 3'600'000) << u"4 d 3 h"_s << u"4 d"_s;
}

void TestFormat::durationsNameTheTwoLargestUnits()
{
    QFETCH(qint64, msecs);
    QTEST(text::duration(milliseconds(msecs)), "full");
    QTEST(text::shortDuration(milliseconds(msecs)), "brief");
}

void TestFormat::agesAreNeverNegative()
{
    const WallTime now = fromMSecs(1'795'000'000'000);
    QCOMPARE(text::ago(now - seconds(12), now), u"12 s ago"_s);
    QCOMPARE(text::ago(now + seconds(30), now), u"just now"_s);
}

void TestFormat::aTimeThatNeverWasIsADash()
{
    const WallTime now = fromMSecs(1'795'000'000'000);
    QCOMPARE(text::ago(WallTime{}, now), text::dash());
    QCOMPARE(text::localTime(WallTime{}, now), text::dash());
    QCOMPARE(text::localDateTime(WallTime{}), text::dash());
}

void TestFormat::timesCarryTheDateOnlyWhereItIsNotToday()
{
    const QDateTime noon(QDate(2026, 10, 18), QTime(12, 0, 1));
    const WallTime now = fromMSecs(noon.toMSecsSinceEpoch());
    QCOMPARE(text::localTime(now, now), u"12:00:01"_s);
    QCOMPARE(text::localTime(now - std::chrono::hours(24), now), u"2026-10-17 12:00:01"_s);
    QCOMPARE(text::shortTime(now, now), u"12:00:01"_s);
    QCOMPARE(text::shortTime(now - std::chrono::hours(24), now), u"10-17 12:00"_s);
    QCOMPARE(text::shortTime(now - std::chrono::hours(24 * 365), now), u"2025-10-18"_s);
    QCOMPARE(text::localDateTime(now), u"2026-10-18 12:00:01"_s);
}

void TestFormat::controlCharactersBecomeVisible_data()
{
    QTest::addColumn<QString>("remote");
    QTest::addColumn<bool>("keepLines");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"测试群 abc"_s << false << u"测试群 abc"_s;
    QTest::newRow("line feed") << u"a\nb"_s << false << u"a\u21B5b"_s;
    QTest::newRow("kept line feed") << u"a\n\tb"_s << true << u"a\n\tb"_s;
    QTest::newRow("escape") << u"\u001b[31m"_s << true << u"\u2039U+001B\u203A[31m"_s;
    QTest::newRow("delete") << u"\u007f"_s << false << u"\u2039U+007F\u203A"_s;
    QTest::newRow("override") << u"gpj\u202Eexe"_s << false << u"gpj\u2039U+202E\u203Aexe"_s;
    QTest::newRow("zero width") << u"a\u200Bb"_s << false << u"a\u2039U+200B\u203Ab"_s;
    QTest::newRow("emoji stays") << u"\U0001F426"_s << false << u"\U0001F426"_s;
    QTest::newRow("lone surrogate") << QString(QChar(char16_t(0xD83D))) << false << u"\u2039U+D83D\u203A"_s;
    QTest::newRow("tag character") << u"\U000E0041"_s << false << u"\u2039U+E0041\u203A"_s;
}

void TestFormat::controlCharactersBecomeVisible()
{
    QFETCH(QString, remote);
    QFETCH(bool, keepLines);
    QTEST(text::visibleControls(remote, keepLines), "shown");
}

void TestFormat::maskedNumbersKeepTheirEdgesOnly()
{
    QCOMPARE(text::maskedNumber(u"1000123456"_s), u"10\u2022\u2022\u202256"_s);
    QCOMPARE(text::maskedNumber(u"10001"_s), u"\u2022\u2022\u2022"_s);
    QCOMPARE(text::shownNumber(u"10001"_s, false), u"10001"_s);
    QVERIFY(text::shownNumber(QString(), true).isEmpty());
}

ROOKERY_TEST(tst_format, TestFormat)
#include "tst_format.moc"
