#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""WeChat over iLink with the real programs: a login by the code, text and picture to who wrote, a word for who did not,
and a bot that another program takes. The binding stays in the keyring and nowhere else."""
import hashlib
import json
import subprocess

from harness import BIN, no_secret_in, play, until

FRIEND = "20001@im.wechat"
STRANGER = "20009@im.wechat"


class Console:
    def __init__(self, stage):
        self.profile = stage.folder / "profile"

    def start(self, *arguments, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **options)

    def run(self, *arguments, expect):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        assert process.returncode == expect, (arguments, process.returncode, out, err)
        return [json.loads(line) for line in out.splitlines()]

    def broadcast(self, text, picture, to, expect):
        return self.run("broadcast", "--text", text, "--image", str(picture), "--to", to, "--pace", "none", expect=expect)


def of_type(lines, kind):
    return [line for line in lines if line["type"] == kind]


def log_in(console, sim, *steps):
    """Scans the code that the console shows; the digits that the phone shows then are given at once."""
    login = console.start("login", "one", "--timeout", "60", stdin=subprocess.PIPE)
    lines = []
    while not lines or lines[-1]["type"] != "qr":
        lines.append(json.loads(login.stdout.readline()))
    for step in steps:
        step(login)
    sim.post("/qr/confirm")
    out, err = login.communicate(timeout=60)
    assert login.returncode == 0, (out, err)
    return lines + [json.loads(line) for line in out.splitlines()]


def give_digits(sim):
    def step(login):
        sim.post("/fault/verify-code", {"times": 1})
        sim.post("/qr/scan")
        login.stdin.write(sim.state()["verifyCode"] + "\n")
        login.stdin.flush()
        until("the digits are right", lambda: sim.state()["qrState"] == "scanned", 30)
    return step


def test(stage):
    sim = stage.simulator("--kind", "ilink")
    console = Console(stage)
    picture = stage.folder / "picture.png"
    subprocess.run(["convert", "-size", "300x200", "plasma:", f"png24:{picture}"], check=True)

    console.run("gateway", "add", "one", "--kind", "ilink", "--url", sim.ready["webui"], expect=0)
    steps = console.run("gateway", "test", "one", expect=0)
    assert [step["state"] for step in steps] == ["passed"] * 2 + ["skipped"] * 4, steps

    states = of_type(log_in(console, sim, give_digits(sim)), "state")
    assert states[-1]["phase"] == "online", states
    assert sim.state()["account"] == "10001@im.bot"
    print("logged in by the code and the phone's digits", flush=True)

    # picture keys are QQ's: that there are none is said at once, not after the limit of 30 s
    keys = console.start("rkey", "one")
    _, err = keys.communicate(timeout=20)
    assert keys.returncode == 1 and "does not support this call" in err, (keys.returncode, err)

    # nobody has written: there is nobody to send to
    console.broadcast("too early", picture, f"friend:{FRIEND}", 1)
    assert not sim.ledger()

    sim.post("/message", {"from": "20001", "text": "hi", "picture": True})
    lines = console.broadcast("hello", picture, f"friend:{FRIEND},friend:{STRANGER}", 3)  # one is left out
    deliveries = of_type(lines, "delivery")
    assert [line["state"] for line in deliveries] == ["accepted"], lines
    skipped = of_type(lines, "skipped")
    assert len(skipped) == 1 and STRANGER in skipped[0]["target"], lines
    assert "has to write first" in skipped[0]["reason"], skipped
    ledger = sim.ledger()
    assert [entry["target"]["id"] for entry in ledger] == [FRIEND] * 2, ledger
    assert ledger[0]["text"] == "hello", ledger
    assert ledger[1]["pictureSha256"] == [hashlib.sha256(picture.read_bytes()).hexdigest()], ledger
    print("text and picture to who wrote; the stranger is left out: " + skipped[0]["reason"], flush=True)

    sim.post("/message", {"from": "20001", "text": "again"})
    sim.post("/fault/stale-token", {"times": 1})
    refused = of_type(console.broadcast("late", picture, f"friend:{FRIEND}", 3), "delivery")
    assert refused[0]["state"] == "failed" and refused[0]["attempts"] == 1, refused
    assert "has to write first" in refused[0]["reason"], refused
    assert len(sim.ledger()) == 2

    watch = console.start("status", "--watch")
    until("the console asks for news", lambda: sim.state()["polls"] == 1, 60)
    sim.post("/kick")
    said = []
    until("the loss is told", lambda: said.append(watch.stdout.readline()) or "bound by another program" in said[-1], 30)
    watch.terminate()
    watch.communicate(timeout=30)
    asked = [one["api"] for one in sim.state()["requests"]].count("getupdates")
    console.broadcast("lost", picture, f"friend:{FRIEND}", 1)
    assert [one["api"] for one in sim.state()["requests"]].count("getupdates") == asked, "the lost binding was kept"
    assert of_type(log_in(console, sim), "state")[-1]["phase"] == "online"
    print("a bot that another program took is told, and comes back by a scan", flush=True)
    no_secret_in(console.profile, sim)


if __name__ == "__main__":
    play(test, display=False, keyring=True)
