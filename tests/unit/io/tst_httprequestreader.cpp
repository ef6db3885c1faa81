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
        const auto withHeaders = [](const QByteArray &headers) {
            return QByteArray("POST / HTTP/1.1\r\n" + headers + "\r\n\r\n");
        };
        // how the body ends is said once, and so that a program in front of us cannot read it differently
        QTest::newRow("one length twice") << withHeaders("Content-Length: 1\r\nContent-Length: 1") << 400;
        QTest::newRow("a list of lengths") << withHeaders("Content-Length: 1, 1") << 400;
        QTest::newRow("a signed length") << withHeaders("Content-Length: +1") << 400;
        QTest::newRow("no length") << withHeaders("Content-Length:") << 400;
        QTest::newRow("a length beyond 64 bits") << withHeaders("Content-Length: 18446744073709551617") << 400;
        QTest::newRow("length and chunks") << withHeaders("Content-Length: 5\r\nTransfer-Encoding: chunked") << 400;
        QTest::newRow("chunks and length") << withHeaders("Transfer-Encoding: chunked\r\nContent-Length: 5") << 400;
        QTest::newRow("length and an unknown coding")
            << withHeaders("Content-Length: 5\r\nTransfer-Encoding: x") << 400;
        QTest::newRow("an unknown coding") << withHeaders("Transfer-Encoding: xchunked") << 400;
        QTest::newRow("chunks before a coding") << withHeaders("Transfer-Encoding: chunked, gzip") << 400;
        QTest::newRow("a coding before chunks") << withHeaders("Transfer-Encoding: gzip, chunked") << 400;
        QTest::newRow("chunks twice") << withHeaders("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked") << 400;
        QTest::newRow("chunks after identity")
            << withHeaders("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked") << 400;
        QTest::newRow("chunks in HTTP/1.0")
            << QByteArray("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") << 400;
        QTest::newRow("a blank behind the coding's name") << withHeaders("Transfer-Encoding : chunked") << 400;
        QTest::newRow("a vertical tab before chunks") << withHeaders("Transfer-Encoding:\vchunked") << 400;
        QTest::newRow("a folded header") << withHeaders("X: a\r\n b") << 400;
        QTest::newRow("a folded coding") << withHeaders("Transfer-Encoding:\r\n\tchunked") << 400;
        QTest::newRow("a blank before the first header") << withHeaders(" Content-Length: 5") << 400;
        QTest::newRow("no name") << withHeaders(": 5") << 400;
        QTest::newRow("no colon") << withHeaders("Content-Length 5") << 400;
        QTest::newRow("NUL in a name") << withHeaders("Content#Length: 5").replace('#', '\0') << 400;
        QTest::newRow("an unknown method") << QByteArray("FETCH / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
        QTest::newRow("another version") << QByteArray("GET / HTTP/2.0\r\n\r\n") << 400;
        QTest::newRow("two blanks before the target") << QByteArray("GET  / HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two blanks behind the target") << QByteArray("GET /  HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("a tab in the target") << QByteArray("GET /a\tb HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("a relative target") << QByteArray("GET a HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("an authority as target") << QByteArray("GET h:443 HTTP/1.1\r\n\r\n") << 400;
        QTest::newRow("two empty lines first") << QByteArray("\r\n\r\nGET / HTTP/1.1\r\n\r\n") << 400;
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

    void targetsOfAllFormsAreRead_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("query");
        QTest::newRow("origin") << QByteArray("GET //a/./%41?b=%20 HTTP/1.1") << QStringLiteral("//a/./A")
                                << QByteArray("b=%20");
        QTest::newRow("absolute") << QByteArray("GET http://h:80/a?b HTTP/1.1") << QStringLiteral("/a")
                                  << QByteArray("b");
        QTest::newRow("authority") << QByteArray("CONNECT h:443 HTTP/1.1") << QStringLiteral("443") << QByteArray();
        QTest::newRow("asterisk") << QByteArray("OPTIONS * HTTP/1.1") << QStringLiteral("*") << QByteArray();
        QTest::newRow("after an empty line")
            << QByteArray("\r\nGET /a HTTP/1.0") << QStringLiteral("/a") << QByteArray();
    }
    void targetsOfAllFormsAreRead()
    {
        QFETCH(const QByteArray, line);
        HttpRequestReader reader{ListenerLimits()};
        QCOMPARE(reader.readHead(QByteArray(line + "\r\n\r\n")).length, line.size() + 4);
        QTEST(reader.request().path, "path");
        QTEST(reader.request().query, "query");
    }

    void headersKeepTheirOrderAndAreTrimmed()
    {
        HttpRequestReader reader{ListenerLimits()};
        QVERIFY(reader.readHead("GET / HTTP/1.1\r\nB: 1\r\nA:\t2 \r\nb:\r\n\r\n").length > 0);
        QCOMPARE(reader.request().headers, HttpHeaders({{"b", "1"}, {"a", "2"}, {"b", ""}}));
    }

    void onlyAWebSocketIsAnUpgrade_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("upgrade");
        QTest::newRow("asked for") << QByteArray(
            "GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket")
                                   << true;
        QTest::newRow("not on this connection") << QByteArray("GET / HTTP/1.1\r\nUpgrade: websocket") << false;
        QTest::newRow("to nothing") << QByteArray("GET / HTTP/1.1\r\nConnection: Upgrade") << false;
        QTest::newRow("to HTTP/2") << QByteArray("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c") << false;
        QTest::newRow("not by GET") << QByteArray("POST / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket")
                                    << false;
        QTest::newRow("not by CONNECT") << QByteArray("CONNECT h:443 HTTP/1.1") << false;
    }
    void onlyAWebSocketIsAnUpgrade()
    {
        QFETCH(const QByteArray, head);
        HttpRequestReader reader{ListenerLimits()};
        QVERIFY(reader.readHead(QByteArray(head + "\r\n\r\n")).length > 0);
        QVERIFY(reader.isWhole());
        QTEST(reader.wantsUpgrade(), "upgrade");
    }

    void theConnectionLivesAsItsVersionAndHeaderSay_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("lives");
        QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1") << true;
        QTest::newRow("1.1, close") << QByteArray("GET / HTTP/1.1\r\nConnection: x, Close") << false;
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0") << false;
        QTest::newRow("1.0, keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive") << true;
    }
    void theConnectionLivesAsItsVersionAndHeaderSay()
    {
        QFETCH(const QByteArray, head);
        HttpRequestReader reader{ListenerLimits()};
        QVERIFY(reader.readHead(QByteArray(head + "\r\n\r\n")).length > 0);
        QTEST(reader.keepsAlive(), "lives");
        QCOMPARE(reader.understandsChunks(), head.contains("HTTP/1.1"));
    }

    void chunksAreReadHoweverTheyAreCut()
    {
        const QByteArray head = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n";
        const QByteArray body = "2;a=\"\\\"b\"\r\nhi\r\n00A\r\n\r\n0\r\n\r\nGET\r\n000;x\r\nT: 1\r\nU: 2\r\n\r\n";
        for (qsizetype piece = 1; piece <= body.size(); ++piece) {
            HttpRequestReader reader{ListenerLimits()};
            QCOMPARE(reader.readHead(head).length, head.size());
            const QByteArray come = body + "GET / HTTP/1.1\r\n\r\n";
            qsizetype used = 0;
            while (!reader.isWhole() && used < come.size()) {
                const auto read =
                    reader.readBody(QByteArrayView(come).sliced(used).first(std::min(piece, come.size() - used)));
                QCOMPARE(read.refusal, 0);
                QVERIFY(read.used > 0);
                used += read.used;
            }
            QCOMPARE(used, body.size()); // the next request is left for later
            QCOMPARE(reader.request().body, QByteArray("hi\r\n0\r\n\r\nGET"));
            QCOMPARE(reader.request().headers.size(), 1);
        }
    }

    void chunksThatCanBeReadDifferentlyAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no size") << QByteArray("\r\n");
        QTest::newRow("no number") << QByteArray("x\r\n");
        QTest::newRow("a sign") << QByteArray("-1\r\n");
        QTest::newRow("a prefix") << QByteArray("0x2\r\nhi\r\n0\r\n\r\n");
        QTest::newRow("a blank behind the size") << QByteArray("2 \r\nhi\r\n0\r\n\r\n");
        QTest::newRow("a size beyond 64 bits") << QByteArray("10000000000000002\r\nhi\r\n0\r\n\r\n");
        QTest::newRow("a size that ends in LF") << QByteArray("2\nhi\r\n");
        QTest::newRow("LF in an extension") << QByteArray("2;a\nhi\r\n0\r\n\r\n");
        QTest::newRow("LF in a quoted extension") << QByteArray("2;a=\"\n\"\r\nhi\r\n0\r\n\r\n");
        QTest::newRow("NUL in an extension") << QByteArray("2;a=\"#\"\r\nhi\r\n0\r\n\r\n").replace('#', '\0');
        QTest::newRow("a quote without an end") << QByteArray("2;a=\"\r\nhi\r\n0\r\n\r\n");
        QTest::newRow("a quote around a line's end") << QByteArray("2;a=\"\r\nhi\r\n0;\"\r\n\r\n");
        QTest::newRow("a chunk that is longer") << QByteArray("2\r\nhiX\r\n0\r\n\r\n");
        QTest::newRow("a chunk that ends in LF") << QByteArray("2\r\nhi\n0\r\n\r\n");
        QTest::newRow("a blank behind a trailer's name") << QByteArray("0\r\nT : 1\r\n\r\n");
        QTest::newRow("a folded trailer") << QByteArray("0\r\nT: 1\r\n 2\r\n\r\n");
        QTest::newRow("a trailer that ends in LF") << QByteArray("0\r\nT: 1\n\r\n\r\n");
        QTest::newRow("a length in a trailer") << QByteArray("0\r\nContent-Length: 5\r\n\r\n");
        QTest::newRow("a coding in a trailer") << QByteArray("0\r\nTransfer-Encoding: chunked\r\n\r\n");
        QTest::newRow("a long extension") << QByteArray("2;" + QByteArray(600, 'x'));
        QTest::newRow("long trailers") << QByteArray("0\r\n" + QByteArray("T: 1\r\n").repeated(100));
    }
    void chunksThatCanBeReadDifferentlyAreRefused()
    {
        QFETCH(const QByteArray, body);
        for (qsizetype piece = 1; piece <= body.size(); ++piece) {
            HttpRequestReader reader({.maxHead = 512});
            QVERIFY(reader.readHead("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").length > 0);
            int refusal = 0;
            for (qsizetype at = 0; at < body.size() && refusal == 0;) {
                const auto read =
                    reader.readBody(QByteArrayView(body).sliced(at).first(std::min(piece, body.size() - at)));
                refusal = read.refusal;
                at += read.used;
            }
            QCOMPARE(refusal, 400);
            QVERIFY(!reader.isWhole());
        }
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
        QCOMPARE(announced.readBody("hello").refusal, 413);
        QVERIFY(announced.request().body.isEmpty());
        HttpRequestReader chunked({.maxBody = 4});
        QVERIFY(chunked.readHead("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").length > 0);
        QVERIFY(!chunked.announcesTooMuch());
        QCOMPARE(chunked.readBody("5\r\nhello\r\n0\r\n\r\n").refusal, 413);
        QVERIFY(chunked.request().body.size() <= 4);
        HttpRequestReader inParts({.maxBody = 4});
        QVERIFY(inParts.readHead("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").length > 0);
        QCOMPARE(inParts.readBody("4\r\nhell\r\n").refusal, 0);
        QCOMPARE(inParts.readBody("1\r\no").refusal, 413);
        QCOMPARE(inParts.request().body, QByteArray("hell"));
    }
};

} // namespace rookery::io

ROOKERY_TEST(tst_httprequestreader, rookery::io::TestHttpRequestReader)
#include "tst_httprequestreader.moc"
