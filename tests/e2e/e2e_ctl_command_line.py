#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rookeryctl takes for a command line: help for each command, wrong usage that touches nothing, and words that look
like options or commands but are values."""
import json
import os
import subprocess

from harness import BIN, play, until

COMMANDS = {  # command: options its help must name
    "gateway": [], "gateway add": ["id", "--kind", "--url", "--token-stdin", "--make-token", "--onebot", "--way", "--account", "--folder",
                                   "--program", "--front", "--log-file", "--log-command", "--name", "napcat"],
    "gateway list": [], "gateway test": ["id"], "gateway remove": ["id"], "gateway allow-command": ["id", "ROOKERY_COMMAND_KEY"],
    "gateway detect": ["URL"], "gateway listener": ["--host", "--port", "--cert", "--key"], "gateway dial-ins": ["--timeout"],
    "login": ["id", "--qr-png", "--qr-text", "--timeout"], "status": ["--watch", "--timeout"],
    "broadcast": ["--title", "--text", "--text-file", "--image", "--to", "--to-file", "--via", "--no-merge", "--pace", "--time-limit", "--dry-run", "--watch"],
    "resume": ["broadcast", "--time-limit", "--watch"], "pause": ["broadcast"], "cancel": ["broadcast"], "deliveries": ["broadcast"], "rkey": ["id", "--probe"], "logs": ["scan", "summary", "explain", "follow"],
    "logs scan": ["FILE", "--kind", "--category", "--rules", "--last"], "logs summary": ["FILE", "--kind", "--rules"],
    "logs explain": ["rule", "--kind", "--rules"], "logs follow": ["id", "--category"], "incidents": [], "settings": ["restore"],
    "settings restore": [],
}
WRONG = [
    [], ["nonsense"], ["--nonsense", "incidents"], ["--profile"], ["gateway"], ["gateway", "nonsense"], ["settings"], ["logs"],
    ["logs", "scan"], ["login"], ["login", ""], ["rkey"], ["resume"], ["resume", "x"], ["resume", "0"], ["deliveries"], ["deliveries", "-1"], ["pause"], ["pause", "x"], ["cancel", ""],
    ["status", "--json"], ["status", "--nonsense"], ["status", "--watch=maybe"], ["status", "--timeout"], ["status", "--timeout", "soon"],
    ["incidents", "more"], ["gateway", "list", "more"], ["gateway", "add", "one"], ["gateway", "add", "one", "two", "--kind", "ilink"],
    ["gateway", "add", "one", "--kind", "nonsense"], ["gateway", "add", "one", "--kind", "onebot11", "--way", "nonsense"],
    ["gateway", "add", "one", "--kind", "napcat", "--url", "http://127.0.0.1:1", "--token", "secret"],
    ["gateway", "listener", "--port", "65536"], ["gateway", "listener", "--port", "0x10"],
    ["broadcast"], ["broadcast", "--text", "x"], ["broadcast", "--to", "group:1"], ["broadcast", "--text", "x", "--to", "grp:1"],
    ["broadcast", "--text", "x", "--to", "group:1", "--time-limit", "0"], ["broadcast", "--text", "x", "--to", "group:1", "--pace", "x"],
    ["broadcast", "--text", "x", "--to", "group:1", "friend:2"], ["logs", "scan", "x", "--kind", "nonsense"], ["logs", "scan", "x", "--rules", ""],
    ["logs", "scan", "x", "--last", "0"], ["logs", "summary"], ["logs", "summary", "x", "--kind", "nonsense"], ["logs", "explain"],
]


class Console:
    def __init__(self, profile, environment=None):
        self.profile = profile
        self.environment = {**os.environ, "LANGUAGE": "en", **(environment or {})}

    def run(self, *arguments, expect=0, text=""):
        done = subprocess.run([BIN / "rookeryctl", "--profile", self.profile, *map(str, arguments)], input=text, text=True,
                              capture_output=True, timeout=60, env=self.environment)
        assert done.returncode == expect, (arguments, done)
        return done


def help_and_mistakes(stage):
    console = Console(stage.folder / "untouched")
    for option in ("--help", "-h"):
        shown = console.run(option).stdout
        assert all(f"\n  {command} " in shown for command in COMMANDS if " " not in command), shown
        assert "Exit codes: 0" in shown and "never from arguments" in shown, shown
    for command, words in COMMANDS.items():
        shown = console.run(*command.split(), "--help").stdout
        assert f"Usage: rookeryctl {command} " in shown, shown
        assert all(word in shown for word in words), (command, shown)
        assert max(map(len, shown.splitlines())) <= 120, shown
    assert console.run("--version").stdout.startswith("rookeryctl ")
    assert "--watch" in console.run("status", "nonsense", "--help").stdout
    print("each command explains itself", flush=True)
    for arguments in WRONG:
        plain = console.run(*arguments, expect=2)
        assert plain.stderr.startswith("rookeryctl: ") and not plain.stdout, (arguments, plain)
        lines = console.run("--json", *arguments, expect=2)
        [error] = map(json.loads, lines.stderr.splitlines())
        assert error["type"] == "error" and error["detail"] and not lines.stdout, (arguments, lines)
    harmless = console.run("status", "--\x1b]0;OWNED\x07", expect=2).stderr
    assert "\x1b" not in harmless and "\x07" not in harmless, harmless
    assert not console.profile.exists()
    print(f"{len(WRONG)} mistakes are told and touch nothing", flush=True)


def values_that_look_like_something_else(stage):
    console = Console(stage.folder / "names")
    for name in ("list", "status", "add", "scan"):
        console.run("gateway", "add", name, "--kind=ilink", "--name=", "--name", "--url", "--name", f"the {name}")
    listed = console.run("--json", "gateway", "list").stdout
    assert {(line["id"], line["name"]) for line in map(json.loads, listed.splitlines())} \
        == {(name, f"the {name}") for name in ("list", "status", "add", "scan")}, listed
    console.run("gateway", "remove", "list")
    console.run("gateway", "remove", "--", "status")
    assert len(console.run("gateway", "list").stdout.splitlines()) == 2
    log = stage.folder / "[a,b].log"
    log.write_text("nothing\n")
    for arguments in (("--kind", "napcat", "scan", log), ("scan", log, "--kind", "napcat", log), ("scan", "--kind", "llbot", "--kind=napcat", log)):
        shown = console.run("--json", "logs", *arguments).stdout
        [*files] = [line for line in map(json.loads, shown.splitlines()) if line["type"] == "log-file"]
        assert len(files) == arguments.count(log) and all(line["kind"] == "napcat" for line in files), shown
    log.write_text("11-20 22:42:33 [info] TestBot | 接收 <- a\n" * 3 + "11-20 22:42:34 [error] [Rkey] 所有服务均已禁用\n    at y\n")
    [summary] = map(json.loads, console.run("--json", "logs", "--kind", "napcat", "summary", log).stdout.splitlines())
    assert summary["type"] == "log-summary" and summary["format"] == "napcat" and summary["file"] == str(log), summary
    assert (summary["lines"], summary["entries"], summary["leftOut"]) == (5, 4, 0), summary
    assert summary["rules"] == {"chat.received": 3, "rkey.all-disabled": 1} and summary["levels"] == {"info": 3, "error": 1}, summary
    assert summary["categories"] == {"none": 3, "fallback": 1} and summary["dates"] == "without-year", summary
    for arguments, count in (((), 4), (("--last", "2"), 2), (("--category", "fallback"), 1)):
        lines = [json.loads(line) for line in console.run("--json", "logs", "scan", log, *arguments).stdout.splitlines()]
        assert sum(line["type"] == "log" for line in lines) == count, lines
    explained = console.run("--json", "logs", "explain", "rkey.all-disabled").stdout
    assert all(json.loads(line)["meaning"] and json.loads(line)["advice"] for line in explained.splitlines()), explained
    assert "nonsense" in console.run("logs", "explain", "nonsense", expect=1).stderr
    own_rules(stage, console, log)
    console.run("logs", "summary", log, stage.folder / "none", expect=1)
    console.run("logs", "--category", "rkey", "summary", log, expect=2)
    print("a name may be a command's", flush=True)


def own_rules(stage, console, log):
    rules = stage.folder / "own.json"
    rule = {"id": "user.mine", "category": "rkey", "severity": "info", "levels": ["error"], "colour": "purple",
            "forms": [{"startsWith": ["[Rkey] "]}], "en": {"title": "Mine", "meaning": "A line of mine."}}
    rules.write_text(json.dumps({"format": 2, "rules": [rule]}))
    [summary] = map(json.loads, console.run("--json", "logs", "summary", "--kind", "napcat", log, "--rules", rules).stdout.splitlines())
    assert summary["rules"] == {"chat.received": 3, "user.mine": 1} and summary["categories"] == {"none": 3, "rkey": 1}, summary
    for arguments in ((), ("--last", "4")):
        scanned = console.run("--json", "logs", "scan", log, "--kind", "napcat", "--rules", rules, *arguments).stdout
        assert [line["rule"] for line in map(json.loads, scanned.splitlines()) if line["type"] == "log"] \
            == ["chat.received"] * 3 + ["user.mine"], scanned
    [explained] = map(json.loads, console.run("--json", "logs", "explain", "user.mine", "--rules", rules).stdout.splitlines())
    assert explained["own"] and explained["colour"] == "purple" and explained["meaning"] == "A line of mine.", explained
    assert "your own rule" in console.run("logs", "explain", "user.mine", "--rules", rules).stdout
    console.run("logs", "explain", "user.mine", expect=1)
    rules.write_text(json.dumps({"format": 2, "rules": [{**rule, "id": "rkey.all-disabled"}]}))
    for command in (("scan", log), ("summary", log), ("explain", "user.mine")):
        broken = console.run("--json", "logs", *command, "--rules", rules, expect=1)
        [error] = map(json.loads, broken.stderr.splitlines())
        assert error["detail"].startswith("rkey.all-disabled: ") and not broken.stdout, broken
        console.run("logs", *command, "--rules", stage.folder / "none", expect=1)
    assert not console.run("logs", "summary", log, "--rules", stage.folder, expect=1).stdout


def texts_that_look_like_options(stage):
    sim = stage.simulator("--kind", "onebot11", "--scenario", logged_in(stage))
    console = Console(stage.folder / "texts", {"ROOKERY_SECRET_ONE": sim.ready["onebotToken"]})
    console.run("gateway", "add", "one", "--kind", "onebot11", "--url", sim.ready["onebotWs"], "--token-stdin",
                text=sim.ready["onebotToken"] + "\n")
    for text, words in (("--dry-run", ("--text", "--dry-run")), ("[a,b]", ("--text=[a,b]",)), ("-1=-1", ("--text=-1=-1",)),
                        ("last", ("--text", "first", "--text=last")), ("{} %1 \\n", ("--text", "{} %1 \\n"))):
        console.run("broadcast", *words, "--via=", "--to", "group:30001", "--to=group:30002,group:30001", "--pace", "none")
        until(f"{text} arrives", lambda: sum(json.dumps(text)[1:-1] in json.dumps(entry) for entry in sim.ledger()) == 2)
    print("a text may look like an option", flush=True)


def logged_in(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"gateways": [{"account": "10001", "loggedIn": True}]}))
    return scenario


def test(stage):
    help_and_mistakes(stage)
    values_that_look_like_something_else(stage)
    texts_that_look_like_options(stage)


play(test)
