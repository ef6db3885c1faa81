# SPDX-License-Identifier: GPL-3.0-or-later
"""Words that the window no longer uses. docs/glossary.md has those that took their place."""
import json
import re
import xml.etree.ElementTree as xml

# anywhere in a string that operators read
ANYWHERE = (
    "令牌", "投递", "受理", "卡住", "遮盖", "回退", "换新码", "没有人扫", "撰写", "发送群发", "节奏", "网关处", "核实", "证实", "就绪程度",
    "未结束", "经由", "自定间隔", "无间隔", "定夺", "已完结", "做不到的", "已核对的", "网关说", "那里应答", "锁在外面", "吞掉", "暴露面", "受监视",
    "受监控", "将会怎样", "无法理解", "账号号码", "窗口的记忆", "由我们查看", "休息", "回显", "拨入",
    "your word", "needs a hand", "Needs a hand", "waits for a login", "threw the account", "swallowed", "held up", "Own pause",
    "No pause", "let us look", "It asks for its token", "Switch on at the gateway", "What it cannot do", "Checked with", "Dialling in",
    "dials in", "Turned away", "turned away", "Going on", "put back into", "Somebody pressed", "Sending stopped: resume", "parted by",
    "stands in the list", "lines at hand", "life unknown", "That did not work", "Theme of the system", "the window's memory",
    "settled", "Settled",
)
# as the whole of a string
WHOLE = (
    "原生", "原生通道", "各行", "备份配置", "号码", "隐藏号码", "免扫码：", "或用手机：", "需要准备", "停止全部账号",
    "native", "Lines at hand", "On the way", "Look", "Back up",
)


def translated(text):
    """(source, what operators read) of each message of a .ts file."""
    for message in xml.fromstring(text).iter("message"):
        source = message.findtext("source") or ""
        forms = [node.text or "" for node in message.iter("numerusform")]
        yield source, [source] + (forms or [message.findtext("translation") or ""])


def explained(text):
    """The same of the rules that explain log lines."""
    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                if key in ("title", "meaning", "advice") and isinstance(value, str):
                    yield value, [value]
                else:
                    yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)
    yield from walk(json.loads(text))


def retired_words(tree):
    for name in tree.files:
        if name.startswith("translations/") and name.endswith(".ts"):
            strings = translated(tree.text(name))
        elif name.startswith("resources/rules/") and name.endswith(".json"):
            strings = explained(tree.text(name))
        else:
            continue
        lines = tree.text(name).splitlines()
        for source, texts in strings:
            for text in texts:
                word = next((w for w in ANYWHERE if w in text), text if text in WHOLE else None)
                if word:
                    first = re.escape((source.splitlines() or [""])[0][:30])
                    line = next((i for i, t in enumerate(lines, 1) if re.search(first, t)), 1)
                    yield name, line, f"\"{word}\" is no longer used: {text}"
                    break
