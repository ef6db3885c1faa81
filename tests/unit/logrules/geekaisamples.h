// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rulesample.h"

namespace rookery::test {

//! Lines as 3.1.4 to 4.1.1 print them (docs/protocol/geekai.md).
inline constexpr RuleSample kGeekAiSamples[] = {
    {LogLevel::Info, u"Loading config file: config.toml", "process.started"},
    {LogLevel::Info, u"Starting WeChat Bot...", "bot.starting"},
    {LogLevel::Info, u"[QR]", "login.code"},
    {LogLevel::Info, u"请使用微信扫描下面二维码登录", "login.code-follows"},
    {LogLevel::Info, u"扫码成功,请在手机上确认登录", "login.scanned"},
    {LogLevel::Info, u"登录成功", "login.confirmed"},
    {LogLevel::Info, u"微信登录成功！", "login.ok"},
    {LogLevel::Error, u"微信登录失败：login timeout", "login.expired"},
    {LogLevel::Error,
     u"微信登录失败：wechat network error: Get \"https://login.wx.qq.com/jslogin?appid=wx\": dial tcp: timeout",
     "login.failed"},
    {LogLevel::Error, u"微信登录失败：login forbidden: try to login with Desktop Mode", "login.forbidden"},
    {LogLevel::Error, u"微信登录失败：当前登录环境异常，为了你的帐号安全，暂时不能登录web微信。", "login.forbidden"},
    {LogLevel::Error, u"微信登录失败：uuid does not match", "login.failed"},
    {LogLevel::Info, u"http://0.0.0.0:5678", "service.listening"},
    {LogLevel::Info, u"RetCode:0  Selector:0", "session.heartbeat"},
    {LogLevel::Info, u"RetCode:0  Selector:2", "session.heartbeat"},
    {LogLevel::Info, u"RetCode:1101  Selector:0", "session.lost"},
    {LogLevel::Info, u"RetCode:-14  Selector:0", "session.lost"},
    {LogLevel::Info, u"解析到收款信息：{TransId:1 Amount:2 Remark:x}", "money.seen"},
    {LogLevel::Error, u"当前交易 ID 己经存在！", "money.duplicate"},
    {LogLevel::Error, u"交易保存失败: x", "money.lost"},
    {LogLevel::Info, u"Update AppServer's config successfully: {ApiKey:S3}", "config.changed"},
    {LogLevel::Info, u"x Starting WeChat Bot...", ""},
    {LogLevel::Info, u"Receive a message: {\"content\":\"x\"}", "chat.request"},
    {LogLevel::Info, u"{x}", "chat.dump"},
    {LogLevel::Fatal, u"fatal error: runtime: out of memory", "process.out-of-memory"},
    {LogLevel::Fatal, u"panic: x", "process.died"},
    {LogLevel::Info, u"something else", ""},
    {LogLevel::Error, u"napcat.service: Main process exited, code=killed, status=9/KILL", "supervisor.ended"},
    {LogLevel::Error, u"napcat.service: Main process exited, code=exited, status=1/FAILURE", "supervisor.ended"},
    {LogLevel::Error, u"napcat exited with code 137", "supervisor.ended"},
    {LogLevel::Error, u"App [napcat:0] exited with code [1] via signal [SIGINT]", "supervisor.ended"},
    {LogLevel::Error, u"Script /app/x.js had too many unstable restarts (16). Stopped. \"errored\"",
     "supervisor.ended"},
    {LogLevel::Error, u"napcat.service: Failed with result 'oom-kill'.", "supervisor.out-of-memory"},
    {LogLevel::Error, u"napcat.service: A process of this unit has been killed by the OOM killer.",
     "supervisor.out-of-memory"},
    {LogLevel::Warn, u"napcat.service: Scheduled restart job, restart counter is at 5.", "supervisor.restarting"},
    {LogLevel::Fatal, u"Memory cgroup out of memory: Killed process 12 (qq) total-vm:1kB", "process.out-of-memory"},
    {LogLevel::Fatal, u"段错误 (核心已转储)", "process.died"},
    {LogLevel::Fatal, u"qq[123]: segfault at 0 ip 0000 sp 0000 error 4 in libx.so[1+2]", "process.died"},
    {LogLevel::Fatal, u"Received signal 11 SEGV_MAPERR 000000000000", "process.died"},
};

} // namespace rookery::test
