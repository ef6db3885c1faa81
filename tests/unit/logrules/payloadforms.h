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
    constexpr LogLevel debug = LogLevel::Debug;
    constexpr LogLevel info = LogLevel::Info;
    constexpr LogLevel warn = LogLevel::Warn;
    constexpr LogLevel error = LogLevel::Error;
    static const std::vector<PayloadKind> kinds{
        {"napcat 4",
         GatewayKind::NapCat,
         {{info, u"接收 <- 群聊 [测试群(30001)] [小明(20001)] %1"},
          {info, u"接收 <- 群聊 [%1(30001)] [%1(20001)] a"},
          {info, u"接收 <- 私聊 (20001) %1"},
          {info, u"接收 <- 临时消息 (20001) %1"},
          {info, u"发送 -> 群聊 [测试群(30001)] [TestBot(10001)] %1"},
          {debug, u"收到新消息 RawMessage {\"msgId\":\"7\",\"elements\":[{\"textElement\":{\"content\":\"%2\"}}]}"},
          {debug, u"转化为 OB11Message {\"stringMsg\":{\"raw_message\":\"%2\"},\"arrayMsg\":{}}"},
          {debug, u"[OneBot] [WebSocket Client] 收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"[OneBot] [WebSocket Server] 收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"[OneBot] [Http Server] 收到HTTP请求 /send_msg {\"message\":\"%2\"}"},
          {debug, u"[OneBot] [HTTP Client] 事件上报 {\"raw_message\":\"%2\"}"},
          {debug, u"{\"raw_message\":\"%2\"}"},
          {info, u"[Plugin] [Name] %1"},
          {error, u"[Plugin] [Name] %1"}},
         {{info, u"TestBot | 群 g(30001) 成员 %1 加入"},
          {info, u"群 %1(30001) 成员 [%1](20001) 加入"},
          {info, u"[%1] 加入了群聊"},
          {error, u"[Core] [Group] 群 %1 信息刷新失败"},
          {debug, u"[Core] [Group] %1"},
          {info, u"x | %1"}}},
        {"napcat 1",
         GatewayKind::NapCat,
         {{info, u"接收 <- 群聊 [测试群(30001)] [小明(20001)] %1"},
          {debug, u"收到http请求 /send_group_msg {\"message\":\"%2\"}"},
          {debug, u"收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"ws 消息上报 ws://127.0.0.1/x {\"raw_message\":\"%2\"}"},
          {info, u"ws 消息上报  {\"raw_message\":\"%2\"}"}},
         {{info, u"TestBot(10001) | [%1] 退出群聊"}}},
        {"llbot 3",
         GatewayKind::LLBot,
         {{info, u"ws 消息上报 ws://127.0.0.1:27656/onebot/v11/ws {\"raw_message\":\"%2\",\"nickname\":\"%2\"}"},
          {info, u"ws 消息上报  {\"raw_message\":\"%2\"}"},
          {info, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {info, u"收到正向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {info, u"收到http请求 /send_group_msg {\"message\":\"%2\"}"},
          {info, u"收到新消息 {\"raw_message\":\"%2\"}"},
          {info, u"{\"raw_message\":\"%2\"}"}},
         {{info, u"群 %1 的成员 %1 有变化"}, {info, u"[%1] 加入"}, {info, u"redirectCookies {\"uin\":\"%2\"}"}}},
        {"llbot 4 to 7",
         GatewayKind::LLBot,
         {{info, u"[收-群] 测试群(30001) 小明(20001)：%1"},
          {info, u"[收-私] %1(20001)：%1"},
          {info, u"[发-群] %1(30001)：%1"},
          {info, u"收到反向Websocket消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {info, u"WebSocket 事件上报 ws://127.0.0.1/x {\"raw_message\":\"%2\"}"},
          {info, u"收到http请求 /send_msg {\"message\":\"%2\"}"}},
         {{info, u"群 %1 解散"}, {warn, u"[%1] 加入"}}},
        {"llbot 8",
         GatewayKind::LLBot,
         {{info, u"[收-群] 测试群(30001) 小明(20001)：%1"},
          {info, u"[收-临] %1(20001)：%1"},
          {info, u"[发-私] %1(20001)：%1"},
          {debug, u"收到正向 Websocket 消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"收到反向 Websocket 消息 {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {info, u"收到 HTTP 请求 /send_msg {\"message\":\"%2\"}"},
          {debug, u"HTTP 事件上报 http://127.0.0.1/ {\"raw_message\":\"%2\"}"},
          {debug, u"invoke getMsg {\"x\":\"%2\"}"}},
         {{info, u"群 %1 解散"}, {error, u"[%1] 加入"}, {error, u"群 [%1] 获取失败"}}},
        {"lagrange",
         GatewayKind::Lagrange,
         {{info, u"[MessagingLogic] [MessageChain(30001)(20001)] [Text]: %1"},
          {info, u"[MessagingLogic] [MessageChain(20001)] [Text]: %1"},
          {debug, u"[ForwardWSService] [ForwardWSService] Send: {\"raw_message\":\"%2\"}"},
          {debug, u"[ForwardWSService] Send(a-b): {\"raw_message\":\"%2\"}"},
          {debug, u"[ReverseWSService] [ReverseWSService] Receive: {\"action\":\"send_msg\",\"params\":\"%2\"}"},
          {debug, u"[HttpPostService] {\"raw_message\":\"%2\"}"},
          {debug, u"{\"raw_message\":\"%2\"}"}},
         {{info, u"[MessagingLogic] Group 30001 member [%1] joined"},
          {warn, u"[OperationService] [%1] x"},
          {error, u"[MessagingLogic] [%1] x"},
          {debug, u"[MessagingLogic] %1"}}},
        {"geekai",
         GatewayKind::MonitoredService,
         {{info, u"Receive a message: {\"content\":\"%2\"}"},
          {info, u"[GIN] 2024/03/15 - 10:20:30 | 200 | /api/x?q=%1"},
          {LogLevel::Debug, u"{\"content\":\"%2\"}"},
          {info, u"收到消息: %1"}},
         {{info, u"用户 [%1] 登录"}, {error, u"user %1 x"}}},
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
