#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what counting a large log and viewing it cost, beside ripgrep and lnav in the same run.

usage: bench_logs.py [MiB]      1024 MiB are about eight million lines; CI takes fewer

The log is NapCat's: mostly messages, some of them long, and one line in five hundred that a rule knows. ripgrep counts
the same literals, and each literal alone: the counts must be equal. Both read from the page cache.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ.get("ROOKERY_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build" / "release"))
RUNS = 3
MIB = 1024 * 1024
# rules that a literal decides alone, with the level at which the gateway writes it
KNOWN = {
    "rkey.service-fallback": ("warn", "[Rkey] 服务存在异常, 图片使用FallBack机制"),
    "rkey.all-disabled": ("error", "[Rkey] 所有服务均已禁用"),
    "account.kicked": ("info", "[KickedOffLine] [下线通知] 你的账号在另一台设备登录"),
    "login.qr-expired": ("warn", "二维码已过期"),
    "network.waiting": ("warn", "等待网络连接..."),
    "packet.disabled": ("warn", "[Core] [Packet] 已禁用PacketBackend"),
    "process.restart-asked": ("info", "进程重启请求已发送"),
    "webui.tls": ("info", "[NapCat] [WebUi] 找到SSL证书"),
}
CHAT = ("大家晚上好", "今晚八点有活动吗", "hello there, is anyone around?", "[图片]", "https://example.org/a/b?c=d", "哈哈哈哈哈", "签到",
        "the build is green again", "收到，谢谢", "😀😀")


def block(chance, lines):
    """Lines of one day, in order."""
    made = []
    for number in range(lines):
        clock = f"11-{1 + number * 28 // lines:02} {number % 24:02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
        if number % 500 == 0:
            level, text = KNOWN[chance.choice(list(KNOWN))]
        elif number % 97 == 0:
            level, text = "debug", "[OneBot] [WebSocket Client] 心跳 " + str(number)
        else:
            level, text = "info", f"接收 <- 群聊 [测试群{number % 90}({30000 + number % 90})] [用户{number % 700}({20000 + number % 700})] " \
                + " ".join(chance.choices(CHAT, k=chance.choice((1, 1, 2, 3, 8))))
        made.append(f"{clock} [{level}] TestBot | {text}\n")
    return "".join(made).encode()


def write_log(path, size):
    chance = random.Random(7)
    blocks = [block(chance, 50_000) for _ in range(4)]
    with open(path, "wb") as file:
        while file.tell() < size:
            file.write(blocks[(file.tell() // 1_000_003) % len(blocks)])


def best(command, runs=RUNS, **more):
    """The shortest of some runs, in seconds, and what the last one printed."""
    shortest = None
    for _ in range(runs):
        began = time.monotonic()
        done = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True, **more)
        seconds = time.monotonic() - began
        shortest = seconds if shortest is None else min(shortest, seconds)
    return shortest, done.stdout


def peak_mib(command):
    """The most memory that the program takes while it runs."""
    most = 0
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
                    if line.startswith("VmHWM"):
                        most = max(most, int(line.split()[1]))
            except ProcessLookupError:
                pass
            time.sleep(0.005)
    return most / 1024


# what a view is filtered by: a rare word, an expression that every line must be tried against, and most lines
EXPRESSIONS = ("KickedOff.*登录$", "群聊 .*1[0-9]{3}x", "测试群[0-9]*5.*签到")


def view(log, lines):
    """What a view of the log waits for."""
    program = BUILD / "tests" / "bench_filelog"
    for expression in EXPRESSIONS:
        _, printed = best([program, log, expression], runs=1)
        ours = json.loads(printed)
        print(f"view: first lines {1000 * ours['first']:.0f} ms (goal 150), all {ours['all']:.2f} s, the second time "
              f"{1000 * ours['second']:.0f} ms (goal 100), {ours['index'] / ours['lines']:.2f} bytes a line (goal 1.5)")
        assert ours["lines"] == lines and ours["first"] < 0.5 and ours["index"] / lines < 1.5
        if rg := shutil.which("rg"):
            began = time.monotonic()
            found = subprocess.run([rg, "-c", expression, log], capture_output=True, text=True, check=False)
            theirs = time.monotonic() - began
            assert ours["matches"] == int(found.stdout or 0), (expression, ours["matches"], found.stdout)
            print(f"  filter {expression}: {ours['filter']:.2f} s for {ours['matches']:,} lines, ripgrep {theirs:.2f} s, "
                  f"ratio {ours['filter'] / theirs:.2f} (goal 1.5)")
    print(f"  {peak_mib([program, log, EXPRESSIONS[0]]):.0f} MiB resident at most (goal 100)")


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory(prefix="rookery-logs-") as folder:
        log = pathlib.Path(folder) / "napcat.log"
        write_log(log, size * MIB)
        patterns = pathlib.Path(folder) / "patterns"
        patterns.write_text("".join(f"{text}\n" for _, text in KNOWN.values()))
        with open(log, "rb") as file:  # warms the cache
            while file.read(16 * MIB):
                pass
        ours = [BUILD / "bin" / "rookeryctl", "--json", "logs", "summary", log]
        seconds, printed = best(ours)
        summary = json.loads(printed.splitlines()[-1])
        print(f"{summary['bytes'] / MIB:.0f} MiB, {summary['lines']:,} lines: logs summary {seconds:.2f} s, "
              f"{peak_mib(ours):.0f} MiB resident at most")
        assert summary["lines"] == summary["entries"] and summary["leftOut"] == 0
        if rg := shutil.which("rg"):
            theirs, _ = best([rg, "-c", "-F", "-f", patterns, log])
            print(f"ripgrep counting the same literals {theirs:.2f} s, ratio {seconds / theirs:.2f} (goal 2)")
            assert seconds / theirs < 3, "counting a log takes much longer than ripgrep"
            for rule, (_, text) in KNOWN.items():
                _, count = best([rg, "-c", "-F", text, log], runs=1)
                assert int(count) == summary["rules"][rule], (rule, count, summary["rules"].get(rule))
            print(f"{len(KNOWN)} rules counted alike")
        view(log, summary["lines"])
        if lnav := shutil.which("lnav"):
            filters = [word for _, text in KNOWN.values() for word in ("-c", f":filter-in {text.split(' ')[0].strip('[]')}")]
            slow, _ = best([lnav, "-n", *filters, log], runs=1, env={**os.environ, "HOME": folder, "TERM": "dumb"})
            print(f"lnav filtering them {slow:.2f} s, {slow / seconds:.1f} times as long (goal 8)")


if __name__ == "__main__":
    main()
