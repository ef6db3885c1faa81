// SPDX-License-Identifier: GPL-3.0-or-later
// What a view of the live log and of a part of it may count on.

#include "logs/filteredlog.h"
#include "logs/livelog.h"

#include "base/reasons/input.h"
#include "support/testcase.h"

#include <QCoreApplication>
#include <QSignalSpy>

using namespace rookery;
using namespace rookery::logs;
using namespace Qt::Literals::StringLiterals;

namespace {

LogLine lineOf(const QString &text, LogLevel level = LogLevel::Info, LogCategory category = LogCategory::None,
               qint64 second = 0)
{
    return {.gateway = GatewayId(u"main"_s),
            .time = fromMSecs(1'700'000'000'000 + second * 1000),
            .level = level,
            .category = category,
            .text = text};
}

QStringList textsOf(LogDocument &log)
{
    QStringList texts;
    for (qint64 i = 0; i < log.lineCount(); ++i)
        texts.append(log.line({i})->text);
    return texts;
}

QList<LogLine> numbered(int from, int count)
{
    QList<LogLine> lines;
    for (int i = from; i < from + count; ++i)
        lines.append(lineOf(QString::number(i), i % 2 == 0 ? LogLevel::Info : LogLevel::Warn));
    return lines;
}

} // namespace

class TestLogDocuments final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theLiveLogKeepsTheNewestLinesAndCountsThem();
    void theLiveLogKeepsItsOrderHoweverManyLinesComeAtOnce();
    void aFilterShowsWhatMatchesAndNothingElse_data();
    void aFilterShowsWhatMatchesAndNothingElse();
    void linesThatComeLaterAreFilteredToo();
    void linesThatLeaveAreTakenOutOfTheFilter();
    void aLimitMetWhileSearchingLosesAndDoublesNothing();
    void aFaultyExpressionIsSaidAndHidesNothingForLater();
    void aFilterCanBeSearchedItself();
    void theTimelineHasEveryLineOnce();
    void theMatchesKnowTheirPlaceInTheOtherLog();
};

void TestLogDocuments::theLiveLogKeepsTheNewestLinesAndCountsThem()
{
    LiveLog log(100);
    const QSignalSpy dropped(&log, &LogDocument::dropped);
    for (int i = 0; i < 1000; i += 10)
        log.append(numbered(i, 10));
    QVERIFY(log.lineCount() >= 100 && log.lineCount() <= 110);
    QCOMPARE(log.line({log.lineCount() - 1})->text, u"999"_s);
    qint64 gone = 0;
    for (const QList<QVariant> &signal : dropped)
        gone += signal.first().toLongLong();
    QCOMPARE(gone + log.lineCount(), 1000);
    QCOMPARE(log.counts().levels[std::size_t(LogLevel::Warn)], log.lineCount() / 2);
    log.append(numbered(0, 5000)); // more at once than are kept
    QCOMPARE(log.line({log.lineCount() - 1})->text, u"4999"_s);
    log.setLimit(7);
    QCOMPARE(log.lineCount(), 7);
}

void TestLogDocuments::theLiveLogKeepsItsOrderHoweverManyLinesComeAtOnce()
{
    LiveLog log(3000);
    int came = 0;
    for (const int many : {1, 1, 999, 1, 2500, 1, 1000, 7, 3000, 1, 1, 600, 600}) {
        log.append(numbered(came, many));
        came += many;
        const qint64 first = came - log.lineCount();
        for (qint64 i = 0; i < log.lineCount(); ++i) {
            QCOMPARE(log.line({i})->text, QString::number(first + i));
            QCOMPARE(log.mark({i}).level, (first + i) % 2 == 0 ? LogLevel::Info : LogLevel::Warn);
        }
    }
    QVERIFY(log.lineCount() >= 3000);
}

