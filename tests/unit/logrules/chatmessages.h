// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "payloadforms.h"

#include "logrules/linesieve.h"

#include <optional>
#include <random>
#include <string>

namespace rookery::test {

//! Lists what people say, and what gateways say: in a message it is only said.
inline constexpr const char *kChatWords[] = {
    "早上好",
    "吃了吗",
    "哈哈哈",
    "ok",
    "?",
    " ",
    "[图片]",
    "[CQ:at,qq=10001]",
    "https://multimedia.nt.qq.com.cn/x?rkey=1",
    "rkey",
    "获取rkey失败",
    "[Rkey] 所有服务均已禁用",
    "超时",
    "发送超时",
    "timeout",
    "Timeout: NTEvent",
    "timed out",
    "rich media transfer failed",
    "[KickedOffLine] [下线通知] x",
    "KickNTEvent: a: b",
    "账号状态变更为离线",
    "下线",
    "发生错误 Error: x",
    "Error: ",
    "EventChecker Failed",
    "风控",
    "二维码已过期",
    "QrCode Expired",
    "login failed",
    "登录失败",
    "Killed",
    "Segmentation fault",
    "Out of memory",
    "napcat.service: Failed with result 'oom-kill'.",
    "exited with code 137",
    "EADDRINUSE",
    "重启",
    "[error]",
    "[E]",
    "fail: ",
    " | ",
    "(10001)",
    ": ",
    "{\"a\":1}",
    "\t",
};

inline std::string chatText(std::mt19937 &random)
{
    std::string text;
    for (unsigned left = 1 + random() % 6; left > 0; --left)
        text += kChatWords[random() % std::size(kChatWords)];
    return text;
}

//! Asks the rules about that many generated messages, in every form of payload of every kind; returns the first to
//! which they give a category.
inline std::optional<std::string> firstAlarm(int messages)
{
    const auto kinds = int(payloadKinds().size());
    std::mt19937 random(11);
    for (const PayloadKind &kind : payloadKinds()) {
        const logrules::LineSieve sieve(logrules::RuleSet::builtIn(kind.kind).value());
        std::vector<std::string> beginnings;
        for (const PayloadForm &form : kind.forms)
            beginnings.push_back(QString::fromUtf16(form.text).section(u'%', 0, 0).toStdString());
        for (int i = 0; i < 1 + messages / kinds; ++i) {
            const std::size_t form = random() % kind.forms.size();
            std::string line = beginnings[form] + chatText(random);
            const int rule = sieve.ruleOf(kind.forms[form].level, line);
            if (rule != logrules::LineSieve::kNone && sieve.category(rule) != LogCategory::None)
                return line;
        }
    }
    return std::nullopt;
}

} // namespace rookery::test
