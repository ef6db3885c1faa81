// SPDX-License-Identifier: GPL-3.0-or-later
#include "logrules/masking.h"
#include "logrules/ruleset.h"

#include "support/testcase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace Qt::Literals::StringLiterals;

namespace rookery::logrules {

namespace {

QByteArray ruleFile(const QJsonObject &change)
{
    const QJsonObject words{{u"title"_s, u"t"_s}, {u"meaning"_s, u"m"_s}, {u"since"_s, u"s"_s}, {u"advice"_s, u"a"_s}};
    QJsonObject rule{{u"id"_s, u"x"_s},          {u"category"_s, u"rkey"_s},
                     {u"severity"_s, u"info"_s}, {u"contains"_s, u"needle"_s},
                     {u"en"_s, words},           {u"zh_CN"_s, words}};
    for (auto it = change.begin(); it != change.end(); ++it)
        rule.insert(it.key(), it.value());
    return QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"rules"_s, QJsonArray{rule}}}).toJson();
}

struct Sample {
    LogLevel level;
    const char16_t *text;
    const char *ruleId;
    LogCategory category;
    const char16_t *capture = nullptr; // one that must be among them
};

constexpr LogLevel D = LogLevel::Debug;
constexpr LogLevel I = LogLevel::Info;
constexpr LogLevel W = LogLevel::Warn;
constexpr LogLevel E = LogLevel::Error;
using C = LogCategory;