void TestLogDocuments::aFilterShowsWhatMatchesAndNothingElse_data()
{
    QTest::addColumn<LogFilter>("filter");
    QTest::addColumn<QStringList>("expected");

    QTest::newRow("nothing") << LogFilter{} << QStringList{u"Alpha 1"_s, u"beta 2"_s, u"gamma.3"_s, u"alpha 4"_s};
    QTest::newRow("text") << LogFilter{.text = u"alpha"_s} << QStringList{u"Alpha 1"_s, u"alpha 4"_s};
    QTest::newRow("case") << LogFilter{.text = u"alpha"_s, .caseSensitive = true} << QStringList{u"alpha 4"_s};
    QTest::newRow("not") << LogFilter{.text = u"alpha"_s, .inverted = true} << QStringList{u"beta 2"_s, u"gamma.3"_s};
    QTest::newRow("text is no expression") << LogFilter{.text = u"a.3"_s} << QStringList{u"gamma.3"_s};
    QTest::newRow("expression") << LogFilter{.text = u"^(beta|gamma)\\W\\d$"_s, .pattern = true}
                                << QStringList{u"beta 2"_s, u"gamma.3"_s};
    QTest::newRow("level") << LogFilter{.lowest = LogLevel::Warn} << QStringList{u"beta 2"_s, u"gamma.3"_s};
    QTest::newRow("category") << LogFilter{.categories = {LogCategory::Timeout}} << QStringList{u"gamma.3"_s};
    QTest::newRow("level and text") << LogFilter{.lowest = LogLevel::Warn, .text = u"beta"_s}
                                    << QStringList{u"beta 2"_s};
    QTest::newRow("gateway") << LogFilter{.gateway = GatewayId(u"other"_s)} << QStringList{};
    QTest::newRow("rule") << LogFilter{.ruleId = u"send.timeout"_s} << QStringList{u"gamma.3"_s};
    QTest::newRow("time") << LogFilter{.from = fromMSecs(1'700'000'001'000), .to = fromMSecs(1'700'000'003'000)}
                          << QStringList{u"beta 2"_s, u"gamma.3"_s};
    QTest::newRow("not there") << LogFilter{.text = u"delta"_s} << QStringList{};
}

void TestLogDocuments::aFilterShowsWhatMatchesAndNothingElse()
{
    QFETCH(const LogFilter, filter);
    QFETCH(const QStringList, expected);
    LiveLog log(100);
    LogLine gamma = lineOf(u"gamma.3"_s, LogLevel::Error, LogCategory::Timeout, 2);
    gamma.ruleId = u"send.timeout"_s;
    log.append({lineOf(u"Alpha 1"_s), lineOf(u"beta 2"_s, LogLevel::Warn, LogCategory::None, 1), gamma,
                lineOf(u"alpha 4"_s, LogLevel::Info, LogCategory::None, 3)});
    FilteredLog filtered(&log);
    filtered.setFilter(filter);
    QTRY_VERIFY(!filtered.state().busy);
    QVERIFY(!filtered.state().trouble);
    QCOMPARE(textsOf(filtered), expected);
}

void TestLogDocuments::linesThatComeLaterAreFilteredToo()
{
    LiveLog log(10'000);
    FilteredLog filtered(&log);
    filtered.setFilter({.lowest = LogLevel::Warn});
    log.append(numbered(0, 10));
    QTRY_COMPARE(filtered.lineCount(), 5);
    const QSignalSpy grew(&filtered, &LogDocument::grew);
    log.append(numbered(10, 10)); // while it may still search
    log.append(numbered(20, 10));
    QTRY_COMPARE(filtered.lineCount(), 15);
    QCOMPARE(filtered.line({14})->text, u"29"_s);
    QCOMPARE(grew.first().first().value<LineNumber>().value, 5);
}

void TestLogDocuments::linesThatLeaveAreTakenOutOfTheFilter()
{
    LiveLog log(100);
    log.append(numbered(0, 100));
    FilteredLog filtered(&log);
    filtered.setFilter({.lowest = LogLevel::Warn});
    QTRY_COMPARE(filtered.lineCount(), 50);
    const QSignalSpy dropped(&filtered, &LogDocument::dropped);
    log.setLimit(40);
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first().first().toLongLong(), 30);
    QCOMPARE(filtered.line({0})->text, u"61"_s);
}

