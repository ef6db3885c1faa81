// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/httprequestreader.h"

#include "support/testcase.h"

namespace rookery::io {

//! What is taken for one request, whatever the bytes.
class TestHttpRequestReader final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void aHeadIsLookedAtUntilItIsWhole()
    {
        const QByteArray head = "GET /a?b=c HTTP/1.1\r\nX-Mixed: V\r\n\r\n";
        HttpRequestReader reader{ListenerLimits()};
        for (qsizetype come = 0; come < head.size(); ++come) {
            const auto part = reader.readHead(QByteArrayView(head).first(come));
            QCOMPARE(part.length, 0);
            QCOMPARE(part.refusal, 0);
        }
        QCOMPARE(reader.readHead(QByteArray(head + "GET /next")).length, head.size());
        QVERIFY(reader.isWhole());
        QCOMPARE(reader.request().path, QStringLiteral("/a"));
        QCOMPARE(reader.request().query, QByteArray("b=c"));
        QCOMPARE(reader.request().header("x-mixed"), QByteArray("V"));
    }

    void aHeadThatCannotBecomeOneIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        QTest::newRow("no method") << QByteArray("get / HTTP/1.1\r\n") << 400;
        // what follows two bare line feeds would be taken for a body before anybody has judged the head
        QTest::newRow("lines that end in LF")
            << QByteArray("POST / HTTP/1.1\nContent-Length: 5\n\nhelloGET /x HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("one line that ends in LF") << QByteArray("GET / HTTP/1.1\nX: y") << 400;
        QTest::newRow("LF first") << QByteArray("\nGET / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("a bare CR") << QByteArray("GET / HTTP/1.1\r\nX: a\rb\r\n\r\n") << 400;
        QTest::newRow("NUL in a header") << QByteArray("GET / HTTP/1.1\r\nConnection:#close\r\n\r\n").replace('#', '\0')
                                         << 400;
        QTest::newRow("a blank behind a name") << QByteArray("GET / HTTP/1.1\r\nContent-Length : 5\r\n\r\n") << 400;
        QTest::newRow("too long") << QByteArray("GET /" + QByteArray(600, 'x')) << 431;
        QTest::newRow("whole and too long") << QByteArray("GET /" + QByteArray(600, 'x') + " HTTP/1.1\r\n\r\n") << 431;
        QTest::newRow("two lengths") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")
                                     << 400;
    }
    void aHeadThatCannotBecomeOneIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        HttpRequestReader reader({.maxHead = 512});
        const auto head = reader.readHead(bytes);
        QCOMPARE(head.length, 0);
        QTEST(head.refusal, "status");
        QVERIFY(reader.request().body.isEmpty());
    }

    void trailersAreNotKept()
    {
        const QByteArray head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
        const QByteArray body = "2\r\nhi\r\n0\r\nX-Signature: late\r\nX-Self-ID: 10001\r\n\r\n";
        HttpRequestReader reader{ListenerLimits()};
        QCOMPARE(reader.readHead(head).length, head.size());
        QCOMPARE(reader.readBody(body).used, body.size());
        QVERIFY(reader.isWhole());
        QCOMPARE(reader.request().body, QByteArray("hi"));
        QCOMPARE(reader.request().headers.size(), 1);
    }

    void aBodyEndsWhereItsRequestDoes()
    {
        const QByteArray head = "POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n";
        HttpRequestReader reader{ListenerLimits()};
        QCOMPARE(reader.readHead(head).length, head.size());
        QVERIFY(!reader.isWhole());
        QCOMPARE(reader.readBody("hiGET / HTTP/1.1\r\n\r\n").used, 2);
        QVERIFY(reader.isWhole());
        QVERIFY(reader.keepsAlive());
        reader.restart();
        QVERIFY(reader.request().body.isEmpty());
        QVERIFY(!reader.isWhole());
    }

    void aBodyKeepsToItsLimit()
    {
        HttpRequestReader announced({.maxBody = 4});
        QVERIFY(announced.readHead("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n").length > 0);
        QVERIFY(announced.announcesTooMuch());
        HttpRequestReader chunked({.maxBody = 4});
        QVERIFY(chunked.readHead("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").length > 0);
        QVERIFY(!chunked.announcesTooMuch());
        QCOMPARE(chunked.readBody("5\r\nhello\r\n0\r\n\r\n").refusal, 413);
        QVERIFY(chunked.request().body.size() <= 4);
    }
};

} // namespace rookery::io

ROOKERY_TEST(tst_httprequestreader, rookery::io::TestHttpRequestReader)
#include "tst_httprequestreader.moc"
