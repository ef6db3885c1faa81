// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/sending.h"
#include "gateway/dialect.h"
#include "gateway/llbot/llbotanswers.h"
#include "gateway/llbot/llbotlogs.h"
#include "gateway/llbot/onebotentry.h"
#include "gateway/napcat/napcatanswers.h"
#include "gateway/napcat/uploader.h"
#include "logrules/masking.h"

#include "support/testcase.h"

#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::Literals::StringLiterals;

namespace rookery::gateway {

namespace {

io::HttpResponse answer(int status, const QByteArray &body)
{
    return {.status = status, .headers = {{"content-type", "application/json"}}, .body = body};
}

QJsonValue data(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

constexpr WallTime kNow{seconds(1'795'000'000)};
constexpr qint64 kFar = std::numeric_limits<qint64>::max();

} // namespace

//! What the panels of NapCat and LLBot say, and what is kept of it.
class TestPanelAnswers final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void onlyZeroIsNapCatsSuccess()
    {
        QVERIFY(napcatData(answer(200, R"({"code":0,"data":{}})")));
        for (const char *code : {"-1", "1", "4294967296", "0.5", "1e300"})
            QVERIFY2(!napcatData(answer(200, "{\"code\":" + QByteArray(code) + "}")), code);
    }

    void aRefusalsWordsAreKeptShortAndMasked()
    {
        const QByteArray words = "token=s3cretS3cret " + QByteArray(5000, 'x');
        const QList<Result<QJsonValue>> refusals{
            napcatData(answer(200, "{\"code\":-1,\"message\":\"" + words + "\"}")),
            llbotData(answer(500, "{\"success\":false,\"message\":\"" + words + "\"}"))};
        for (const Result<QJsonValue> &refused : refusals) {
            QVERIFY(!refused);
            QVERIFY(refused.error().detail.startsWith(u"token="_s));
            QVERIFY(refused.error().detail.size() <= kLongestWording);
            QVERIFY(!refused.error().detail.contains(u"s3cret"_s));
        }
    }

    void theDebugSocketsParametersArriveAsTheyWereGiven()
    {
        const QUrl panel(u"ws://h:6099/api/Debug/ws"_s);
        const QUrl socket =
            napcatDebugSocket(panel, data("{\"adapterName\":\"x&token=y%41+#z\",\"token\":\"a+b/c=&d#\"}"));
        const QUrlQuery query(socket);
        QCOMPARE(query.queryItems().size(), 2);
        QCOMPARE(query.queryItemValue(u"adapterName"_s, QUrl::FullyDecoded), u"x&token=y%41+#z"_s);
        QCOMPARE(query.queryItemValue(u"token"_s, QUrl::FullyDecoded), u"a+b/c=&d#"_s);
        QVERIFY(!socket.hasFragment());
    }

    void onlyTheVeryBytesCountAsUploaded()
    {
        const QByteArray right = R"({"status":"file_complete","file_path":"/x","file_size":7,"sha256":"AB"})";
        QCOMPARE(uploadedPath(data(right), 7, u"ab"_s), u"/x"_s);
        QCOMPARE(uploadedPath(data(right), 8, u"ab"_s).error().reason, Reason::UploadMismatch);
        QVERIFY(!uploadedPath(data(right), 7, u"ac"_s));
        QVERIFY(!uploadedPath(data(R"({"status":"file_complete","file_path":"","file_size":7})"), 7, u"ab"_s));
        QVERIFY(!uploadedPath(data(R"({"status":"chunk_received","file_path":"/x","file_size":7})"), 7, u"ab"_s));
    }

    void aLockThatWeCausedEndsWithoutAnotherTry()
    {
        const auto locked = [](const QByteArray &words) {
            return llbotRefusal(answer(
                403, "{\"success\":false,\"locked\":true,\"remainingMinutes\":41,\"message\":\"" + words + "\"}"));
        };
        const Error others = locked("密码错误次数过多");
        QCOMPARE(others.kind, ErrorKind::RateLimited);
        QCOMPARE(others.retryAfter, std::chrono::minutes(41));
        const Error ours = locked("密码连续错误3次");
        QCOMPARE(ours.kind, ErrorKind::Auth);
        QCOMPARE(ours.retryAfter, milliseconds(0)); // nothing is tried again by itself
    }

    void timesThatNoClockShowsAreNone()
    {
        const QByteArray far = QByteArray::number(kFar);
        QCOMPARE(llbotVitals(data("{\"startupTime\":" + far + "}"), kNow).startedAt, WallTime{});
        QCOMPARE(llbotVitals(data(R"({"startupTime":-5})"), kNow).startedAt, WallTime{});
        QCOMPARE(llbotVitals(data(R"({"startupTime":1790000000})"), kNow).startedAt, WallTime(seconds(1'790'000'000)));
        const auto record = LLBotLogs::recordOf(data("{\"content\":\"x\",\"timestamp\":" + far + "}").toObject());
        QVERIFY(record && !record->time);
        QVERIFY(llbotCode(data(R"({"qrcodeUrl":"c","expireTime":2147483647})")).life <= std::chrono::hours(1));
        QCOMPARE(llbotCode(data(R"({"qrcodeUrl":"c","expireTime":-3})")).life, seconds(0));
    }

    void nothingIsCountedBelowNone()
    {
        const GatewayVitals vitals = llbotVitals(data(R"({"messageReceived":-1,"messageSent":"8"})"), kNow);
        QCOMPARE(vitals.received, 0);
        QCOMPARE(vitals.sent, 8);
        QCOMPARE(vitals.asOf, kNow);
    }

    void aServerThatCannotBeDialledIsPassedOver()
    {
        const QByteArray invalid = R"({"type":"ws","enable":true,"host":"not a host","port":3001})";
        const QByteArray good = R"({"type":"http","enable":true,"host":"box","port":3000})";
        const auto config = data("{\"ob11\":{\"connect\":[" + invalid + ',' + good + "]}}");
        const auto entry = findOneBot(config.toObject(), QUrl(u"http://panel:3080"_s));
        ROOKERY_VERIFY_RESULT(entry);
        QCOMPARE(entry->url, QUrl(u"http://box:3000"_s));
        QCOMPARE(entry->way, OneBotTransportKind::HttpEvents);
    }
};

} // namespace rookery::gateway

ROOKERY_TEST(tst_panelanswers, rookery::gateway::TestPanelAnswers)
#include "tst_panelanswers.moc"
