// SPDX-License-Identifier: GPL-3.0-or-later
#include "napcat/napcatdialect.h"
#include "napcat/rkeylife.h"
#include "support/manualclock.h"
#include "support/testcase.h"

using namespace rookery;
using namespace rookery::sim;
using namespace rookery::sim::napcat;
using namespace Qt::StringLiterals;

//! The life of picture keys, and the exact lines it leaves in the log.
class TestRkeyLife final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void nativeKeysLastTheirTtl();
    void eightFailuresLatchUntilARestart();
    void serversReplaceTheLatchedBackEnd();
    void failingServersAreDisabledAndTheFallbackIsLogged();
    void staleKeysAreDead();
    void recoveryEndsEverything();
    void groupsAndPrivateDiffer();
    void anActionFetchesBesideTheCache();
    void anActionPassesTheLatchBy();

protected:
    void prepare() override;

private:
    struct Bench {
        Faults faults{knownFaults()};
        Ledger ledger;
        LogWriter log;
        GatewayOptions options;
    };
    [[nodiscard]] QStringList lines(const QString &level) const;
    [[nodiscard]] QString keyOf(const QString &url) const { return url.section("rkey="_L1, 1).section(u'&', 0, 0); }

    ManualClock m_clock;
    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<State> m_state;
    std::unique_ptr<RkeyLife> m_rkey;
};

void TestRkeyLife::prepare()
{
    m_rkey.reset();
    m_state.reset();
    m_bench = std::make_unique<Bench>();
    m_state.reset(
        new State{{.clock = m_clock, .options = m_bench->options, .faults = m_bench->faults, .ledger = m_bench->ledger},
                  m_bench->log});
    m_rkey = std::make_unique<RkeyLife>(*m_state);
    m_rkey->setPictureBase(u"http://h"_s);
}

QStringList TestRkeyLife::lines(const QString &level) const
{
    QStringList all;
    for (const QJsonObject &line : m_bench->log.remembered()) {
        if (line["level"_L1].toString() == level)
            all.append(line["message"_L1].toString());
    }
    return all;
}

void TestRkeyLife::nativeKeysLastTheirTtl()
{
    const QString first = m_rkey->pictureUrl(true, u"F"_s);
    QVERIFY(first.startsWith("http://h/download?appid=1407&fileid=F&rkey=CAQ"_L1));
    QVERIFY(m_rkey->isAlive(keyOf(first)));
    QCOMPARE(m_rkey->pictureUrl(true, u"F"_s), first);
    m_clock.advance(seconds(3601));
    QVERIFY(!m_rkey->isAlive(keyOf(first)));
    QVERIFY(m_rkey->pictureUrl(true, u"F"_s) != first);
    QVERIFY(m_bench->log.remembered().isEmpty()); // success is never logged
}

void TestRkeyLife::eightFailuresLatchUntilARestart()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-native-failing"_s, {}));
    m_bench->options.rkeyTtl = seconds(1);
    for (int i = 0; i < 8; ++i) {
        QVERIFY(m_rkey->pictureUrl(true, u"F"_s).contains("rkey=CAQ"_L1)); // a server helps out
        m_clock.advance(seconds(3));
    }
    QCOMPARE(lines(u"error"_s).size(), 8);
    QVERIFY(lines(u"error"_s).constFirst().startsWith(u"FetchRkey 失败 [PacketClient] sendPacket 超时 cmd="_s));
    m_bench->faults.switchOff(u"rkey-native-failing"_s);
    QVERIFY(!m_rkey->pictureUrl(true, u"F"_s).isEmpty());
    QCOMPARE(lines(u"debug"_s).constLast(), u"获取native.rkey失败 Native.FetchRkey 已被禁用"_s);
    QCOMPARE(m_rkey->state()["source"_L1].toString(), u"remote"_s);
    m_rkey->restart();
    QVERIFY(!m_rkey->pictureUrl(true, u"F"_s).isEmpty());
    QCOMPARE(m_rkey->state()["source"_L1].toString(), u"native"_s);
}

void TestRkeyLife::serversReplaceTheLatchedBackEnd()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-native-latched"_s, {}));
    QVERIFY(m_rkey->isAlive(keyOf(m_rkey->pictureUrl(false, u"F"_s))));
    QCOMPARE(m_rkey->state()["source"_L1].toString(), u"remote"_s);
    QVERIFY(!m_rkey->fetchFailure().isEmpty());
}

