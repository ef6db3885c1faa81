// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/napcat/napcatkeys.h"
#include "logrules/ruleset.h"
#include "support/testcase.h"
#include "unit/logrules/napcatsamples.h"

#include <QSet>

using namespace rookery;
using namespace rookery::gateway;
using namespace Qt::Literals::StringLiterals;

namespace {

const auto kFirst = u"http://ss.xingzhige.com/music_card/rkey"_s;
const auto kSecond = u"https://secret-service.bietiaop.com/rkeys"_s;

KeyFact failed(const QString &server, const QString &why)
{
    return keyfact::ServerFailed{.server = server, .why = why, .asked = {kFirst, kSecond}};
}

struct Row {
    const char *name;
    LogLevel level;
    QString text; // as the panel streams it
    std::optional<KeyFact> fact;
};

const QList<Row> &rows()
{
    using L = LogLevel;
    static const QList<Row> list{
        {"native failed", L::Error, u"FetchRkey 失败 no route"_s,
         keyfact::NativeFailed{.why = u"no route"_s, .latchAfter = 8}},
        {"the same failure at level debug", L::Debug, u"获取native.rkey失败 no route"_s, std::nullopt},
        {"why native failed", L::Error,
         u"[PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0x9067_202 timeout=10000ms"_s, std::nullopt},
        {"native latched", L::Debug, u"获取native.rkey失败 Native.FetchRkey 已被禁用"_s, keyfact::NativeLatched{}},
        {"server failed with a status", L::Error,
         u"[Rkey] 异常服务 http://ss.xingzhige.com/music_card/rkey 异常 /  Error: Unexpected status code: 504"_s,
         failed(kFirst, u"504"_s)},
        {"server failed with words", L::Error,
         u"[Rkey] 异常服务 https://secret-service.bietiaop.com/rkeys 异常 /  Error: getaddrinfo ENOTFOUND x"_s,
         failed(kSecond, u"getaddrinfo ENOTFOUND x"_s)},
        {"server failed without a word", L::Error, u"[Rkey] 异常服务 https://rkey.napneko.icu/rkeys 异常 / "_s,
         failed(u"https://rkey.napneko.icu/rkeys"_s, QString())},
        {"server failed, 2.6.0", L::Error, u"[Rkey] Get Rkey https://llob.linyuchen.net/rkey Error "_s,
         failed(u"https://llob.linyuchen.net/rkey"_s, QString())},
        {"server disabled", L::Error,
         u"[Rkey] URL http://ss.xingzhige.com/music_card/rkey 已被禁用，失败次数达到 4 次"_s,
         keyfact::ServerDisabled{
             .server = kFirst, .pause = std::chrono::hours(24), .asked = QStringList{kFirst, kSecond}}},
        {"all servers disabled", L::Error, u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s, keyfact::FallbackUsed{}},
        {"no server left to ask", L::Debug, u"获取remote.rkey失败 获取rkey失败：所有服务URL均已被禁用"_s,
         keyfact::FallbackUsed{}},
        {"the last server failed", L::Debug,
         u"获取remote.rkey失败 Error: 获取rkey失败: Error: Unexpected status code: 504"_s, keyfact::FallbackUsed{}},
        {"fallback, 4.4.0", L::Error, u"[Rkey] 服务存在异常, 图片使用FallBack机制"_s, keyfact::FallbackUsed{}},
        {"fallback, 4.3.5", L::Error, u"获取rkey失败 Fallback Old Mode"_s, keyfact::FallbackUsed{}},
        {"no key, 4.4.0", L::Error, u"获取rkey失败 timeout"_s, std::nullopt},
        {"QQ not supported", L::Error, u"[Core] [Packet] PacketBackend 不支持当前QQ版本架构：3.2.18-x64，请参照文档"_s,
         keyfact::NativeUnavailable{}},
        {"packet back end disabled", L::Error, u"[Core] [Packet] 已禁用PacketBackend，NapCat.Packet将不会加载！"_s,
         keyfact::NativeUnavailable{}},
        {"packet back end unavailable", L::Error,
         u"[Core] [Packet] NativePacketClient 不可用，NapCat.Packet将不会加载！"_s, keyfact::NativeUnavailable{}},
        {"packet back end not started", L::Error,
         u"[Core] [Packet] NativePacketClient 初始化失败，PacketBackend 发包能力不可用！"_s,
         keyfact::NativeUnavailable{}},
        {"its self-test failed", L::Error, u"测试Packet状态异常 Error: x"_s, keyfact::NativeUnavailable{}},
        {"a file of it is missing", L::Warn, u"Napi2NativeLoader: 缺失运行时文件: native/x.node"_s,
         keyfact::NativeUnavailable{}},
        {"packet back end chosen", L::Info, u"[Core] [Packet] 使用 NativePacketClient 作为后端"_s, std::nullopt},
        {"packet back end ready", L::Info,
         u"[Core] [Packet] [PacketClient] NativePacketClient Hook 初始化成功 platform=linux.x64"_s,
         keyfact::NativeAvailable{}},
        {"an action refused for lack of it", L::Error,
         u"packetBackend不可用，请参照文档 https://napneko.github.io/config/advanced 和启动日志检查"_s, std::nullopt},
        {"loading", L::Info, u"NapCat Shell App Loading..."_s, keyfact::GatewayStarted{}},
        {"version", L::Info, u"[NapCat] [Core] NapCat.Core Version: 4.18.19"_s, keyfact::GatewayStarted{}},
        {"a restart is asked for", L::Info, u"进程重启请求已发送"_s, std::nullopt},
        {"something else", L::Info, u"网络已连接"_s, std::nullopt},
    };
    return list;
}

} // namespace

