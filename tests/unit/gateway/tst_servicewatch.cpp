// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/monitored/servicewatch.h"

#include "base/reasons/gateway.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

using Kind = ServiceAnswer::Kind;

namespace {

Result<io::HttpResponse> answer(int status, const QByteArray &body)
{
    return io::HttpResponse{.status = status, .headers = {}, .body = body};
}

const ServiceCall kEnvelope{.url = {}, .envelope = true};
const ServiceCall kPlain{.url = {}, .envelope = false};

} // namespace

class TestServiceWatch final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void anAddressWithoutAPathMeansTheOpenSettings()
    {
        for (const auto &typed : {u"http://h:5678"_s, u"http://h:5678/"_s}) {
            const QList<ServiceCall> calls = serviceCalls(QUrl(typed));
            QCOMPARE(calls.size(), 2);
            QCOMPARE(calls[0].url, QUrl(u"http://h:5678/api/config/get?key=system"_s));
            QCOMPARE(calls[1].url, QUrl(u"http://h:5678/api/admin/config/get?key=system"_s));
            QVERIFY(calls[0].envelope);
        }
    }

    void thePathOfTheSettingsGetsItsKeyBack()
    {
        // a profile keeps no query
        const QList<ServiceCall> calls = serviceCalls(QUrl(u"https://h/x/api/config/get"_s));
        QCOMPARE(calls.size(), 1);
        QCOMPARE(calls[0].url, QUrl(u"https://h/x/api/config/get?key=system"_s));
    }

    void anyOtherPathIsAskedAsTyped()
    {
        QCOMPARE(serviceCalls(QUrl(u"http://h/health"_s)),
                 (QList<ServiceCall>{{.url = QUrl(u"http://h/health"_s), .envelope = false}}));
    }

    void anAnswerIsJudged_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("envelope");
        QTest::addColumn<int>("plain");
        const auto row = [](const char *name, int status, const char *body, Kind envelope, Kind plain) {
            QTest::newRow(name) << status << QByteArray(body) << int(envelope) << int(plain);
        };
        row("ok", 200, R"({"code":0,"data":{}})", Kind::Works, Kind::Works);
        row("failed, old", 200, R"({"code":1,"message":"x"})", Kind::Fails, Kind::Fails);
        row("failed, new", 400, R"({"code":1,"message":"x"})", Kind::Fails, Kind::Fails);
        row("not authorised", 401, R"({"code":401})", Kind::Fails, Kind::Fails);
        row("page", 200, "<html></html>", Kind::Fails, Kind::Works);
        row("other json", 200, R"({"code":"0"})", Kind::Fails, Kind::Works);
        row("not found", 404, "404 page not found", Kind::Fails, Kind::Fails);
        row("server error", 500, "", Kind::Fails, Kind::Fails);
        row("bad gateway", 502, "<html></html>", Kind::Closed, Kind::Closed);
        row("unavailable", 503, "", Kind::Closed, Kind::Closed);
        row("gateway timeout", 504, "", Kind::TimedOut, Kind::TimedOut);
    }
    void anAnswerIsJudged()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        QFETCH(const int, envelope);
        QFETCH(const int, plain);
        QCOMPARE(int(judgeApi(kEnvelope, answer(status, body)).kind), envelope);
        QCOMPARE(int(judgeApi(kPlain, answer(status, body)).kind), plain);
    }

    void whatWentWrongIsKept()
    {
        const ServiceAnswer failed = judgeApi(kEnvelope, answer(200, R"({"code":7,"message":"no token=s3cret here"})"));
        QCOMPARE(failed.why.reason, Reason::ServiceFails);
        QCOMPARE(failed.why.code, 7);
        QVERIFY(failed.why.detail.startsWith(u"no token="_s));
        QVERIFY(!failed.why.detail.contains(u"s3cret"_s));
        // a secret that the end of what is kept cuts in two
        const QByteArray cut = "{\"code\":7,\"message\":\"" + QByteArray(186, 'x') + " token: geheim12345\"}";
        const ServiceAnswer shortened = judgeApi(kEnvelope, answer(200, cut));
        QVERIFY(shortened.why.detail.size() <= 200);
        QVERIFY(!shortened.why.detail.contains(u"geheim"_s));
        QCOMPARE(judgeApi(kEnvelope, answer(200, "<html>")).why.reason, Reason::WrongServer);
        QCOMPARE(judgeApi(kEnvelope, answer(502, "")).why.code, 502);
    }

    void noAnswerIsClosedOrTimedOut()
    {
        for (const ErrorKind kind : {ErrorKind::Offline, ErrorKind::Network, ErrorKind::Tls})
            QCOMPARE(judgeApi(kEnvelope, fail(kind, Reason::ConnectionRefused)).kind, Kind::Closed);
        QCOMPARE(judgeApi(kEnvelope, fail(ErrorKind::Timeout, Reason::NoReply)).kind, Kind::TimedOut);
        QCOMPARE(judgeFront(fail(ErrorKind::Timeout, Reason::NoReply)).kind, Kind::TimedOut);
        QCOMPARE(judgeFront(fail(ErrorKind::Offline, Reason::ConnectionRefused)).kind, Kind::Closed);
    }

    void aPageIsJudgedByItsStatusAlone()
    {
        QCOMPARE(judgeFront(answer(200, "")).kind, Kind::Works);
        QCOMPARE(judgeFront(answer(304, "")).kind, Kind::Works);
        QCOMPARE(judgeFront(answer(404, "")).kind, Kind::Fails);
        QCOMPARE(judgeFront(answer(502, "")).kind, Kind::Closed);
    }
};

} // namespace rookery::gateway

ROOKERY_TEST(tst_servicewatch, rookery::gateway::TestServiceWatch)
#include "tst_servicewatch.moc"