void TestRkeyLife::failingServersAreDisabledAndTheFallbackIsLogged()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-504"_s, {}));
    for (int i = 0; i < 4; ++i)
        QVERIFY(m_rkey->pictureUrl(true, u"F"_s).endsWith("&spec=0"_L1));
    const QStringList errors = lines(u"error"_s);
    QCOMPARE(errors.size(), 10); // two servers, four failures each, two notices
    QCOMPARE(errors.constFirst(),
             u"[Rkey] 异常服务 http://ss.xingzhige.com/music_card/rkey 异常 /  Error: Unexpected status code: 504"_s);
    QCOMPARE(errors.constLast(), u"[Rkey] URL https://secret-service.bietiaop.com/rkeys 已被禁用，失败次数达到 4 次"_s);
    QVERIFY(m_rkey->pictureUrl(true, u"F"_s).endsWith("&spec=0"_L1));
    QCOMPARE(lines(u"error"_s).constLast(), u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s);
    m_bench->faults.switchOff(u"rkey-504"_s);
    m_bench->options.rkeyTtl = seconds(3600);
    QCOMPARE(m_rkey->state()["serversDisabled"_L1].toArray().size(), 2);
}

void TestRkeyLife::staleKeysAreDead()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-stale"_s, {}));
    const QString url = m_rkey->pictureUrl(true, u"F"_s);
    QVERIFY(url.endsWith("&spec=0"_L1));
    QVERIFY(!m_rkey->isAlive(keyOf(url)));
    m_bench->options.realPictureHosts = true;
    QVERIFY(m_rkey->pictureUrl(true, u"F"_s).startsWith("https://gchat.qpic.cn/download?appid=1407"_L1));
}

void TestRkeyLife::recoveryEndsEverything()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-504"_s, {}));
    for (int i = 0; i < 5; ++i)
        QVERIFY(!m_rkey->pictureUrl(true, u"F"_s).isEmpty());
    m_rkey->recover();
    QVERIFY(!m_bench->faults.isOn(u"rkey-504"_s));
    QVERIFY(m_rkey->isAlive(keyOf(m_rkey->pictureUrl(true, u"F"_s))));
    QCOMPARE(m_rkey->state()["source"_L1].toString(), u"native"_s);
}

void TestRkeyLife::groupsAndPrivateDiffer()
{
    QVERIFY(m_rkey->pictureUrl(false, u"F"_s).contains("appid=1406"_L1));
    const QJsonArray keys = m_rkey->getRkey();
    QCOMPARE(keys.at(0)["type"_L1].toString(), u"private"_s);
    QVERIFY(m_rkey->isAlive(keys.at(1)["rkey"_L1].toString().mid(6)));
    const QJsonArray packets = m_rkey->ncGetRkey();
    QCOMPARE(packets.at(0)["type"_L1].toInt(), 10);
    QCOMPARE(packets.at(1)["ttl"_L1].toString(), u"3600"_s);
    QVERIFY(m_rkey->rkeyServer()["expired_time"_L1].toInteger() > m_state->nowSeconds());
}

void TestRkeyLife::anActionFetchesBesideTheCache()
{
    const QString inUse = keyOf(m_rkey->pictureUrl(true, u"F"_s));
    const qint64 createdAt = m_rkey->state()["createdAt"_L1].toInteger();
    m_clock.advance(seconds(600));
    const QJsonObject fetched = m_rkey->getRkey().at(1).toObject();
    QVERIFY(fetched["rkey"_L1].toString().mid(6) != inUse);
    QCOMPARE(fetched["created_at"_L1].toInteger(), createdAt + 600);
    QVERIFY(m_rkey->ncGetRkey().at(1)["rkey"_L1].toString().mid(6) != inUse);
    QCOMPARE(keyOf(m_rkey->pictureUrl(true, u"F"_s)), inUse);
    QCOMPARE(m_rkey->state()["createdAt"_L1].toInteger(), createdAt);
    const QJsonObject served = m_rkey->rkeyServer();
    QVERIFY(served["group_rkey"_L1].toString().mid(6) != inUse);
    QCOMPARE(m_rkey->rkeyServer(), served); // that one has a cache of its own
}

void TestRkeyLife::anActionPassesTheLatchBy()
{
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-native-failing"_s, {}));
    m_bench->options.rkeyTtl = seconds(1);
    const auto pictures = [this](int count) {
        for (int i = 0; i < count; ++i) {
            static_cast<void>(m_rkey->pictureUrl(true, u"F"_s));
            m_clock.advance(seconds(3));
        }
    };
    pictures(7);
    for (int i = 0; i < 3; ++i)
        QVERIFY(!m_rkey->fetchFailure().isEmpty()); // asked for by name: not counted
    QCOMPARE(m_rkey->state()["nativeFailures"_L1].toInt(), 7);
    m_bench->faults.switchOff(u"rkey-native-failing"_s);
    QCOMPARE(m_rkey->getRkey().size(), 2);
    QCOMPARE(m_rkey->state()["nativeFailures"_L1].toInt(), 7); // nor does it reset
    ROOKERY_VERIFY_RESULT(m_bench->faults.set(u"rkey-native-failing"_s, {}));
    pictures(1);
    m_bench->faults.switchOff(u"rkey-native-failing"_s);
    QCOMPARE(m_rkey->state()["nativeLatched"_L1], QJsonValue(true));
    QVERIFY(m_rkey->fetchFailure().isEmpty());
}

ROOKERY_TEST(tst_rkeylife, TestRkeyLife)
#include "tst_rkeylife.moc"
