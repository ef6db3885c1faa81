// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/sseparser.h"

#include "support/testcase.h"

using namespace rookery;
using namespace rookery::io;

class TestSseParser final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void takesStreamsApart_data();
    void takesStreamsApart();
    void everyCutGivesTheSameEvents_data() { takesStreamsApart_data(); }
    void everyCutGivesTheSameEvents();
    void unfinishedEventsAreKeptBack();
    void largeLinesAndEventsOverflow_data();
    void largeLinesAndEventsOverflow();
};

void TestSseParser::takesStreamsApart_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QList<QByteArray>>("events");
    using List = QList<QByteArray>;
    QTest::newRow("LF") << QByteArray("data: a\n\ndata: b\n\n") << List{"a", "b"};
    QTest::newRow("CRLF") << QByteArray("data: a\r\n\r\ndata: b\r\n\r\n") << List{"a", "b"};
    QTest::newRow("CR") << QByteArray("data: a\r\rdata: b\r\r") << List{"a", "b"};
    QTest::newRow("mixed") << QByteArray("data: a\r\n\ndata: b\n\r\n") << List{"a", "b"};
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF"
                                        "data: a\n\n")
                          << List{"a"};
    QTest::newRow("mark later is no mark") << QByteArray("data: a\n\n\xEF\xBB\xBF"
                                                         "data: b\n\n")
                                           << List{"a"};
    QTest::newRow("no space") << QByteArray("data:a\n\n") << List{"a"};
    QTest::newRow("two spaces") << QByteArray("data:  a\n\n") << List{" a"};
    QTest::newRow("lines are joined") << QByteArray("data: a\ndata: b\ndata\ndata: c\n\n") << List{"a\nb\n\nc"};
    QTest::newRow("comments and other fields")
        << QByteArray(": hi\nevent: x\nid: 1\nretry: 9\ndata: a\nnonsense\n\n") << List{"a"};
    QTest::newRow("no data, no event") << QByteArray(":\n\nevent: x\n\n\n\n") << List{};
    QTest::newRow("empty data is an event") << QByteArray("data:\n\n") << List{""};
    QTest::newRow("colons and UTF-8") << QByteArray("data: {\"m\":\"扫码\"}\n\n") << List{"{\"m\":\"扫码\"}"};
}

void TestSseParser::takesStreamsApart()
{
    QFETCH(QByteArray, stream);
    QFETCH(QList<QByteArray>, events);
    SseParser parser;
    QCOMPARE(parser.feed(stream), events);
    QVERIFY(!parser.overflowed());
}

void TestSseParser::everyCutGivesTheSameEvents()
{
    QFETCH(QByteArray, stream);
    QFETCH(QList<QByteArray>, events);
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        SseParser parser;
        QList<QByteArray> found = parser.feed(stream.first(cut));
        found += parser.feed(stream.sliced(cut));
        QCOMPARE(found, events);
    }
    SseParser drops;
    QList<QByteArray> found;
    for (const char &c : std::as_const(stream))
        found += drops.feed(QByteArrayView(&c, 1));
    QCOMPARE(found, events);
}

void TestSseParser::unfinishedEventsAreKeptBack()
{
    SseParser parser;
    QVERIFY(parser.feed("data: a\n").isEmpty());
    QVERIFY(parser.feed("data: b").isEmpty());
    QCOMPARE(parser.feed("\n\n"), QList<QByteArray>{"a\nb"});
}

void TestSseParser::largeLinesAndEventsOverflow_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::newRow("endless line") << QByteArray("data: ") + QByteArray(200, 'x');
    QTest::newRow("long line") << QByteArray("data: ") + QByteArray(200, 'x') + "\n\n";
    QTest::newRow("many lines") << QByteArray("data: 12345678\n").repeated(20);
    QTest::newRow("endless comment") << QByteArray(":") + QByteArray(200, 'x');
}

void TestSseParser::largeLinesAndEventsOverflow()
{
    QFETCH(QByteArray, stream);
    SseParser parser(100);
    QCOMPARE(parser.feed("data: ok\n\n"), QList<QByteArray>{"ok"});
    QVERIFY(parser.feed(stream).isEmpty());
    QVERIFY(parser.overflowed());
    QVERIFY(parser.feed("\n\ndata: later\n\n").isEmpty());
}

ROOKERY_TEST(tst_sseparser, TestSseParser)
#include "tst_sseparser.moc"
