// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/transport.h"
#include "io/httplistener.h"
#include "rkey/rkeywatch.h"
#include "support/scriptedgateway.h"

#include "support/manualclock.h"
#include "support/testcase.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

namespace rookery::rkey {

namespace {

Event picture(const QString &url)
{
    MessageEvent message;
    message.message = {ImageSegment{.file = {}, .url = url, .summary = {}}};
    return Event{.self = {}, .time = {}, .body = message};
}

} // namespace

class TestRkeyWatch final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void pollsWhenOnlineAndEveryTenMinutes()
    {
        auto watch = make();
        QCOMPARE(m_clock.armedTimers(), 0);
        watch->setOnline(true);
        QTRY_COMPARE(watch->state().source, RkeySource::Native);
        QCOMPARE(m_calls, (QStringList{u"nc_get_packet_status"_s, u"get_rkey"_s}));
        watch->setOnline(true);
        QCOMPARE(m_calls.size(), 2);
        m_clock.advance(RkeyWatch::kPollInterval);
        QTRY_COMPARE(m_calls.size(), 4);
        watch->setOnline(false);
        QCOMPARE(m_clock.armedTimers(), 0);
    }

    void anotherAddressForgetsTheOldGatewaysKeys()
    {
        auto watch = make();
        watch->setOnline(true);
        QTRY_COMPARE(watch->state().source, RkeySource::Native);
        const GatewayId id = watch->state().gateway;
        watch->setOnline(false);
        GatewayProfile moved;
        moved.id = id;
        moved.webUi = QUrl(u"http://127.0.0.1:6111"_s);
        QSignalSpy changes(watch.get(), &RkeyWatch::stateChanged);
        watch->setProfile(moved);
        QCOMPARE(watch->state().source, RkeySource::Unknown);
        QCOMPARE(watch->state().gateway, id);
        QVERIFY(watch->state().providers.isEmpty());
        QCOMPARE(changes.size(), 1);
        moved.name = u"renamed"_s;
        watch->setProfile(moved);
        QCOMPARE(changes.size(), 1);
    }

    void aMissingPacketBackEndIsSeen()
    {
        m_packetError = Error{.kind = ErrorKind::Rejected, .reason = Reason::PacketBackendOff, .code = 1400};
        auto watch = make();
        watch->setOnline(true);
        QTRY_COMPARE(watch->state().providers.size(), 1);
        QCOMPARE(watch->state().providers.first().lastStatus, u"unavailable"_s);
        QCOMPARE(m_calls.size(), 1);
    }

    void asksAlsoWhileTheNativeWayIsLatched()
    {
        auto watch = make();
        watch->observeKeyFact(keyfact::NativeLatched{});
        watch->setOnline(true);
        QTRY_VERIFY(watch->state().askedAt != WallTime{});
        QVERIFY(watch->state().nativeLatched);
        QCOMPARE(watch->state().source, RkeySource::Unknown);
    }

    void aRefusalIsAnAnswerAndAskedAgainSoon()
    {
        m_packetError = Error{.kind = ErrorKind::Rejected, .code = 1200, .detail = u"no key"_s};
        auto watch = make();
        watch->setOnline(true);
        QTRY_VERIFY(watch->state().askedAt != WallTime{});
        QCOMPARE(watch->state().askError->code, 1200);
        m_packetError.reset();
        m_clock.advance(RkeyWatch::kPollAfterRefusal);
        QTRY_COMPARE(watch->state().source, RkeySource::Native);
        QVERIFY(!watch->state().askError);
    }

    void aStartInThePastEndsWhatWasBelievedBefore()
    {
        auto watch = make();
        watch->observeKeyFact(keyfact::NativeLatched{});
        watch->observeKeyFact(startedAt(m_clock.wallNow())); // an earlier start
        QVERIFY(watch->state().nativeLatched);
        m_clock.advance(seconds(60));
        watch->observeKeyFact(startedAt(m_clock.wallNow() + seconds(1))); // its clock is wrong
        QVERIFY(watch->state().nativeLatched);
        watch->observeKeyFact(startedAt(m_clock.wallNow()));
        QVERIFY(!watch->state().nativeLatched);
    }

    void aStartNowEndsWhatWasBelievedBefore()
    {
        auto watch = make();
        watch->observeKeyFact(keyfact::NativeLatched{});
        watch->observeKeyFact(keyfact::GatewayStarted{});
        QVERIFY(!watch->state().nativeLatched);
    }

    void troubleOfAnEarlierRunIsNeitherToldNorCuredByAsking()
    {
        auto watch = make();
        watch->rememberTrouble(m_clock.wallNow());
        watch->setOnline(true);
        QTRY_VERIFY(watch->state().askedAt != WallTime{});
        QCOMPARE(watch->state().source, RkeySource::Unknown);
        QVERIFY(!watch->state().proven);
        watch->observeEvent(picture(u"https://multimedia.nt.qq.com.cn/download?appid=1407&rkey=k"_s));
        QVERIFY(watch->state().proven);
    }