// docs/protocol/napcat.md: every measured line, and the wordings of older versions
const Sample kSamples[] = {
    {I, u"NapCat Shell App Loading...", "process.loading", C::Restart},
    {I, u"[NapCat] [Core] NapCat.Core Version: 1.0.0-dev", "process.version", C::Restart, u"version=1.0.0-dev"},
    {I, u"[NapCat] [WebUi] WebUi Token: conform-1", "webui.token", C::Login},
    {I, u"[NapCat] [WebUi] WebUi User Panel Url: http://127.0.0.1:16099/webui?token=conform-1", "webui.url", C::Port,
     u"url=http://127.0.0.1:16099/webui"},
    {I, u"[NapCat] [WebUi] 找到SSL证书，将启用HTTPS模式", "webui.tls", C::Port},
    {I, u"[NapCat] [WebUi] Current WebUi is not run.", "webui.not-run", C::Port},
    {I, u"[NapCat] [WebUi] WebUI is disabled by configuration.", "webui.disabled", C::Port},
    {I, u"[NapCat] [WebUi] 检测到默认密码，已自动更新为安全密码", "webui.default-token", C::Login},
    {I, u"[NapCat] [WebUi] 新密码将在QQ登录成功后发送给用户", "webui.default-token", C::Login},
    {I, u"等待网络连接...", "network.waiting", C::Login},
    {I, u"网络已连接", "network.up", C::Login},
    {I, u"没有 -q 指令指定快速登录，将使用二维码登录方式", "login.no-quick", C::Login},
    {I, u"可用于快速登录 of QQ：\n1. 10001 TestBot", "login.quick-list", C::Login},
    {W, u"请扫描下面的二维码，然后在手Q上授权登录：", "login.scan", C::Login},
    {W, u"\n\n▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄\n二维码解码URL: https://txz.qq.com/p?k=abc&f=1600001615\n如果控制台二维码无法扫码",
     "login.scan", C::Login},
    {W, u"二维码已保存到 /opt/cache/qrcode.png", "login.qr-saved", C::Login},
    {E, u"[Core] [Login] Login Error,ErrType:  1  ErrCode: 3", "login.qr-expired", C::Login},
    {E, u"[Core] [Login] Login Error,ErrType:  2  ErrCode: 31", "login.error", C::Login, u"code=31"},
    {E, u"[Core] [Login] Login Error , ErrInfo:  [{\"code\":40,\"msg\":\"登录失败\"}]", "login.error-info", C::Login},
    {E, u"当前账号(10001)已登录,无法重复登录", "login.duplicate", C::Login, u"account=10001"},
    {I, u"正在快速登录  10001", "login.quick", C::Login, u"account=10001"},
    {I, u"正在密码登录  10001", "login.password", C::Login, u"account=10001"},
    {I, u"需要验证码, proofWaterUrl:  https://captcha.example/x", "login.captcha", C::Login},
    {I, u"新设备需要扫码验证, jumpUrl:  https://accounts.example/x", "login.new-device", C::Login},
    {I, u"异常设备需要验证, jumpUrl:  https://accounts.example/x", "login.unusual-device", C::Login},
    {E, u"快速登录失败，错误码: 12", "login.quick-failed", C::Login, u"code=12"},
    {E, u"密码登录失败", "login.password-failed", C::Login},
    {W, u"密码回退需要验证码，请在 WebUi 中继续完成验证", "login.fallback-captcha", C::Login},
    {W, u"密码回退需要新设备验证，请在 WebUi 中继续完成验证", "login.fallback-device", C::Login},
    {I, u"[NapCat] [WebUi] 自动快速登录成功: 10001", "login.quick-done", C::Login, u"account=10001"},
    {I, u"[NapCat] 已通知主进程登录成功", "login.success", C::Login},
    {I, u"[NapCat] [Fork] Worker进程已登录成功，切换到正常重试策略", "login.success", C::Login},
    {I, u"[NapCat] [UtilityProcess] Worker进程已登录成功，切换到正常重试策略", "login.success", C::Login},
    {I, u"[NapCat] [Framework] 二维码已更新, URL: https://txz.qq.com/p?k=abc&f=1", "login.scan", C::Login},
    {I, u"[NapCat] [Framework] 二维码已被扫描，等待确认...", "login.scanned", C::Login},
    {I, u"[AdapterManager] 开始初始化协议适配器...", "port.adapter-start", C::Port},
    {I, u"[Notice] [OneBot11] [network] 配置加载\nHTTP服务: 127.0.0.1:13000, : 已启动\nWebSocket反向服务: x, : 已启动",
     "port.config-loaded", C::Port},
    {I, u"[OneBot] [WebSocket Server] Server Started undefined:undefined", "port.ws-started", C::Port},
    {I, u"[OneBot] [HTTP Server Adapter] Start On 127.0.0.1:13000", "port.http-started", C::Port,
     u"address=127.0.0.1:13000"},
    {I, u"[AdapterManager] OneBot11 适配器初始化完成", "port.adapter-ready", C::Port},
    {E,
     u"[OneBot] [WebSocket Client] 反向WebSocket (ws://127.0.0.1:13009/onebot) 连接错误 Error: connect ECONNREFUSED "
     u"127.0.0.1:13009\n    at TCPConnectWrap",
     "port.reverse-error", C::Port, u"url=ws://127.0.0.1:13009/onebot"},
    {E, u"[OneBot] [WebSocket Client] 在 5 秒后尝试重新连接", "port.reverse-retry", C::Port, u"seconds=5"},
    {E, u"[OneBot] [WebSocket Client] 反向WebSocket (ws://127.0.0.1:13009/onebot) 连接意外关闭", "port.reverse-lost",
     C::Port},
    {I, u"[OneBot] [WebSocket Server] Server Error: listen EADDRINUSE: address already in use 127.0.0.1:13001",
     "port.ws-in-use", C::Port, u"address=127.0.0.1:13001"},
    {E, u"[NapCat] [Error] Unhandled Exception: listen EADDRINUSE: address already in use 127.0.0.1:13000",
     "port.in-use", C::Port, u"address=127.0.0.1:13000"},
    {I, u"[OneBot] [WebSocket Server] Server Closed", "port.ws-closed", C::Port},
    {I, u"[Notice] [OneBot11] 配置变更前:", "port.config-changed", C::Port},
    {I, u"[Notice] [OneBot11] 配置变更后:", "port.config-changed", C::Port},
    {I, u"接收 <- 群聊 [测试群(30001)] [小明(20001)] [图片]", "chat.received", C::None},
    {I, u"接收 <- 私聊 (20001) [图片]", "chat.received", C::None},
    {I, u"发送 -> 群聊 [测试群(30001)] [TestBot(10001)] a", "chat.sent", C::None},
    {I, u"账号状态变更为离线", "account.offline", C::KickOffline},
    {E, u"[KickedOffLine] [下线通知] 你的账号在另一台设备登录，你已被迫下线。", "account.kicked", C::KickOffline,
     u"title=下线通知"},
    {E, u"[PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0x9067_202 timeout=10000ms", "rkey.packet-timeout", C::Rkey,
     u"timeout=10000"},
    {E, u"FetchRkey 失败 [PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0x9067_202 timeout=10000ms",
     "rkey.fetch-failed", C::Rkey},
    {D, u"获取native.rkey失败 [PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0x9067_202 timeout=10000ms",
     "rkey.native-failed", C::Rkey},
    {E, u"FetchRkey 失败 no route", "rkey.fetch-failed", C::Rkey, u"error=no route"},
    {D, u"获取native.rkey失败 no route", "rkey.native-failed", C::Rkey, u"error=no route"},
    {D, u"获取native.rkey失败 Native.FetchRkey 已被禁用", "rkey.native-disabled", C::Rkey},
    {E, u"[Rkey] 异常服务 http://ss.xingzhige.com/music_card/rkey 异常 /  Error: Unexpected status code: 500",
     "rkey.server-failed", C::Rkey, u"status=500"},
    {E, u"[Rkey] 异常服务 https://secret-service.bietiaop.com/rkeys 异常 /  Error: getaddrinfo ENOTFOUND x",
     "rkey.server-failed", C::Rkey, u"error=getaddrinfo ENOTFOUND x"},
    {E, u"[Rkey] 异常服务 https://h/rkeys 异常 /  TypeError: Cannot read properties of undefined (reading 'slice')",
     "rkey.server-failed", C::Rkey, u"url=https://h/rkeys"},
    {E, u"[Rkey] 异常服务 https://rkey.napneko.icu/rkeys 异常 / ", "rkey.server-failed", C::Rkey,
     u"url=https://rkey.napneko.icu/rkeys"},
    {E, u"[Rkey] URL http://ss.xingzhige.com/music_card/rkey 已被禁用，失败次数达到 4 次", "rkey.server-disabled",
     C::Rkey, u"count=4"},
    {E, u"[Rkey] 所有服务均已禁用, 图片使用FallBack机制", "rkey.all-disabled", C::Fallback},
    {E, u"[Rkey] 所有服务均已禁用", "rkey.all-disabled", C::Fallback},
    {D, u"获取remote.rkey失败 获取rkey失败：所有服务URL均已被禁用", "rkey.remote-all-disabled", C::Fallback},
    {D, u"获取remote.rkey失败 Error: 获取rkey失败: Error: Unexpected status code: 504", "rkey.remote-failed", C::Rkey},
    {E, u"[Rkey] Get Rkey https://llob.linyuchen.net/rkey Error ", "rkey.server-failed-old", C::Rkey,
     u"url=https://llob.linyuchen.net/rkey"},
    {E, u"获取rkey失败 Fallback Old Mode", "rkey.old-mode", C::Fallback},
    {E, u"[Rkey] 服务存在异常, 图片使用FallBack机制", "rkey.service-fallback", C::Fallback},
    {E, u"获取rkey失败 timeout", "rkey.get-failed", C::Rkey, u"error=timeout"},
    {I, u"[Core] [Packet] 使用 NativePacketClient 作为后端", "packet.backend", C::Rkey},
    {I, u"[Core] [Packet] [PacketClient] NativePacketClient Hook 初始化成功 platform=linux.x64", "packet.ready",
     C::Rkey, u"platform=linux.x64"},
    {E, u"[Core] [Packet] PacketBackend 不支持当前QQ版本架构：3.2.18-x64，请参照文档", "packet.unsupported", C::Rkey,
     u"version=3.2.18-x64"},
    {E, u"[Core] [Packet] 已禁用PacketBackend，NapCat.Packet将不会加载！", "packet.disabled", C::Rkey},
    {E, u"[Core] [Packet] NativePacketClient 不可用，NapCat.Packet将不会加载！", "packet.unavailable", C::Rkey},
    {E, u"[Core] [Packet] NativePacketClient 初始化失败，PacketBackend 发包能力不可用！", "packet.init-failed",
     C::Rkey},
    {E, u"测试Packet状态异常 Error: x", "packet.test-failed", C::Rkey},
    {W, u"Napi2NativeLoader: 缺失运行时文件: native/x.node", "packet.missing-file", C::Rkey},
    {E, u"packetBackend不可用，请参照文档 https://napneko.github.io/config/advanced 和启动日志检查",
     "packet.action-refused", C::Rkey},
    {E,
     u"发生错误 Error: Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
     u"ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{\n    \"result\": 0,\n    \"errMsg\": "
     u"\"\"\n}\n",
     "send.timeout", C::Timeout},
    {E, u"发生错误 Error: Timeout: NTEvent EventName:NodeIKernelMsgService/sendMsg ListenerName:x EventRet:\n{}\n",
     "send.timeout", C::Timeout},
    {E,
     u"发生错误 Error: EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg "
     u"ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n{\n    \"result\": -1,\n    \"errMsg\": "
     u"\"rich media transfer failed\"\n}\n",
     "send.rich-media", C::RichMedia},
    {E,
     u"发生错误 Error: EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:l "
     u"EventRet:\n{\n    \"result\": 120,\n    \"errMsg\": \"no\"\n}\n",
     "send.refused", C::RiskControl, u"result=120"},
    {E,
     u"发生错误 Error: EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelGroupService/x ListenerName:l "
     u"EventRet:\n{\n    \"result\": 5\n}\n",
     "kernel.refused", C::RiskControl, u"result=5"},
    {E,
     u"发生错误 Error: Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/recallMsg ListenerName:a/b "
     u"EventRet:\n{}\n",
     "kernel.timeout", C::Timeout, u"method=NodeIKernelMsgService/recallMsg"},
    {E, u" ListenerName:NodeIKernelBuddyListener/onBuddyListChange timeout", "kernel.listener-timeout", C::Timeout},
    {E, u"发生错误 Error: PromiseTimer: Operation timed out", "kernel.promise-timeout", C::Timeout},
    {E, u"[PacketClient] sendPacket 超时 cmd=OidbSvcTrpcTcp.0xed3_1 timeout=20000ms", "packet.timeout", C::Timeout,
     u"cmd=OidbSvcTrpcTcp.0xed3_1"},
    {E, u"发生错误 Error: 转发消息超时", "send.forward-timeout", C::Timeout},
    {E, u"发送伪造合并转发消息失败: x", "send.forward-failed", C::RichMedia},
    {E, u"发送合并转发消息失败: x", "send.forward-failed", C::RichMedia},
    {E, u"发生错误 Error: 转发消息不能和普通消息混在一起发送,转发需要保证message只有type为node的元素",
     "send.forward-mixed", C::UnknownEvent},
    {E, u"发生错误 Error: 请指定正确的 group_id 或 user_id", "send.no-target", C::UnknownEvent},
    {E, u"发生错误 Error: 当前群聊发送,请指定 group_id 而不是 user_id", "send.no-target", C::UnknownEvent},
    {E, u"发生错误 Error: 文件处理失败: 识别URL失败, uri= x", "media.unreadable", C::RichMedia},
    {E, u"发生错误 Error: 文件异常，大小为0", "media.empty", C::RichMedia},
    {E, u"发生错误 Error: 文件消息缺少参数", "media.missing", C::RichMedia},
    {E, u"发生错误 Error: ENOENT: no such file or directory, open '/tmp/x'", "media.gone", C::RichMedia,
     u"file=/tmp/x"},
    {E, u"发生错误 Error: 未知的消息类型：foo", "protocol.unknown-segment", C::UnknownEvent, u"type=foo"},
    {E, u"发生错误 Error: 消息体无法解析, 请检查是否发送了不支持的消息类型", "protocol.nothing-to-send",
     C::UnknownEvent},
    {E, u"不支持的API foo_bar", "protocol.unknown-action", C::UnknownEvent, u"action=foo_bar"},
    {E, u"不支持的Api foo_bar", "protocol.unknown-action", C::UnknownEvent, u"action=foo_bar"},
    {E, u"不支持的 API: foo_bar", "protocol.unknown-action", C::UnknownEvent, u"action=foo_bar"},
    {E, u"json解析失败,请检查数据格式", "protocol.bad-json", C::UnknownEvent},
    {E, u"[NapCat] [Error] Unhandled Exception: x is not a function", "process.unhandled", C::UnknownEvent},
    {E, u"[NapCat] [Fork] Worker进程退出，退出码: 9", "process.exited", C::Restart, u"code=9"},
    {W, u"[NapCat] [Fork] Worker进程意外退出 (1/3)，正在尝试重新拉起...", "process.crashed", C::Restart, u"count=1"},
    {E, u"[NapCat] [Fork] Worker进程在 10 秒内异常退出 3 次，主进程退出", "process.gave-up", C::Restart, u"count=3"},
    {I, u"进程重启请求已发送", "process.restart-asked", C::Restart},
    {E, u"重启功能未初始化", "process.restart-impossible", C::Restart},
    {E, u"账号被风控，请稍后再试", "account.risk", C::RiskControl},
    {E, u"发生错误 Error: something", "onebot.error", C::UnknownEvent, u"error=Error: something"},
};

} // namespace

