// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/controlmessages.h"

#include "base/reasons/access.h"
#include "base/reasons/gateway.h"
#include "base/reasons/input.h"
#include "base/reasons/login.h"
#include "base/reasons/sending.h"
#include "base/reasons/transport.h"
#include "support/testcase.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace rookery;
using namespace rookery::engine;
using namespace Qt::Literals::StringLiterals;

//! What the programs of one profile say to each other: every message comes back as it was, nothing else is understood.
class TestControlMessages final : public TestCase
{
    Q_OBJECT

    static Error trouble()
    {
        return {.kind = ErrorKind::RateLimited,
                .reason = Reason::LoginRateLimit,
                .code = 429,
                .detail = u"慢一点"_s,
                .retryAfter = milliseconds(1500)};
    }
    //! An account with everything that travels.
    static AccountSnapshot account()
    {
        AccountSnapshot account;
        account.profile.id = GatewayId(u"home-1"_s);
        account.profile.kind = kDefaultKind;
        account.profile.name = u"家里"_s;
        account.profile.enabled = false;
        account.capabilities.actions = false;
        account.capabilities.qrLogin = true;
        account.capabilities.rkey = true;
        account.account = AccountId(u"10001"_s);
        account.nickname = u"Heron\n\u202e"_s;
        account.session = {.phase = SessionPhase::Backoff,
                           .login = LoginReason::Kicked,
                           .why = trouble(),
                           .attempt = 3,
                           .retryAt = fromMSecs(1'795'000'012'345),
                           .since = fromMSecs(1'795'000'000'000)};
        account.service = ServiceView{.state = ServiceState::BotWaiting,
                                      .since = fromMSecs(7),
                                      .hasFront = true,
                                      .front = trouble(),
                                      .api = {},
                                      .codeSince = fromMSecs(8),
                                      .lastHeartbeatAt = fromMSecs(9),
                                      .heartbeatsSeen = true,
                                      .botText = u"bot"_s,
                                      .log = {}};
        account.readiness[0].state = ReadinessState::Working;
        account.readiness[5].state = ReadinessState::Broken;
        account.activity.lastEventAt = fromMSecs(1'795'000'000'001);
        account.activity.eventCount = 1'234'567'890'123ULL;
        account.answerable = 4;
        account.condition = {.condition = Condition::Failed,
                             .cause = ConditionCause::Incident,
                             .incident =
                                 Incident{.id = IncidentId(5),
                                          .kind = IncidentKind::AccountKicked,
                                          .severity = Severity::Failed,
                                          .cause = u"home-1"_s,
                                          .gateways = {GatewayId(u"home-1"_s), GatewayId(u"two"_s)},
                                          .startedAt = fromMSecs(11),
                                          .endedAt = {},
                                          .count = 2,
                                          .evidence = {{.gateway = GatewayId(u"home-1"_s),
                                                        .at = fromMSecs(12),
                                                        .what = {.kind = ErrorKind::Rejected, .reason = Reason::Kicked},
                                                        .text = u"a line"_s}}},
                             .why = trouble(),
                             .openIncidents = 1};
        return account;
    }
    static BroadcastSummary broadcast()
    {
        BroadcastSummary summary;
        summary.id = BroadcastId(9'007'199'254'740'993); // not a double
        summary.state = BroadcastState::Paused;
        summary.pictures = 2;
        summary.counts = {.total = 9,
                          .queued = 1,
                          .sending = 2,
                          .accepted = 3,
                          .acceptedFinal = 4,
                          .verified = 5,
                          .unknown = 6,
                          .failed = 7,
                          .cancelled = 8};
        summary.createdAt = fromMSecs(1);
        summary.settledAt = fromMSecs(2);
        summary.sentPerMinute = 19.25;
        summary.estimatedEnd = fromMSecs(3);
        summary.interrupted = true;
        summary.waits = {{.gateway = GatewayId(u"one"_s),
                          .account = AccountId(u"10001"_s),
                          .why = {.kind = ErrorKind::Rejected, .reason = Reason::Kicked},
                          .targets = 6}};
        return summary;
    }
    static Delivery delivery()
    {
        Delivery delivery;
        delivery.id = DeliveryId(3);
        delivery.broadcast = BroadcastId(2);
        delivery.gateway = GatewayId(u"one"_s);
        delivery.account = AccountId(u"10001"_s);
        delivery.target = {ChatKind::Friend, u"20001"_s};
        delivery.targetName = u"Wren"_s;
        delivery.state = DeliveryState::Unknown;
        delivery.finallyAccepted = true;
        delivery.why = {.kind = ErrorKind::Timeout, .reason = Reason::SendTimeout};
        delivery.verifiedBy = VerifiedBy::History;
        delivery.messageId = MessageId(u"m1"_s);
        delivery.attempts = 2;
        delivery.due = fromMSecs(1);
        delivery.claimedAt = fromMSecs(2);
        delivery.verifyBy = fromMSecs(3);
        delivery.updatedAt = fromMSecs(4);
        delivery.finishedAt = fromMSecs(5);
        delivery.evidence = u"echo-id=1\necho-at=2"_s;
        return delivery;
    }
    static void comesBack(const ControlRequest &request)
    {
        const QByteArray line = toLine(request);
        QVERIFY2(!line.contains('\n'), line.constData());
        QVERIFY2(line.size() <= kMaxControlRequest, line.constData());
        const ParsedRequest parsed = parseControlRequest(line);
        QCOMPARE(parsed.id, request.id);
        ROOKERY_VERIFY_RESULT(parsed.ask);
        QVERIFY2(*parsed.ask == request.ask, line.constData());
    }
    static void comesBack(const ControlReply &reply)
    {
        const QByteArray line = toLine(reply);
        QVERIFY2(!line.contains('\n'), line.constData());
        const Result<ControlReply> parsed = parseControlReply(line);
        ROOKERY_VERIFY_RESULT(parsed);
        QVERIFY2(*parsed == reply, line.constData());
    }

private Q_SLOTS:
    void requestsComeBackAsTheyWere()
    {
        comesBack(ControlRequest{0, ControlHello{.program = u"rookeryctl"_s, .version = u"0.1.0"_s}});
        comesBack(ControlRequest{1, StartWish{}});
        comesBack(ControlRequest{
            2,
            StartWish{
                .language = u"zh_CN"_s, .theme = u"system"_s, .minimised = true, .activation = QByteArray(512, 'a')}});
        comesBack(ControlRequest{3, WatchRequest{}});
        comesBack(ControlRequest{4, WatchRequest{BroadcastId(7)}});
        for (const BroadcastOrder order : {BroadcastOrder::Pause, BroadcastOrder::Resume, BroadcastOrder::Cancel})
            comesBack(ControlRequest{5, BroadcastRequest{order, BroadcastId(7)}});
    }

    void repliesComeBackAsTheyWere()
    {
        comesBack(ControlReply{0, ControlHello{.program = u"rookery"_s, .version = u"0.1.0"_s}});
        comesBack(ControlReply{1, ControlDone{}});
        comesBack(ControlReply{2, trouble()});
        comesBack(ControlReply{0, trouble()});
        comesBack(ControlReply{0, account()});
        AccountSnapshot small;
        small.profile.id = GatewayId(u"one"_s);
        comesBack(ControlReply{0, small});
        comesBack(ControlReply{0, AccountRemoved{GatewayId(u"one"_s)}});
        comesBack(ControlReply{0, broadcast()});
        comesBack(ControlReply{0, BroadcastRemoved{BroadcastId(3)}});
        comesBack(ControlReply{0, delivery()});
    }

    void wrongRequestsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<ErrorReason>("reason");
        QTest::addColumn<QString>("detail");
        QTest::addColumn<qint64>("id");
        const auto add = [](const char *name, const QByteArray &line, ErrorReason reason, const QString &detail,
                            qint64 id = 1) { QTest::newRow(name) << line << reason << detail << id; };
        add("nothing", "", Reason::Garbage, {}, 0);
        add("no json", "GET / HTTP/1.1", Reason::Garbage, {}, 0);
        add("a list", R"([{"type":"watch","id":1}])", Reason::Garbage, {}, 0);
        add("cut", R"({"type":"watch","id":1)", Reason::Garbage, {}, 0);
        add("deep", QByteArray(4000, '['), Reason::Garbage, {}, 0);
        add("no type", R"({"id":1})", Reason::UnknownAction, {});
        add("unknown", R"({"type":"format-disk","id":1})", Reason::UnknownAction, u"format-disk"_s);
        add("no id", R"({"type":"watch"})", Reason::BadInput, u"id"_s, 0);
        add("negative id", R"({"type":"watch","id":-4})", Reason::BadInput, u"id"_s, 0);
        add("broken id", R"({"type":"watch","id":1.5})", Reason::BadInput, u"id"_s, 0);
        add("hello without a protocol", R"({"type":"hello","program":"x"})", Reason::BadInput, u"protocol"_s, 0);
        add("long program", "{\"type\":\"hello\",\"protocol\":1,\"program\":\"" + QByteArray(65, 'x') + "\"}",
            Reason::BadInput, u"program"_s, 0);
        add("spaced version", R"({"type":"hello","protocol":1,"program":"x","version":"0 1"})", Reason::BadInput,
            u"version"_s, 0);
        add("language", R"({"type":"start","id":1,"language":"../../x"})", Reason::BadInput, u"language"_s);
        add("theme", R"({"type":"start","id":1,"theme":"pink"})", Reason::BadInput, u"theme"_s);
        add("activation", R"({"type":"start","id":1,"activation":"a\nb"})", Reason::BadInput, u"activation"_s);
        add("no broadcast", R"({"type":"pause","id":1})", Reason::BadInput, u"broadcast"_s);
        add("text for a broadcast", R"({"type":"cancel","id":1,"broadcast":"7"})", Reason::BadInput, u"broadcast"_s);
        add("broadcast 0", R"({"type":"resume","id":1,"broadcast":0})", Reason::BadInput, u"broadcast"_s);
        add("huge broadcast", R"({"type":"resume","id":1,"broadcast":1e300})", Reason::BadInput, u"broadcast"_s);
        add("deliveries of none", R"({"type":"watch","id":1,"deliveries":-1})", Reason::BadInput, u"deliveries"_s);
    }
    void wrongRequestsAreNamed()
    {
        QFETCH(const QByteArray, line);
        QFETCH(const ErrorReason, reason);
        QFETCH(const QString, detail);
        QFETCH(const qint64, id);
        const ParsedRequest parsed = parseControlRequest(line);
        QVERIFY(!parsed.ask);
        QCOMPARE(parsed.ask.error().reason, reason);
        QCOMPARE(parsed.ask.error().detail, detail);
        QCOMPARE(parsed.id, id);
    }

