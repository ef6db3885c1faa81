#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job without a display: rookeryctl alone adds a gateway, logs in, sends, proves, watches."""
import collections
import json
import os
import subprocess
import time

from harness import BIN, no_secret_in, play, until

GROUPS = [str(30001 + i) for i in range(20)]


class Ctl:
    def __init__(self, profile, token, gateway="one"):
        self.profile = profile
        name = "ROOKERY_SECRET_" + gateway.upper().replace("-", "_")
        self.environment = dict(os.environ, **{name: token})

    def start(self, *arguments, **options):
        return subprocess.Popen([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments],
                                stdout=subprocess.PIPE, text=True, env=self.environment, **options)

    def run(self, *arguments, expect=0, stdin=""):
        process = self.start(*arguments, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate(stdin, timeout=90)
        assert process.returncode == expect, f"{arguments}: exit {process.returncode}\n{out}\n{err}"
        return [json.loads(line) for line in out.splitlines()]


def of_type(lines, kind):
    return [line for line in lines if line["type"] == kind]


def check_login(ctl, sim, folder):
    png = folder / "code.png"
    login = ctl.start("login", "one", "--qr-png", str(png), "--timeout", "60", stdin=subprocess.DEVNULL)
    lines = []

    def next_line():
        line = json.loads(login.stdout.readline())
        lines.append(line)
        return line

    while next_line()["type"] != "qr":
        pass
    assert "text" not in lines[-1], "the code's text is printed only with --qr-text"
    assert png.stat().st_mode & 0o777 == 0o600
    decoded = subprocess.run(["ZXingReader", "-bytes", png], capture_output=True, text=True).stdout
    assert sim.state()["qr"] == decoded.strip(), "the PNG holds the code that the gateway issued"
    sim.post("/qr/confirm")
    out, _ = login.communicate(timeout=30)
    assert login.returncode == 0
    states = [line["phase"] for line in lines + [json.loads(line) for line in out.splitlines()] if line["type"] == "state"]
    assert states[-1] == "online", states
    assert not png.exists(), "the picture of the code is removed at the end"


def check_broadcast(ctl, sim, folder):
    picture = folder / "picture.png"
    subprocess.run(["convert", "-size", "1000x700", "plasma:", f"png24:{picture}"], check=True)
    targets = ",".join(f"group:{group}" for group in GROUPS)
    dry = ctl.run("broadcast", "--text", "Hello", "--to", targets, "--dry-run")
    assert of_type(dry, "plan")[0]["targets"] == 20
    assert not sim.ledger(), "a dry run sends nothing"
    lines = ctl.run("broadcast", "--text", "Hello", "--image", str(picture), "--to", targets, "--pace", "none")
    deliveries = of_type(lines, "delivery")
    assert collections.Counter(line["state"] for line in deliveries) == {"verified": 20}, deliveries
    per_group = collections.Counter(entry["target"]["id"] if isinstance(entry["target"], dict) else entry["target"]
                                    for entry in sim.ledger())
    assert len(per_group) == 20 and set(per_group.values()) == {1}, per_group
    again = ctl.run("deliveries", str(of_type(lines, "broadcast")[0]["id"]))
    assert len(again) == 20


def check_default_pace(ctl):
    """`--pace default` is the pace of the settings, as the window saves it."""
    def planned(*more):
        targets = ",".join(f"group:{group}" for group in GROUPS)
        return of_type(ctl.run("broadcast", "--text", "Hello", "--to", targets, "--dry-run", *more), "plan")[0]["seconds"]
    before = planned()
    settings = ctl.profile / "settings.json"
    stored = json.loads(settings.read_text())
    assert stored["paceMs"] == 3000, stored
    settings.write_text(json.dumps(stored | {"paceMs": 9000}))
    for slower in (planned(), planned("--pace", "default")):
        assert abs(slower - 3 * before) < 0.1, (slower, before)
    settings.write_text(json.dumps(stored))


def check_refusals(ctl, sim, folder):
    assert ctl.run("nonsense", expect=2) == []
    ctl.run("broadcast", "--text", "x", "--to", "group:abc", expect=2)
    ctl.run("deliveries", "4711", expect=1)
    wrong = Ctl(folder / "wrong", "not-the-token")
    wrong.run("gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin", stdin="not-the-token\n")
    lines = wrong.run("status")
    assert of_type(lines, "account")[0]["phase"] == "rejected", lines


def check_keys(ctl, sim):
    keys = of_type(ctl.run("rkey", "one", "--probe", expect=1), "rkey")[0]
    assert keys["source"] == "native" and not keys["askError"], keys
    assert keys["probe"] == "no-picture", keys  # none was seen in this run: it could not be done
    sim.post("/fault/packet-down", {"on": True})
    begin = time.monotonic()
    refused = of_type(ctl.run("rkey", "one"), "rkey")[0]
    assert refused["askError"] and refused["condition"] == "degraded", refused
    assert time.monotonic() - begin < 20, "a refusal is an answer, and nothing waits for the limit of 30 s"
    sim.post("/fault/packet-down", {"on": False})


def check_watching(ctl, sim):
    follow = ctl.start("logs", "follow", "one", stdin=subprocess.DEVNULL)
    try:
        sim.post("/fault/rkey-504", {"on": True})
        categories = set()

        def sees_fallback():
            line = json.loads(follow.stdout.readline())
            categories.add(line.get("category"))
            return "fallback" in categories

        until("the fallback line", sees_fallback, deadline=30, interval=0)
    finally:
        follow.kill()
        follow.wait()


def check_incidents(ctl):
    """A keyring that is missing all the time is one incident, however many commands were run."""
    missing = [line for line in of_type(ctl.run("incidents"), "incident") if line["title"] == "Keyring unavailable"]
    assert len(missing) == 1 and missing[0]["open"], missing


def check_replaced(profile, sim):
    """Another program answers at the address: the test says which."""
    ctl = Ctl(profile, sim.ready["webuiToken"])
    ctl.run("gateway", "add", "one", "--kind", "llbot", "--url", sim.ready["webui"], "--token-stdin",
            stdin=sim.ready["webuiToken"] + "\n")
    lines = ctl.run("gateway", "test", "one", expect=1)
    assert [(line["kind"], line["as"]) for line in of_type(lines, "detected")] == [("napcat", "panel")], lines


def test(stage):
    folder = stage.folder
    sim = stage.simulator("--kind", "napcat")
    token = sim.ready["webuiToken"]
    ctl = Ctl(folder / "profile", token)
    added = of_type(ctl.run("gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin", stdin=token + "\n"), "gateway")
    assert added[0]["keyringWorks"] is False, "there is no keyring here, and a script reads that from the line"
    assert of_type(ctl.run("gateway", "list"), "gateway")[0]["id"] == "one"
    check_login(ctl, sim, folder)
    check_broadcast(ctl, sim, folder)
    check_default_pace(ctl)
    check_keys(ctl, sim)
    check_watching(ctl, sim)
    check_incidents(ctl)
    check_refusals(ctl, sim, folder)
    check_replaced(folder / "replaced", sim)
    for path in (folder / "profile").rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, f"{path} is not private"
    no_secret_in(folder, sim)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
