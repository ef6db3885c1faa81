// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "geekaisamples.h"
#include "lagrangesamples.h"
#include "llbotsamples.h"
#include "napcatsamples.h"

#include "logrules/ruleset.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <functional>
#include <vector>

namespace rookery::test {

using namespace Qt::Literals::StringLiterals;

//! How a gateway writes down what passes through it; %1 stands for the words, %2 for the words as JSON has them.
struct PayloadForm {
    LogLevel level = LogLevel::Info;
    const char16_t *text = nullptr;
};

//! A kind and generation of gateways, with its forms of payload and its own lines in which a name stands.
struct PayloadKind {
    const char *name = nullptr;
    GatewayKind kind = GatewayKind::NapCat;
    std::vector<PayloadForm> forms;
    std::vector<PayloadForm> names;
};

inline const std::vector<PayloadKind> &payloadKinds()
{
    constexpr LogLevel kDebug = LogLevel::Debug;
    constexpr LogLevel kInfo = LogLevel::Info;
    constexpr LogLevel kWarn = LogLevel::Warn;
    constexpr LogLevel kError = LogLevel::Error;
    static const std::vector<PayloadKind> kinds{
        {"napcat 4",
         GatewayKind::NapCat,
         {{kInfo, u"接收 <- 群聊 [测试群(30001)] [小明(20001)] %1"},
          {kInfo, u"接收 <- 群聊 [%1(30001)] [%1(20001)] a"},
          {kInfo, u"接收 <- 私聊 (20001) %1"},
          {kInfo, u"接收 <- 临时消息 (20001) %1"},
          {kInfo, u"发送 -> 群聊 [测试群(30001)] [TestBot(10001)] %1"},
          {kDebug, u"收到新消息 RawMessage {\"msgId\":\"7\",\"elements\":[{\"textElement\":{\"content\":\"%2\"}}]}"},
          {kDebug, u"转化为 OB11Message {\"stringMsg\":{\"raw_message\":\"%2\"},\"arrayMsg\":{}}"},
          {kDebug, u"[OneBot] [WebSocket Client] 收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"[OneBot] [WebSocket Server] 收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"[OneBot] [Http Server] 收到HTTP请求 /send_msg {\"message\":\"%2\"}"},
          {kDebug, u"[OneBot] [HTTP Client] 事件上报 {\"raw_message\":\"%2\"}"},
          {kDebug, u"{\"raw_message\":\"%2\"}"},
          {kInfo, u"[Plugin] [Name] %1"},
          {kError, u"[Plugin] [Name] %1"}},
         {{kInfo, u"TestBot | 群 g(30001) 成员 %1 加入"},
          {kInfo, u"群 %1(30001) 成员 [%1](20001) 加入"},
          {kInfo, u"[%1] 加入了群聊"},
          {kError, u"[Core] [Group] 群 %1 信息刷新失败"},
          {kDebug, u"[Core] [Group] %1"},
          {kInfo, u"x | %1"}}},
        {"napcat 1",
         GatewayKind::NapCat,
         {{kInfo, u"接收 <- 群聊 [测试群(30001)] [小明(20001)] %1"},
          {kDebug, u"收到http请求 /send_group_msg {\"message\":\"%2\"}"},
          {kDebug, u"收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"ws 消息上报 ws://127.0.0.1/x {\"raw_message\":\"%2\"}"},
          {kInfo, u"ws 消息上报  {\"raw_message\":\"%2\"}"}},
         {{kInfo, u"TestBot(10001) | [%1] 退出群聊"}}},
        {"llbot 3",
         GatewayKind::LLBot,
         {{kInfo, u"ws 消息上报 ws://127.0.0.1:27656/onebot/v11/ws {\"raw_message\":\"%2\",\"nickname\":\"%2\"}"},
          {kInfo, u"ws 消息上报  {\"raw_message\":\"%2\"}"},
          {kInfo, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kInfo, u"收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kInfo, u"收到http请求 /send_group_msg {\"message\":\"%2\"}"},
          {kInfo, u"收到新消息 {\"raw_message\":\"%2\"}"},
          {kInfo, u"{\"raw_message\":\"%2\"}"}},
         {{kInfo, u"群 %1 的成员 %1 有变化"}, {kInfo, u"[%1] 加入"}, {kInfo, u"redirectCookies {\"uin\":\"%2\"}"}}},
        {"llbot 4 to 7",
         GatewayKind::LLBot,
         {{kInfo, u"[收-群] 测试群(30001) 小明(20001)：%1"},
          {kInfo, u"[收-私] %1(20001)：%1"},
          {kInfo, u"[发-群] %1(30001)：%1"},
          {kInfo, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kInfo, u"WebSocket 事件上报 ws://127.0.0.1/x {\"raw_message\":\"%2\"}"},
          {kInfo, u"收到http请求 /send_msg {\"message\":\"%2\"}"}},
         {{kInfo, u"群 %1 解散"}, {kWarn, u"[%1] 加入"}}},
        {"llbot 8",
         GatewayKind::LLBot,
         {{kInfo, u"[收-群] 测试群(30001) 小明(20001)：%1"},
          {kInfo, u"[收-临] %1(20001)：%1"},
          {kInfo, u"[发-私] %1(20001)：%1"},
          {kDebug, u"收到正向 Websocket 消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"收到反向 Websocket 消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kInfo, u"收到 HTTP 请求 /send_msg {\"message\":\"%2\"}"},
          {kDebug, u"HTTP 事件上报 http://127.0.0.1/ {\"raw_message\":\"%2\"}"},
          {kDebug, u"invoke getMsg {\"x\":\"%2\"}"}},
         {{kInfo, u"群 %1 解散"}, {kError, u"[%1] 加入"}, {kError, u"群 [%1] 获取失败"}}},
        {"lagrange",
         GatewayKind::Lagrange,
         {{kInfo, u"[MessagingLogic] [MessageChain(30001)(20001)] [Text]: %1"},
          {kInfo, u"[MessagingLogic] [MessageChain(20001)] [Text]: %1"},
          {kDebug, u"[ForwardWSService] [ForwardWSService] Send: {\"raw_message\":\"%2\"}"},
          {kDebug, u"[ForwardWSService] Send(a-b): {\"raw_message\":\"%2\"}"},
          {kDebug, u"[ReverseWSService] [ReverseWSService] Receive: {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {kDebug, u"[HttpPostService] {\"raw_message\":\"%2\"}"},
          {kDebug, u"{\"raw_message\":\"%2\"}"}},
         {{kInfo, u"[MessagingLogic] Group 30001 member [%1] joined"},
          {kWarn, u"[OperationService] [%1] x"},
          {kError, u"[MessagingLogic] [%1] x"},
          {kDebug, u"[MessagingLogic] %1"}}},
        {"geekai",
         GatewayKind::MonitoredService,
         {{kInfo, u"Receive a message: {\"content\":\"%2\"}"},
          {kInfo, u"[GIN] 2024/03/15 - 10:20:30 | 200 | /api/x?q=%1"},
          {LogLevel::Debug, u"{\"content\":\"%2\"}"},
          {kInfo, u"收到消息: %1"}},
         {{kInfo, u"用户 [%1] 登录"}, {kError, u"user %1 x"}}},
    };
    return kinds;
}

//! The form with `words` in it.
inline QString quoted(const PayloadForm &form, const QString &words)
{
    QString json = QString::fromUtf8(QJsonDocument(QJsonArray{words}).toJson(QJsonDocument::Compact));
    json = json.sliced(2, json.size() - 4);
    return QString::fromUtf16(form.text).replace(u"%1"_s, words).replace(u"%2"_s, json);
}

//! The samples of that kind that a rule takes which may change something.
inline QStringList drivingSamples(GatewayKind kind, const logrules::RuleSet &rules)
{
    QStringList texts;
    const auto add = [&](LogLevel level, const char16_t *text) {
        const LogLine line = rules.makeLine(level, QString::fromUtf16(text));
        if (line.category != LogCategory::None || rules.severity(line.ruleId) != Severity::Info)
            texts.append(QString::fromUtf16(text));
    };
    const auto addAll = [&add](const auto &samples) {
        for (const auto &sample : samples)
            add(sample.level, sample.text);
    };
    switch (kind) {
    case GatewayKind::NapCat:
        addAll(kNapCatSamples);
        break;
    case GatewayKind::LLBot:
        addAll(kLLBotSamples);
        break;
    case GatewayKind::Lagrange:
        addAll(kLagrangeSamples);
        break;
    case GatewayKind::MonitoredService:
        addAll(kGeekAiSamples);
        break;
    case GatewayKind::OneBot11:
    case GatewayKind::Milky:
    case GatewayKind::ILink:
        break;
    }
    return texts;
}

//! Calls `use` with every such sample in every form, alone and within a sentence, at the level of the form.
inline void everyQuotation(const PayloadKind &of, const logrules::RuleSet &rules,
                           const std::function<void(LogLevel, const QString &)> &use)
{
    const QStringList samples = drivingSamples(of.kind, rules);
    for (const std::vector<PayloadForm> *forms : {&of.forms, &of.names}) {
        for (const PayloadForm &form : *forms) {
            for (const QString &sample : samples) {
                use(form.level, quoted(form, sample));
                use(form.level, quoted(form, u"\n%1\n"_s.arg(sample)));
                use(form.level, quoted(form, u"看 %1 !"_s.arg(sample)));
            }
        }
    }
}

} // namespace rookery::test
