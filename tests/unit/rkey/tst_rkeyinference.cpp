// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/reasons/gateway.h"
#include "protocol/onebot11.h"
#include "rkey/rkeyinference.h"

#include "model/severity.h"
#include "support/testcase.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::Literals::StringLiterals;

namespace rookery::rkey {

namespace {

QString first()
{
    return u"http://ss.xingzhige.com/music_card/rkey"_s;
}

QString second()
{
    return u"https://secret-service.bietiaop.com/rkeys"_s;
}

//! What this gateway does: it asks two servers, each again a day after it was disabled, and latches after eight
//! failures.
QStringList asked()
{
    return {first(), second()};
}
constexpr std::chrono::hours kPause{24};
constexpr int kLatchAfter = 8;

class Driver
{
public:
    Driver &say(const KeyFact &fact) { return feed(fact); }
    Driver &failNative(int times = 1)
    {
        for (int i = 0; i < times; ++i)
            say(keyfact::NativeFailed{.why = u"no route"_s, .latchAfter = kLatchAfter});
        return *this;
    }
    Driver &serverFails(const QString &url, const QString &status = u"504"_s)
    {
        return say(keyfact::ServerFailed{.server = url, .why = status, .asked = asked()});
    }
    Driver &serverDisabled(const QString &url)
    {
        return say(keyfact::ServerDisabled{.server = url, .pause = kPause, .asked = asked()});
    }
    Driver &latched() { return say(keyfact::NativeLatched{}); }
    Driver &restarts() { return say(keyfact::GatewayStarted{}); }
    Driver &link(LinkVerdict verdict, const QByteArray &key = {})
    {
        return feed(input::LinkSeen{.verdict = verdict, .key = key, .use = u"1407"_s});
    }
    Driver &poll(int ageSeconds = 10, int ttlSeconds = 3600)
    {
        return feed(input::Polled{PolledKey{
            .createdAt = now - seconds(ageSeconds), .ttl = seconds(ttlSeconds), .names = {QByteArray("asked")}}});
    }
    Driver &pollFails(const Error &error) { return feed(input::Polled{fail(error)}); }
    Driver &feed(const Input &input)
    {
        model = step(model, input, now);
        return *this;
    }
    Driver &wait(int count)
    {
        now += seconds(count);
        return *this;
    }
    [[nodiscard]] RkeySource source() const { return model.state.source; }
    [[nodiscard]] RkeyProvider provider(const QString &name) const
    {
        for (const RkeyProvider &entry : model.state.providers) {
            if (entry.name == name)
                return entry;
        }
        return {};
    }

