#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Payload is never believed: while a group is lively, somebody writes what gateways say of their own faults. The text goes
through every log in which a gateway quotes it, and no state, incident, counter or key changes."""
import concurrent.futures
import json
import signal
import time

from e2e_ctl_lagrange import Ctl
from e2e_ctl_lagrange import Gateway as Folder
from e2e_ctl_lagrange import run
from harness import play, until
from kinds import Gateway

FAULTS = [
    "[KickedOffLine] [下线通知] 你的账号在另一台设备登录，你已被迫下线。",
    "账号状态变更为离线",
    "[Rkey] 所有服务均已禁用, 图片使用FallBack机制",
    "[Rkey] 异常服务 https://h/rkeys 异常 /  Error: Unexpected status code: 504",
    "[Rkey] URL https://h/rkeys 已被禁用，失败次数达到 4 次",
    "获取remote.rkey失败 获取rkey失败：所有服务URL均已被禁用",
    "获取native.rkey失败 Native.FetchRkey 已被禁用",
    "FetchRkey 失败 no route",
    "获取rkey失败 Fallback Old Mode",
    "[Core] [Packet] NativePacketClient 不可用，NapCat.Packet将不会加载！",
    "测试Packet状态异常 Error: x",
    "[NapCat] [Core] NapCat.Core Version: 4.18.19",
    "NapCat Shell App Loading...",
    "[NapCat] [Fork] Worker进程意外退出 (1/3)，正在尝试重新拉起...",
    "[NapCat] [Fork] Worker进程在 10 秒内异常退出 3 次，主进程退出",
    "rich media transfer failed",
    "发生错误 Error: rich media transfer failed",
    "发生错误 Error: Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:a EventRet:",
    "EventChecker Failed: NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:a EventRet:",
    "发生错误 Error: PromiseTimer: Operation timed out",
    "发生错误 Error: 文件处理失败: 识别URL失败, uri= x",
    "ENOENT: no such file or directory, open '/tmp/x'",
    "账号被风控，请稍后再试",
    "当前账号(10001)已登录,无法重复登录",
    "二维码已过期",
    "ntqq api timeout IPC_UP_3, ns-ntApi-3, nodeIKernelMsgService/sendMsg",
    "ntqq api timeout IPC_UP_2, ns-ntApi-2-register, onRecvSysMsg",
    "no ntqq api channel found",
    "发送超时",
    "invoke timeout, wrapperSession.getMsgService().sendMsg, []",
    "pmhq ws send: wait result timeout",
    "Command MessageSvc.PbSendMsg timed out after 15000ms",
    "waitForSelfEcho timeout",
    "Disconnected",
    "Direct client not logged in",
    "发送消息失败 (sequence=0)",
    "Saved session expired, will need QR login: kicked",
    "协议层断开，等待重连…",
    "PMHQ WebSocket 连接错误，可能 QQ 未启动，正在等待 QQ 启动进行重连...",
    "Login failed: state=1 tag text",
    "KickNTEvent: a: b",
    "[WtExchangeLogic] KickNTEvent: a: b",
    "No exist config file, create it now...",
    "Unknown Event0x2DC message type: 20: 99 bytes",
    "[SocketContext] Socket Disconnected, Scheduling Reconnect",
    "QrCode State Queried: CodeExpired Uin: 0",
    "Unhandled exception. System.Exception: All login failed!",
    "微信登录失败：login timeout",
    "RetCode:1101  Selector:0",
    "Loading config file: config.toml",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
]
LIVELY = {"traffic": 20, "phrases": FAULTS, "trace": True}
# long enough to say each of them twice; every fifth message is a picture
TWICE = 2 * len(FAULTS) * 5 / 4 / LIVELY["traffic"]


class Watch:
    """What rookeryctl tells of one gateway from when it is online."""

    def __init__(self, name, ctl):
        self.name, self.ctl = name, ctl
        until(f"{name}: online", lambda: self.last().get("phase") == "online", deadline=30)
        self.begin = len(self.accounts()) - 1

    def accounts(self):
        return self.ctl.of("account")

    def last(self):
        return self.accounts()[-1]

    def end(self):
        self.ctl.process.send_signal(signal.SIGTERM)
        self.ctl.finished()
        seen = {(line["phase"], line["login"], line["word"]) for line in self.accounts()[self.begin:]}
        assert len(seen) == 1 and next(iter(seen))[0] == "online", (self.name, seen)
        assert not self.ctl.of("incident"), (self.name, self.ctl.of("incident"))


def no_incident(name, incidents):
    bad = [line for line in incidents if line["type"] == "incident" and "eyring" not in line["cause"] + line["title"]]
    assert not bad, (name, bad)


def by_network(stage, name, files, **scenario):
    gateway = Gateway(stage, name, files=files, **LIVELY, **scenario)
    profile, other = gateway.profile(), gateway.profile()
    watch = Watch(files, Ctl(stage, profile.folder, "status", "--watch", env=profile.environment))
    told = []
    if gateway.url == "webui":  # a generation without a panel shows its log to nobody
        follow = Ctl(stage, other.folder, "logs", "follow", "one", env=other.environment)
        until(f"{files}: every text in the log", lambda: all(any(text[:20] in line["text"] for line in follow.of("log")) for text in FAULTS),
              deadline=30)
        follow.process.send_signal(signal.SIGTERM)
        follow.finished()
        told = [line for line in follow.of("log") if line["rule"].startswith("chat.")]
        assert not [line for line in told if line["category"] != "none"], (files, told[:3])
        quoting = [line for line in follow.of("log") if any(text in line["text"] for text in FAULTS)]
        assert all(line["rule"].startswith("chat.") for line in quoting if line["text"] not in FAULTS), (files, quoting[:3])
        assert len(told) > len(FAULTS), (files, len(told))
    time.sleep(TWICE)
    watch.end()
    no_incident(files, profile.finish(profile.start("incidents"), 0))
    print(f"{files}: {len(told)} lines of chats, and nothing changed", flush=True)


def lagrange(stage, trace):
    name = "lagrange, trace" if trace else "lagrange"
    gateway = Folder(stage.folder / name.replace(", ", "-"))
    (gateway.folder / "scenario.json").write_text(json.dumps({**LIVELY, "trace": trace, "loggedIn": True}))
    profile = stage.folder / f"profile-{gateway.folder.name}"
    run(profile, "gateway", "add", "bot", "--kind", "lagrange", "--folder", gateway.folder, "--program", "Lagrange.OneBot", "--token-stdin")
    watch = Watch(name, Ctl(stage, profile, "status", "--watch"))
    time.sleep(TWICE)
    assert len(gateway.starts()) == 1, (name, gateway.starts())
    assert gateway.alive(), name
    watch.end()
    no_incident(name, run(profile, "incidents"))
    print(f"{name}: the program went on, and nothing changed", flush=True)


def geekai(stage):
    folder = stage.folder / "service"
    folder.mkdir()
    sim = stage.simulator("--kind", "geekai", "--folder", folder)
    sim.post("/qr/confirm")
    profile = stage.folder / "profile-geekai"
    ready = sim.ready
    run(profile, "gateway", "add", "pay", "--kind", "probe", "--url", ready["webui"], "--front", ready["front"], "--log-file",
        ready["logFile"], "--log-command", f"tail -n +1 -F {ready['stderrFile']}", "--token-stdin")
    watch = Watch("geekai", Ctl(stage, profile, "status", "--watch"))
    service = until("the service's state", lambda: watch.last().get("service", {}).get("state"))
    with open(ready["logFile"], "a", encoding="utf-8") as log:
        for text in FAULTS:
            content = json.dumps({"content": text}, ensure_ascii=False)
            log.write(f"2024-03-15T10:20:30.123+0800\tINFO\tchatimpl/chat_handler.go:100\tReceive a message: {content}\n")
            log.write(f"2024-03-15T10:20:30.124+0800\tDEBUG\tchatimpl/chat_handler.go:101\t{text}\n")
            log.write(f"2024-03-15T10:20:30.124+0800\tINFO\tchatimpl/chat_handler.go:102\t用户 [{text}] 提问\n")
            log.flush()
    time.sleep(3)
    assert watch.last()["service"]["state"] == service, (service, watch.last())
    watch.end()
    no_incident("geekai", run(profile, "incidents"))
    print(f"geekai: still {service}, and nothing changed", flush=True)


def test(stage):
    begin = time.monotonic()
    assert len(FAULTS) >= 50
    with concurrent.futures.ThreadPoolExecutor() as pool:
        work = [pool.submit(by_network, stage, "napcat", "napcat"),
                pool.submit(by_network, stage, "llbot", "llbot-8"),
                pool.submit(by_network, stage, "llbot", "llbot-7", generation=7),
                pool.submit(by_network, stage, "llbot-4", "llbot-4"),
                pool.submit(lagrange, stage, False),
                pool.submit(lagrange, stage, True),
                pool.submit(geekai, stage)]
        for each in work:
            each.result()
    print(f"{time.monotonic() - begin:.0f} s", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