class TestRuleSet final : public TestCase
{
    Q_OBJECT

private Q_SLOTS:
    void recognisesEveryKnownLine_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(kSamples)); ++i)
            QTest::addRow("%d %s", i, kSamples[i].ruleId) << i;
    }
    void recognisesEveryKnownLine()
    {
        QFETCH(int, index);
        const Sample &sample = kSamples[index];
        const QString text = QString::fromUtf16(sample.text);
        const Match match = builtIn().classify(sample.level, text);
        QCOMPARE(match.ruleId, QString::fromLatin1(sample.ruleId));
        QCOMPARE(int(match.category), int(sample.category));
        if (sample.capture) {
            QVERIFY2(match.captures.contains(QString::fromUtf16(sample.capture)),
                     qPrintable(match.captures.join(u"; ")));
        }
        // masking must not hide from the rules what a line is
        QCOMPARE(builtIn().makeLine(sample.level, text).ruleId, match.ruleId);
        // with the nick that files and consoles put in front, it is still the same line
        QCOMPARE(builtIn().classify(sample.level, QString(u"TestBot | "_s + text)).ruleId, match.ruleId);
    }

    void everyRuleHasASample()
    {
        QSet<QString> sampled;
        for (const Sample &sample : kSamples)
            sampled.insert(QString::fromLatin1(sample.ruleId));
        const QList<RuleExplanation> all = builtIn().explanations(u"en"_s);
        const QSet<QString> exempt{u"login.failed"_s};
        for (const RuleExplanation &rule : all)
            QVERIFY2(sampled.contains(rule.ruleId) || exempt.contains(rule.ruleId), qPrintable(rule.ruleId));
        QCOMPARE(builtIn().classify(E, u"登录失败: {\"a\":1}").ruleId, u"login.failed"_s);
    }

    void chatTextNeverLooksLikeAFault()
    {
        const QString spoof = u"接收 <- 群聊 [g(1)] [x(2)] [Rkey] 所有服务均已禁用, 图片使用FallBack机制"_s;
        QCOMPARE(builtIn().classify(I, spoof).ruleId, u"chat.received"_s);
        QCOMPARE(builtIn().classify(I, u"a | b | 发送 -> 私聊 (2) rich media transfer failed").ruleId, u"chat.sent"_s);
    }

    void unknownLinesMatchNothing()
    {
        QVERIFY(builtIn().classify(I, u"hello").isNull());
        QVERIFY(builtIn().classify(E, u"").isNull());
        QVERIFY(RuleSet().classify(E, u"[Rkey] 所有服务均已禁用").isNull());
    }

    void explanationsExistInBothLanguages()
    {
        const QList<RuleExplanation> english = builtIn().explanations(u"en"_s);
        const QList<RuleExplanation> chinese = builtIn().explanations(u"zh_CN"_s);
        QCOMPARE(english.size(), builtIn().size());
        QCOMPARE(chinese.size(), english.size());
        for (qsizetype i = 0; i < english.size(); ++i) {
            QCOMPARE(chinese[i].ruleId, english[i].ruleId);
            const auto isHan = [](QChar c) { return c.script() == QChar::Script_Han; };
            const QString words = chinese[i].meaning;
            QVERIFY2(std::any_of(words.begin(), words.end(), isHan), qPrintable(english[i].ruleId));
            const QString plain = english[i].meaning + english[i].title + english[i].advice;
            QVERIFY2(std::none_of(plain.begin(), plain.end(), isHan), qPrintable(english[i].ruleId));
        }
    }

    void makeLineMasksTextAndCaptures()
    {
        const LogLine line = builtIn().makeLine(I, u"[NapCat] [WebUi] WebUi Token: se-cret"_s);
        QVERIFY(!line.text.contains(u"cret"));
        QCOMPARE(line.ruleId, u"webui.token"_s);
        const LogLine failed = builtIn().makeLine(E, u"[Rkey] 异常服务 https://h/r?token=se-cret 异常 /  Error: x"_s);
        QVERIFY2(!failed.captures.join(u' ').contains(u"cret"), qPrintable(failed.captures.join(u' ')));
    }

    void levelsLimitARule()
    {
        const Result<RuleSet> rules = RuleSet::load(ruleFile({{u"levels"_s, QJsonArray{u"error"_s, u"warn"_s}}}));
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(E, u"a needle").ruleId, u"x"_s);
        QVERIFY(rules->classify(D, u"a needle").isNull());
    }

    void startsWithIsAnchored()
    {
        const Result<RuleSet> rules = RuleSet::load(ruleFile({{u"startsWith"_s, u"a "_s}}));
        ROOKERY_VERIFY_RESULT(rules);
        QCOMPARE(rules->classify(E, u"a needle").ruleId, u"x"_s);
        QVERIFY(rules->classify(E, u"the needle").isNull());
    }

    void refusesBrokenData_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("not json") << QByteArray("{");
        QTest::newRow("format") << QByteArray(R"({"format":2,"rules":[]})");
        QTest::newRow("id") << ruleFile({{u"id"_s, u""_s}});
        QTest::newRow("category") << ruleFile({{u"category"_s, u"weather"_s}});
        QTest::newRow("severity") << ruleFile({{u"severity"_s, u"bad"_s}});
        QTest::newRow("pattern") << ruleFile({{u"pattern"_s, u"(("_s}});
        QTest::newRow("nothing to match") << ruleFile({{u"contains"_s, u""_s}});
        QTest::newRow("level") << ruleFile({{u"levels"_s, QJsonArray{u"loud"_s}}});
        QTest::newRow("no levels") << ruleFile({{u"levels"_s, QJsonArray{}}});
        QTest::newRow("words") << ruleFile({{u"zh_CN"_s, QJsonObject{}}});
    }
    void refusesBrokenData()
    {
        QFETCH(QByteArray, json);
        const Result<RuleSet> rules = RuleSet::load(json);
        QVERIFY(!rules);
        QCOMPARE(rules.error().reason, Reason::BadInput);
        QVERIFY(!rules.error().detail.isEmpty());
    }

    void captureValueFindsByName()
    {
        const QStringList captures{u"url=http://a/b?c=d"_s, u"status=504"_s};
        QCOMPARE(captureValue(captures, u"url"_s), u"http://a/b?c=d"_s);
        QCOMPARE(captureValue(captures, u"status"_s), u"504"_s);
        QVERIFY(captureValue(captures, u"stat"_s).isNull());
    }

private:
    const RuleSet &builtIn()
    {
        if (!m_builtIn) {
            Result<RuleSet> loaded = RuleSet::builtIn(GatewayKind::NapCat);
            if (!loaded)
                qFatal("%s", qPrintable(loaded.error().detail));
            m_builtIn = std::move(*loaded);
        }
        return *m_builtIn;
    }

    std::optional<RuleSet> m_builtIn;
};

} // namespace rookery::logrules

QTEST_GUILESS_MAIN(rookery::logrules::TestRuleSet)
#include "tst_ruleset.moc"