    void anOlderGatewayIsAskedForTheKeyAllTheSame()
    {
        m_packetError = Error{.kind = ErrorKind::Rejected, .reason = Reason::UnknownAction};
        auto watch = make();
        watch->setOnline(true);
        QTRY_COMPARE(m_calls, (QStringList{u"nc_get_packet_status"_s, u"get_rkey"_s}));
        QTRY_VERIFY(watch->state().askedAt != WallTime{});
    }

    void answersOfAnEarlierOnlineTimeDoNotCount()
    {
        auto watch = make();
        watch->setOnline(true);
        watch->setOnline(false);
        QTest::qWait(0);
        QCOMPARE(watch->state().source, RkeySource::Unknown);
    }

    void picturesTellTheFallback()
    {
        auto watch = make();
        QSignalSpy changes(watch.get(), &RkeyWatch::stateChanged);
        watch->observeEvent(picture(u"https://gchat.qpic.cn/download?appid=1407&fileid=f&rkey=k&spec=0"_s));
        QCOMPARE(changes.size(), 1);
        QCOMPARE(watch->state().source, RkeySource::StaleFallback);
        watch->observeEvent(picture(u"https://gchat.qpic.cn/download?appid=1407&fileid=g&rkey=k&spec=0"_s));
        QCOMPARE(changes.size(), 1);
        watch->observeEvent(picture(u"https://example.com/x.png"_s));
        watch->observeEvent(Event{.self = {}, .time = {}, .body = LifecycleEvent{}});
        QCOMPARE(changes.size(), 1);
    }

    void asksAgainWhenTheFallbackIsOver()
    {
        auto watch = make();
        m_packetError = Error{.kind = ErrorKind::Timeout};
        watch->setOnline(true);
        QTRY_COMPARE(watch->state().providers.size(), 1);
        watch->observeEvent(picture(u"https://gchat.qpic.cn/download?rkey=k&spec=0"_s));
        m_packetError.reset();
        watch->observeEvent(picture(u"https://multimedia.nt.qq.com.cn/download?rkey=k"_s));
        QTRY_COMPARE(watch->state().source, RkeySource::Native);
    }

    void aStartThatIsOlderThanTheAnswerDoesNotHideTheSource()
    {
        auto watch = make();
        watch->setOnline(true);
        QTRY_COMPARE(watch->state().source, RkeySource::Native);
        watch->observeKeyFact(startedAt(m_clock.wallNow()));
        QCOMPARE(watch->state().source, RkeySource::Native);
        QCOMPARE(m_calls.size(), 2);
    }

    void probeDownloadsFromTheGatewaysOwnHost()
    {
        auto watch = make();
        answer(200, QByteArray("\x89PNG\r\n\x1a\n....", 12));
        watch->observeEvent(picture(u"http://127.0.0.1:%1/download?rkey=k"_s.arg(m_listener->port())));
        const auto done = watch->probe();
        QVERIFY(watch->state().probing);
        const auto same = watch->probe();
        QTRY_VERIFY(done.isFinished() && same.isFinished());
        QCOMPARE(watch->state().probe, RkeyProbeOutcome::Downloads);
        QVERIFY(!watch->state().probing);
        QCOMPARE(m_requests, 1);
    }

    void probeSeesAnExpiredLink()
    {
        auto watch = make();
        answer(400, R"({"retcode":-5503007,"retmsg":"download url has expired","retryflag":0})");
        watch->observeEvent(picture(u"http://127.0.0.1:%1/download?rkey=k&spec=0"_s.arg(m_listener->port())));
        const auto done = watch->probe();
        QTRY_VERIFY(done.isFinished());
        QCOMPARE(watch->state().probe, RkeyProbeOutcome::ExpiredLink);
        QCOMPARE(watch->state().probeError.code, -5503007);
    }

    void aProbeWithoutARecentPictureSaysThatThereIsNone()
    {
        auto watch = make();
        QVERIFY(watch->probe().result()); // nothing went wrong, and nothing was removed
        QCOMPARE(watch->state().probe, RkeyProbeOutcome::NoPicture);
        QCOMPARE(watch->state().probeAt, m_clock.wallNow());
        watch->observeEvent(picture(u"https://multimedia.nt.qq.com.cn/download?rkey=k"_s));
        m_clock.advance(RkeyWatch::kPictureLife + seconds(1));
        QVERIFY(watch->probe().result());
        QCOMPARE(watch->state().probe, RkeyProbeOutcome::NoPicture);
        QCOMPARE(watch->state().probeAt, m_clock.wallNow());
    }

