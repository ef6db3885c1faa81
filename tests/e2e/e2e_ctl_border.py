#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What crosses the border of the programs: names of strangers on a terminal, warnings beside a script's data, a picture
file that is somebody's, a command that nobody typed here, settings that cannot be meant, the program's own log, and a
page in a browser that talks to the simulator."""
import json
import os
import pathlib
import subprocess
import urllib.error
import urllib.request

from harness import BIN, play, until

NASTY = "\u001b]0;OWNED\u0007\u001b[2J\u001b]52;c;cm0gLXJmIH4=\u0007\u202egpj.evil\u009b31m"
KEY = os.environ["ROOKERY_COMMAND_KEY"]


class Console:
    def __init__(self, profile):
        self.profile = profile

    def run(self, *arguments, expect=0, json_mode=False, environment=None, text=""):
        mode = ["--json"] if json_mode else []
        done = subprocess.run([BIN / "rookeryctl", "--profile", self.profile, *mode, *map(str, arguments)], input=text, text=True,
                              capture_output=True, timeout=60, env={**os.environ, **(environment or {})})
        assert done.returncode == expect, (arguments, done)
        return done


def harmless(text):
    bad = [hex(ord(c)) for c in text if (ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200f"]
    assert not bad, (bad, text)


def names_of_strangers(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"gateways": [{"account": "10001", "nickname": NASTY, "name": "n", "loggedIn": True}]}))
    simulator = stage.simulator("--kind", "onebot11", "--scenario", scenario)
    console = Console(stage.folder / "names")
    token = {"ROOKERY_SECRET_ONE_ONEBOT": simulator.ready["onebotToken"]}
    console.run("gateway", "add", "one", "--kind", "onebot11", "--url", simulator.ready["onebotWs"], "--token-stdin",
                text=token["ROOKERY_SECRET_ONE_ONEBOT"] + "\n")
    for arguments in (("status", "--timeout", "20"),
                      ("broadcast", "--text", "x", "--to", "group:30001", "--pace", "none", "--dry-run")):
        for json_mode in (False, True):
            done = console.run(*arguments, json_mode=json_mode, environment=token)
            harmless(done.stdout)
            harmless(done.stderr)
    [account] = [json.loads(line) for line in console.run("status", "--timeout", "20", json_mode=True, environment=token).stdout.splitlines()]
    assert account["nickname"] == NASTY, account  # a script gets what was sent
    print("a name cannot write on the terminal", flush=True)
    for headers in ({"Host": "rebind.example"}, {"Origin": "https://evil.example"}, {"Origin": simulator.control}):
        for path, body in (("/secrets", None), ("/fault/kick", b'{"on":true}')):
            try:
                urllib.request.urlopen(urllib.request.Request(simulator.control + path, data=body, headers=headers), timeout=5)
                raise AssertionError((headers, path))
            except urllib.error.HTTPError as error:
                assert error.code == 403, (headers, error.code)
    assert simulator.state()
    print("the simulator's control answers no page", flush=True)
    precious = stage.folder / "precious.png"
    precious.write_text("precious")
    refused = console.run("login", "one", "--qr-png", precious, expect=1, environment=token)
    assert "precious.png" in refused.stderr and precious.read_text() == "precious", refused
    print("a picture of somebody else is not replaced", flush=True)


def commands(stage):
    console, mark = Console(stage.folder / "commands"), stage.folder / "PWNED"
    console.run("gateway", "add", "svc", "--kind", "probe", "--url", "http://127.0.0.1:9", "--log-command", f"touch {mark}; sleep 60")
    settings = console.profile / "settings.json"

    def ran(environment=None):
        mark.unlink(missing_ok=True)
        watch = subprocess.Popen([BIN / "rookeryctl", "--profile", console.profile, "--json", "status", "--watch"], text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
        try:
            until("the command runs", mark.exists, 3)
        except AssertionError:
            pass
        watch.terminate()
        out, err = watch.communicate(timeout=20)
        for line in out.splitlines():
            json.loads(line)  # data and nothing else, from the first line on
        return mark.exists(), err

    assert ran()[0], "typed in an earlier run, sealed with the key"
    ours = settings.read_text()
    yes, words = ran({"ROOKERY_COMMAND_KEY": "another key of thirty-two and more characters"})
    assert not yes and "was not typed here" in words, words
    assert not ran()[0], "what was left out stays so until it is confirmed"
    settings.write_text(ours)
    assert ran()[0]
    settings.write_text(ours.replace("sleep 60", "sleep 61"))
    yes, words = ran()
    assert not yes and "gateway allow-command svc" in words, words
    console.run("gateway", "list")
    console.run("gateway", "allow-command", "svc")
    assert ran()[0], "confirmed"
    assert KEY not in settings.read_text()
    print("a command runs where it was typed or confirmed, and nowhere else", flush=True)
    entry = json.loads(settings.read_text())
    evil = {**entry["gateways"][0], "logCommand": f"touch {mark}"}
    for gateways in ([evil, entry["gateways"][0]], [entry["gateways"][0], {**evil, "id": "lounge", "kind": "newer"}]):
        given = json.dumps({**entry, "gateways": gateways})
        settings.write_text(given)
        mark.unlink(missing_ok=True)
        refused = console.run("status", "--timeout", "1", expect=1)
        assert "gateways[1]" in refused.stderr and "settings restore" in refused.stderr, refused.stderr
        assert settings.read_text() == given and not mark.exists()
    settings.write_text("")
    refused = console.run("status", "--timeout", "1", expect=1)
    assert "settings.json" in refused.stderr and "settings restore" in refused.stderr, refused.stderr
    aside = console.run("settings", "restore").stdout.strip()
    assert pathlib.Path(aside).read_text() == ""
    listed = console.run("gateway", "list", json_mode=True).stdout
    assert json.loads(listed)["commandLeftOut"], listed  # a copy carries no authority
    assert not ran()[0]
    print("settings that cannot be meant are refused, and the last good ones come back without authority", flush=True)


def own_log(stage):
    profile = stage.folder / "commands"
    watch = subprocess.Popen([BIN / "rookeryctl", "--profile", profile, "status", "--watch"], stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    log = profile / "logs" / "rookery.log"
    try:
        size = log.stat().st_size if log.exists() else 0
        until("the log is written while the program runs", lambda: log.stat().st_size > size, 5)
    finally:
        watch.kill()
        watch.wait()
    print("the own log is in the file before the program ends", flush=True)


def test(stage):
    names_of_strangers(stage)
    commands(stage)
    own_log(stage)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