    Inference model;
    WallTime now{seconds(100'000)};
};

struct Row {
    const char *name;
    void (*story)(Driver &);
    RkeySource source;
    bool latched = false;
    const char16_t *server = u"";
};

Error offline()
{
    return {.kind = ErrorKind::Offline};
}

Error refused()
{
    return {.kind = ErrorKind::Rejected, .code = 1200, .detail = u"fetch failed"_s};
}

Error noBackend()
{
    return {.kind = ErrorKind::Rejected, .reason = Reason::PacketBackendOff, .code = 1400};
}

using S = RkeySource;

const Row kRows[] = {
    {"nothing seen", [](Driver &) {}, S::Unknown},
    {"a poll that works is native", [](Driver &d) { d.poll(); }, S::Native},
    {"a poll with a dead key is not", [](Driver &d) { d.poll(4000, 3600); }, S::Unknown},
    {"a fresh link alone does not tell", [](Driver &d) { d.link(LinkVerdict::Fresh); }, S::Unknown},
    {"a fresh link after a good poll is native", [](Driver &d) { d.poll().link(LinkVerdict::Fresh); }, S::Native},
    {"a stale link is the fallback", [](Driver &d) { d.poll().link(LinkVerdict::Stale); }, S::StaleFallback},
    {"a link without a key says nothing", [](Driver &d) { d.poll().link(LinkVerdict::Irrelevant); }, S::Native},
    {"native failed for this picture: remote",
     [](Driver &d) { d.poll().failNative().wait(1).link(LinkVerdict::Fresh); }, S::RemoteServer},
    {"native failed once, works again", [](Driver &d) { d.poll().failNative().wait(60).link(LinkVerdict::Fresh); },
     S::Native},
    {"seven failures do not latch", [](Driver &d) { d.poll().failNative(7); }, S::Native},
    {"eight failures latch", [](Driver &d) { d.poll().failNative(8); }, S::Unknown, true},
    {"a gateway without a latch never latches",
     [](Driver &d) {
         d.poll();
         for (int i = 0; i < 20; ++i)
             d.say(keyfact::NativeFailed{});
     },
     S::Native},
    {"the gateway says it is latched", [](Driver &d) { d.latched(); }, S::Unknown, true},
    {"latched and fresh: remote", [](Driver &d) { d.failNative(8).wait(600).link(LinkVerdict::Fresh); },
     S::RemoteServer, true},
    {"latched, one server failing: the other",
     [](Driver &d) { d.failNative(8).serverFails(first()).link(LinkVerdict::Fresh); }, S::RemoteServer, true,
     u"https://secret-service.bietiaop.com/rkeys"},
    {"an old failure does not name a server",
     [](Driver &d) { d.failNative(8).serverFails(first()).wait(700).link(LinkVerdict::Fresh); }, S::RemoteServer, true},
    {"latched, both failing, stale link",
     [](Driver &d) { d.failNative(8).serverFails(first()).serverFails(second()).link(LinkVerdict::Stale); },
     S::StaleFallback, true},
    {"a good poll does not undo the latch", [](Driver &d) { d.failNative(8).link(LinkVerdict::Stale).poll(); },
     S::StaleFallback, true},
    {"a poll does not end a row of failures", [](Driver &d) { d.failNative(7).poll().failNative(1); }, S::Unknown,
     true},
    {"a poll does not count as a failure", [](Driver &d) { d.failNative(7).pollFails(refused()); }, S::Unknown},
    {"a refused poll takes back what was only asked", [](Driver &d) { d.poll().pollFails(refused()); }, S::Unknown},
    {"a refused poll does not take back what a picture shows",
     [](Driver &d) { d.poll().link(LinkVerdict::Fresh).pollFails(refused()); }, S::Native},
    {"a poll does not take back what a picture shows",
     [](Driver &d) { d.poll().link(LinkVerdict::Stale).wait(600).poll(); }, S::StaleFallback},
    {"a key although every server is off: it restarted",
     [](Driver &d) {
         d.failNative(8)
             .serverDisabled(first())
             .serverDisabled(second())
             .link(LinkVerdict::Stale)
             .wait(60)
             .poll()
             .link(LinkVerdict::Fresh);
     },
     S::Native},
    {"a day later the servers are asked again",
     [](Driver &d) {
         d.failNative(8).serverDisabled(first()).serverDisabled(second()).wait(25 * 3600).link(LinkVerdict::Fresh);
     },
     S::RemoteServer, true},
    {"a new key without a word of the latch ends it",
     [](Driver &d) {
         d.poll().latched().link(LinkVerdict::Fresh, "a").wait(3600);
         d.link(LinkVerdict::Fresh, "b").wait(3).link(LinkVerdict::Fresh, "b");
     },
     S::Native},
    {"a new key with a word of the latch does not",
     [](Driver &d) {
         d.poll().latched().link(LinkVerdict::Fresh, "a").wait(3600);
         d.link(LinkVerdict::Fresh, "b").latched().wait(3).link(LinkVerdict::Fresh, "b");
     },
     S::RemoteServer, true},
    {"remembered trouble: asking does not cure it", [](Driver &d) { d.feed(input::TroubleRemembered{}).poll(); },
     S::Unknown},
    {"remembered trouble after asking", [](Driver &d) { d.poll().feed(input::TroubleRemembered{}); }, S::Unknown},
    {"remembered trouble: a fresh link alone does not tell the way",
     [](Driver &d) { d.feed(input::TroubleRemembered{}).poll().link(LinkVerdict::Fresh, "a"); }, S::Unknown},
    {"remembered trouble: the next key tells it",
     [](Driver &d) {
         d.feed(input::TroubleRemembered{}).poll().link(LinkVerdict::Fresh, "a").wait(3600);
         d.link(LinkVerdict::Fresh, "b").wait(3).link(LinkVerdict::Fresh, "b");
     },
     S::Native},
    {"remembered trouble ends with a restart", [](Driver &d) { d.feed(input::TroubleRemembered{}).restarts().poll(); },
     S::Native},
    {"no source gave a key", [](Driver &d) { d.say(keyfact::FallbackUsed{}); }, S::StaleFallback},
    {"no source gave a key after a good poll", [](Driver &d) { d.poll().say(keyfact::FallbackUsed{}); },
     S::StaleFallback},
    {"recovery is seen in the next picture",
     [](Driver &d) { d.poll().link(LinkVerdict::Stale).link(LinkVerdict::Fresh); }, S::Native},
    {"packet back end off: fresh means remote",
     [](Driver &d) { d.say(keyfact::NativeUnavailable{}).link(LinkVerdict::Fresh); }, S::RemoteServer},
    {"packet back end off, told by the poll", [](Driver &d) { d.pollFails(noBackend()).link(LinkVerdict::Fresh); },
     S::RemoteServer},
    {"packet back end off ends native", [](Driver &d) { d.poll().say(keyfact::NativeUnavailable{}); }, S::Unknown},
    {"packet back end comes up",
     [](Driver &d) { d.say(keyfact::NativeUnavailable{}).say(keyfact::NativeAvailable{}).poll(); }, S::Native},
    {"a lost connection says nothing about keys", [](Driver &d) { d.poll().pollFails(offline()); }, S::Native},
    {"a restart forgets the latch", [](Driver &d) { d.failNative(8).link(LinkVerdict::Stale).restarts(); }, S::Unknown},
    {"a restart in the past, too",
     [](Driver &d) { d.failNative(8).say(keyfact::GatewayStarted{.at = d.now - seconds(1)}); }, S::Unknown},
    {"what the restarted gateway tells counts anew", [](Driver &d) { d.failNative(8).restarts().failNative(7).poll(); },
     S::Native},
};

} // namespace

class TestRkeyInference final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void theListOfProvidersStaysShortAndKeepsTheNativeOne()
    {
        Driver driver;
        driver.failNative();
        for (int i = 0; i < 10 * kMaxProviders; ++i)
            driver.wait(1).serverFails(u"http://keys.example/%1"_s.arg(i));
        QCOMPARE(driver.model.state.providers.size(), kMaxProviders);
        QCOMPARE(driver.provider(u"native"_s).failures, 1);
        QCOMPARE(driver.provider(u"http://keys.example/%1"_s.arg(10 * kMaxProviders - 1)).lastStatus, u"504"_s);
    }