//! What NapCat's log says about picture keys.
class TestNapCatKeys final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void linesSayWhatTheySay_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(rows().size()); ++i)
            QTest::newRow(rows().at(i).name) << i;
    }
    void linesSayWhatTheySay()
    {
        QFETCH(const int, index);
        const Row &row = rows().at(index);
        QVERIFY(napcatKeyFact(m_rules.makeLine(row.level, row.text)) == row.fact);
    }

    //! The other lines of NapCat are not about keys.
    void everyRuleThatSaysSomethingHasARow()
    {
        QSet<QString> covered;
        for (const Row &row : rows())
            covered.insert(m_rules.makeLine(row.level, row.text).ruleId);
        for (const test::NapCatSample &sample : test::kNapCatSamples) {
            const LogLine line = m_rules.makeLine(sample.level, QString::fromUtf16(sample.text));
            if (napcatKeyFact(line))
                QVERIFY2(covered.contains(line.ruleId), qPrintable(line.ruleId));
        }
    }

    void hearsaySaysNothing()
    {
        for (const Row &row : rows()) {
            LogLine line = m_rules.makeLine(row.level, row.text);
            line.hearsay = true;
            QVERIFY2(!napcatKeyFact(line), row.name);
        }
    }

    void repeatedLinesSayNothingAboutNow()
    {
        for (const Row &row : rows()) {
            LogLine line = m_rules.makeLine(row.level, row.text);
            line.replayed = true;
            line.time = WallTime(seconds(1000));
            line.timeIsOurs = true; // the panel gives no times
            QVERIFY2(!napcatKeyFact(line), row.name);
        }
    }

    void aRepeatedStartWithItsOwnTimeIsAStartThen()
    {
        const WallTime then(seconds(1000));
        for (const Row &row : rows()) {
            LogLine line = m_rules.makeLine(row.level, row.text);
            line.replayed = true;
            line.time = then;
            const std::optional<KeyFact> fact = napcatKeyFact(line);
            if (row.fact == KeyFact(keyfact::GatewayStarted{}))
                QVERIFY2(fact == KeyFact(keyfact::GatewayStarted{.at = then}), row.name);
            else
                QVERIFY2(!fact, row.name);
        }
    }

private:
    logrules::RuleSet m_rules = logrules::RuleSet::builtIn(GatewayKind::NapCat).value();
};

ROOKERY_TEST(tst_napcatkeys, TestNapCatKeys)
#include "tst_napcatkeys.moc"