    void anIntroductionOfALaterVersionIsUnderstood()
    {
        const ParsedRequest parsed =
            parseControlRequest(R"({"type":"hello","protocol":7,"program":"x","version":"9.0","later":[1]})");
        ROOKERY_VERIFY_RESULT(parsed.ask);
        QCOMPARE(std::get<ControlHello>(*parsed.ask).protocol, 7);
    }

    void additionalMembersAreIgnored()
    {
        const ParsedRequest parsed = parseControlRequest(R"({"type":"pause","id":3,"broadcast":4,"why":"later"})");
        ROOKERY_VERIFY_RESULT(parsed.ask);
        QVERIFY(*parsed.ask == ControlAsk(BroadcastRequest{BroadcastOrder::Pause, BroadcastId(4)}));
    }

    void wrongRepliesAreGarbage()
    {
        const QByteArray good = toLine(ControlReply{0, account()});
        const QList<std::pair<QByteArray, QByteArray>> changes{{"\"account\"", "\"acount\""},
                                                               {"\"backoff\"", "\"sleeping\""},
                                                               {"\"home-1\"", "\"\""},
                                                               {"\"napcat\"", "\"teapot\""},
                                                               {"\"incident\":", "\"accident\":"}};
        for (const auto &[from, to] : changes) {
            const QByteArray bad = QByteArray(good).replace(from, to);
            QVERIFY2(bad != good, from.constData());
            const Result<ControlReply> parsed = parseControlReply(bad);
            QVERIFY2(!parsed, bad.constData());
            QCOMPARE(parsed.error().reason, Reason::Garbage);
        }
    }

    void noSecretTravels()
    {
        AccountSnapshot secretive = account();
        secretive.profile.webUi = QUrl(u"http://127.0.0.1:6099/webui?token=s3cret"_s);
        secretive.profile.oneBot = QUrl(u"ws://u:s3cret@127.0.0.1:3001"_s);
        secretive.profile.logCommand = u"s3cret"_s;
        secretive.profile.commandSeal = "s3cret";
        secretive.login.qr =
            QrCode{.text = Redacted<QString>(u"s3cret"_s), .generation = 1, .shownSince = {}, .expiresAt = {}};
        secretive.login.gatewayText = u"s3cret"_s;
        QVERIFY(!toLine(ControlReply{0, secretive}).contains("s3cret"));
        BroadcastSummary written = broadcast();
        written.excerpt = u"s3cret"_s;
        QVERIFY(!toLine(ControlReply{0, written}).contains("s3cret"));
    }
};

ROOKERY_TEST(tst_controlmessages, TestControlMessages)
#include "tst_controlmessages.moc"