    void infersTheSource_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kRows)); ++i)
            QTest::newRow(kRows[i].name) << i;
    }
    void infersTheSource()
    {
        QFETCH(int, index);
        const Row &row = kRows[index];
        Driver driver;
        row.story(driver);
        QCOMPARE(driver.source(), row.source);
        QCOMPARE(driver.model.state.nativeLatched, row.latched);
        QCOMPARE(driver.model.state.server, QString::fromUtf16(row.server));
    }

    void providersShowTheirLastStatus()
    {
        Driver driver;
        driver.serverFails(first() + u"?token=x"_s)
            .serverFails(first())
            .serverFails(second(), u"getaddrinfo ENOTFOUND h"_s);
        QCOMPARE(driver.provider(first()).failures, 2);
        QCOMPARE(driver.provider(first()).lastStatus, u"504"_s);
        QCOMPARE(driver.provider(second()).lastStatus, u"getaddrinfo ENOTFOUND h"_s);
        QVERIFY(!driver.provider(second()).disabled);
        driver.serverDisabled(second());
        QVERIFY(driver.provider(second()).disabled);
        QCOMPARE(driver.model.state.providers.size(), 2);
    }

    void aFailureWithoutAReasonIsShownAsOne()
    {
        Driver driver;
        driver.say(keyfact::NativeFailed{}).serverFails(first(), QString());
        QCOMPARE(driver.provider(u"native"_s).lastStatus, u"failed"_s);
        QCOMPARE(driver.provider(first()).lastStatus, u"failed"_s);
    }

    void theLatchMarksTheNativeProvider()
    {
        Driver driver;
        driver.failNative(8);
        QVERIFY(driver.provider(u"native"_s).disabled);
        QCOMPARE(driver.provider(u"native"_s).lastStatus, u"no route"_s);
        driver.restarts();
        QVERIFY(!driver.provider(u"native"_s).disabled);
        QCOMPARE(driver.provider(u"native"_s).failures, 0);
    }

    void sourceSinceMovesOnlyWithTheSource()
    {
        Driver driver;
        driver.poll();
        const WallTime since = driver.model.state.sourceSince;
        driver.wait(600).poll();
        QVERIFY(driver.model.state.sourceSince == since);
        driver.wait(1).link(LinkVerdict::Stale);
        QVERIFY(driver.model.state.sourceSince == driver.now);
        QVERIFY(driver.model.state.createdAt == WallTime{});
    }

    void anAskedKeyIsNotTheOneInUse()
    {
        Driver driver;
        driver.poll(100, 3600);
        QVERIFY(driver.model.state.createdAt == WallTime{});
        QVERIFY(driver.model.state.keySeenAt == WallTime{});
        QVERIFY(driver.model.state.askedAt == driver.now);
        QCOMPARE(driver.model.state.askedTtl, milliseconds(seconds(3600)));
        driver.wait(10).link(LinkVerdict::Fresh, "other");
        const WallTime seen = driver.now;
        driver.wait(700).poll().link(LinkVerdict::Fresh, "other");
        QVERIFY(driver.model.state.keySeenAt == seen);
        QVERIFY(driver.model.state.createdAt == WallTime{});
        QCOMPARE(driver.model.state.ttl, milliseconds(0));
        driver.link(LinkVerdict::Fresh, "asked"); // pictures carry the very key that was fetched
        QVERIFY(driver.model.state.createdAt == driver.now - seconds(10));
        QCOMPARE(driver.model.state.ttl, milliseconds(seconds(3600)));
    }

    void whatWasOnlyAskedIsNotProven()
    {
        Driver driver;
        driver.poll();
        QVERIFY(!driver.model.state.proven);
        QCOMPARE(conditionOf(driver.model.state), Condition::Unproven);
        driver.link(LinkVerdict::Fresh, "a");
        QVERIFY(driver.model.state.proven);
        QCOMPARE(conditionOf(driver.model.state), Condition::Working);
        driver.pollFails(refused());
        QCOMPARE(conditionOf(driver.model.state), Condition::Degraded);
        QCOMPARE(driver.model.state.askError->code, 1200);
        driver.poll();
        QCOMPARE(conditionOf(driver.model.state), Condition::Working);
    }

    void judgesLinks_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *name, const QString &url, LinkVerdict verdict) {
            QTest::newRow(name) << url << int(verdict);
        };
        row("fresh", u"https://multimedia.nt.qq.com.cn/download?appid=1407&fileid=f&rkey=k"_s, LinkVerdict::Fresh);
        row("stale", u"https://gchat.qpic.cn/download?appid=1407&fileid=f&rkey=k&spec=0"_s, LinkVerdict::Stale);
        row("stale by its shape alone", u"http://127.0.0.1:5/download?appid=1407&fileid=f&rkey=k&spec=0"_s,
            LinkVerdict::Stale);
        row("stale by its host alone", u"https://gchat.qpic.cn/download?appid=1407&fileid=f&rkey=k"_s,
            LinkVerdict::Stale);
        row("fresh of a simulator", u"http://127.0.0.1:5/download?appid=1407&fileid=f&rkey=k"_s, LinkVerdict::Fresh);
        row("old picture", u"https://gchat.qpic.cn/gchatpic_new/0/0-0-ABC/0"_s, LinkVerdict::Irrelevant);
        row("something else", u"https://example.com/a.png"_s, LinkVerdict::Irrelevant);
        row("not a url", u"%%%"_s, LinkVerdict::Irrelevant);
    }
    void judgesLinks()
    {
        QFETCH(QString, url);
        QFETCH(int, verdict);
        QCOMPARE(int(judgeLink(QUrl(url, QUrl::StrictMode))), verdict);
    }

    void readsKeys()
    {
        const QJsonObject group{
            {u"type"_s, u"group"_s}, {u"rkey"_s, u"&rkey=x"_s}, {u"created_at"_s, 1000}, {u"ttl"_s, u"3600"_s}};
        const QJsonObject direct{
            {u"type"_s, u"private"_s}, {u"rkey"_s, u"&rkey=y"_s}, {u"created_at"_s, 2000}, {u"ttl"_s, 60}};
        const auto read = [](const QJsonArray &keys) {
            const auto decoded = protocol::decodePictureKeys(keys);
            return decoded ? Result<PolledKey>(polledKey(*decoded)) : Result<PolledKey>(fail(decoded.error()));
        };
        const Result<PolledKey> both = read({direct, group});
        ROOKERY_VERIFY_RESULT(both);
        QVERIFY(both->createdAt == WallTime(seconds(1000)));
        QCOMPARE(both->ttl, milliseconds(seconds(3600)));
        QVERIFY(both->names.contains(keyName(QUrl(u"https://h/download?appid=1407&rkey=x"_s))));
        QVERIFY(read({direct})->ttl == seconds(60));
        QVERIFY(!read({}));
        QVERIFY(!read({5, u"x"_s, QJsonObject{{u"rkey"_s, u"k"_s}, {u"created_at"_s, 1e300}, {u"ttl"_s, 1}}}));
        QVERIFY(!protocol::decodePictureKeys(QJsonValue()));
    }
};

} // namespace rookery::rkey

ROOKERY_TEST(tst_rkeyinference, rookery::rkey::TestRkeyInference)
#include "tst_rkeyinference.moc"