void TestLogDocuments::aLimitMetWhileSearchingLosesAndDoublesNothing()
{
    LiveLog log(20'000);
    log.append(numbered(0, 20'000));
    FilteredLog filtered(&log);
    filtered.setFilter({.lowest = LogLevel::Warn});
    for (int i = 20'000; i < 40'000; i += 3000) {
        QCoreApplication::processEvents(); // a part of the search
        log.append(numbered(i, 3000));
    }
    QTRY_VERIFY(!filtered.state().busy);
    QStringList expected;
    for (qint64 i = 0; i < log.lineCount(); ++i) {
        if (log.mark({i}).level == LogLevel::Warn)
            expected.append(log.line({i})->text);
    }
    QCOMPARE(textsOf(filtered), expected);
}

void TestLogDocuments::aFaultyExpressionIsSaidAndHidesNothingForLater()
{
    LiveLog log(100);
    log.append(numbered(0, 10));
    FilteredLog filtered(&log);
    filtered.setFilter({.text = u"(1"_s, .pattern = true});
    QTRY_VERIFY(filtered.state().trouble);
    QCOMPARE(filtered.state().trouble->reason, Reason::BadInput);
    QVERIFY(!filtered.state().busy);
    filtered.setFilter({.text = u"(1)"_s, .pattern = true});
    QTRY_COMPARE(textsOf(filtered), QStringList{u"1"_s});
    QVERIFY(!filtered.state().trouble);
    filtered.setFilter({});
    QCOMPARE(filtered.lineCount(), 10);
}

void TestLogDocuments::aFilterCanBeSearchedItself()
{
    LiveLog log(100);
    log.append(numbered(0, 100));
    FilteredLog filtered(&log);
    filtered.setFilter({.lowest = LogLevel::Warn});
    QTRY_COMPARE(filtered.lineCount(), 50);
    FilteredLog hits(&filtered);
    hits.setFilter({.text = u"3"_s});
    QTRY_VERIFY(!hits.state().busy);
    const QStringList texts = textsOf(hits);
    QCOMPARE(texts.first(), u"3"_s);
    for (const QString &text : texts)
        QVERIFY(text.contains(u'3') && text.toInt() % 2 == 1);
    QCOMPARE(hits.lineCount(), 14); // 3, 13, 23, 43 … 93, and 31, 33 … 39
}

void TestLogDocuments::theTimelineHasEveryLineOnce()
{
    LiveLog log(1000);
    QVERIFY(log.timeline(10).spans.empty());
    QList<LogLine> lines;
    for (int i = 0; i < 100; ++i)
        lines.append(lineOf(QString::number(i), LogLevel::Info, LogCategory::None, i / 2));
    log.append(lines);
    const LogTimeline timeline = log.timeline(7);
    QCOMPARE(timeline.spans.size(), 7U);
    qint64 all = 0;
    for (const LogCounts &span : timeline.spans)
        all += span.levels[std::size_t(LogLevel::Info)];
    QCOMPARE(all, 100);
}

void TestLogDocuments::theMatchesKnowTheirPlaceInTheOtherLog()
{
    LiveLog log(100);
    log.append(numbered(0, 10));
    FilteredLog filtered(&log);
    filtered.setFilter({.lowest = LogLevel::Warn});
    QTRY_COMPARE(filtered.lineCount(), 5);
    QCOMPARE(filtered.sourceLine({2}).value, 5);
    QCOMPARE(filtered.firstFrom({5}).value, 2);
    QCOMPARE(filtered.firstFrom({6}).value, 3);
    QCOMPARE(filtered.firstFrom({10}).value, filtered.lineCount());
}

ROOKERY_TEST(tst_logdocuments, TestLogDocuments)

#include "tst_logdocuments.moc"