    void probeRefusesForeignHosts_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("other host") << u"http://169.254.169.254/latest?rkey=k"_s;
        QTest::newRow("plain http to qq") << u"http://multimedia.nt.qq.com.cn/download?rkey=k"_s;
        QTest::newRow("look-alike") << u"https://multimedia.nt.qq.com.cn.evil.example/download?rkey=k"_s;
        QTest::newRow("odd port") << u"https://multimedia.nt.qq.com.cn:8443/download?rkey=k"_s;
        QTest::newRow("user part") << u"https://a:b@multimedia.nt.qq.com.cn/download?rkey=k"_s;
        QTest::newRow("file") << u"file:///etc/passwd?rkey=k"_s;
        QTest::newRow("ftp to the gateway") << u"ftp://127.0.0.1/x?rkey=k"_s;
    }
    void probeRefusesForeignHosts()
    {
        QFETCH(QString, url);
        auto watch = make();
        watch->observeEvent(picture(url));
        QCOMPARE(watch->probe().result().error().reason, Reason::BadInput);
        QVERIFY(!watch->state().probing);
    }

    void judgesProbes_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("outcome");
        QTest::newRow("part") << 206 << QByteArray("\xff\xd8\xff") << int(RkeyProbeOutcome::Downloads);
        QTest::newRow("empty") << 200 << QByteArray() << int(RkeyProbeOutcome::Unreachable);
        QTest::newRow("gone") << 404 << QByteArray("x") << int(RkeyProbeOutcome::Unreachable);
        QTest::newRow("expired with 200")
            << 200 << QByteArray(R"({"retcode":-5503007})") << int(RkeyProbeOutcome::ExpiredLink);
        QTest::newRow("another refusal") << 200 << QByteArray(R"({"retcode":-1})")
                                         << int(RkeyProbeOutcome::Unreachable);
    }
    void judgesProbes()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, outcome);
        QCOMPARE(judgeProbe(io::HttpResponse{.status = status, .headers = {}, .body = body}).outcome,
                 RkeyProbeOutcome(outcome));
    }

    void whatARefusalSaysIsKeptShortAndMasked()
    {
        const QByteArray body = "{\"retcode\":-1,\"retmsg\":\"token=s3cretS3cret " + QByteArray(5000, 'x') + "\"}";
        const Error why = judgeProbe(io::HttpResponse{.status = 200, .headers = {}, .body = body}).error;
        QVERIFY(why.detail.startsWith(QStringLiteral("token=")));
        QVERIFY(why.detail.size() <= 1000);
        QVERIFY(!why.detail.contains(QStringLiteral("s3cret")));
    }

    void aLargeBodyIsAPicture()
    {
        QCOMPARE(judgeProbe(fail(ErrorKind::Protocol, Reason::FrameTooLarge)).outcome, RkeyProbeOutcome::Downloads);
        const ProbeVerdict lost = judgeProbe(fail(ErrorKind::Offline, Reason::ConnectionRefused));
        QCOMPARE(lost.outcome, RkeyProbeOutcome::Unreachable);
        QCOMPARE(lost.error.reason, Reason::ConnectionRefused);
    }

protected:
    void prepare() override
    {
        m_calls.clear();
        m_requests = 0;
        m_packetError.reset();
    }

private:
    static KeyFact startedAt(WallTime at) { return keyfact::GatewayStarted{.at = at}; }

    std::unique_ptr<RkeyWatch> make()
    {
        GatewayProfile profile;
        profile.id = GatewayId(u"a"_s);
        profile.webUi = QUrl(u"http://127.0.0.1:6099"_s);
        m_gateway.onCall = [this](const Action &action) -> std::optional<Result<Reply>> {
            m_calls.append(action.name);
            if (m_packetError)
                return Result<Reply>(fail(*m_packetError));
            const qint64 now = toMSecs(m_clock.wallNow()) / 1000;
            const QJsonObject key{
                {u"type"_s, u"group"_s}, {u"rkey"_s, u"&rkey=x"_s}, {u"created_at"_s, now}, {u"ttl"_s, 3600}};
            return Result<Reply>(Reply{action.name == "get_rkey"_L1 ? QJsonValue(QJsonArray{key}) : QJsonValue()});
        };
        const auto source = [this](milliseconds deadline) { return m_gateway.pictureKeys(deadline); };
        return std::make_unique<RkeyWatch>(profile, source, m_http, m_clock);
    }

    void answer(int status, const QByteArray &body)
    {
        m_listener = std::make_unique<io::HttpListener>(m_system);
        m_listener->setHandler(
            [this, status, body](const io::IncomingRequest &, const std::shared_ptr<io::Responder> &responder) {
                ++m_requests;
                responder->send(status, {{"content-type", "application/octet-stream"}}, body);
            });
        const auto port = m_listener->listen(QHostAddress::LocalHost, 0);
        QVERIFY(port.has_value());
    }

    ManualClock m_clock;
    SystemClock m_system;
    io::HttpClient m_http{m_system, {}};
    std::unique_ptr<io::HttpListener> m_listener;
    ScriptedGateway m_gateway;
    QStringList m_calls;
    std::optional<Error> m_packetError;
    int m_requests = 0;
};

} // namespace rookery::rkey

ROOKERY_TEST(tst_rkeywatch, rookery::rkey::TestRkeyWatch)
#include "tst_rkeywatch.moc"
