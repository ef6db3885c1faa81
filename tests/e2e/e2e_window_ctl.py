#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""rookeryctl beside the running window: it reads what the window knows and steers its broadcasts, as if it owned the
profile; what is not safe there is refused as before. Who talks nonsense to the window's socket does not hold it up."""
import collections
import json
import os
import re
import socket
import subprocess
import time

from harness import BIN, Failed, play, until

TOGGLE = ("push button", "toggle button", "check box")
GROUPS = [f"group:{30001 + i}" for i in range(12)]


class Desk:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        scenario = stage.folder / "scenario.json"
        scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 1000}))
        self.sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
        self.token = self.sim.ready["webuiToken"]
        self.run("gateway", "add", "one", "--url", self.sim.ready["webui"], "--token-stdin", input=self.token + "\n")

    def command(self, *words):
        return [BIN / "rookeryctl", "--profile", self.profile, "--json", *map(str, words)]

    def environment(self):
        return {**os.environ, "LANGUAGE": "en", "ROOKERY_SECRET_ONE": self.token}

    def run(self, *words, expect=0, input=""):
        """The lines that it printed."""
        done = subprocess.run(self.command(*words), capture_output=True, text=True, env=self.environment(), timeout=120, input=input)
        assert done.returncode == expect, (words, done)
        assert self.token not in done.stdout + done.stderr
        self.errors = done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def begin(self, *words):
        return subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                env=self.environment())

    def open(self):
        self.window = self.stage.window("--lang", "en", "--profile", self.profile)
        self.window.wait_rows(self.window.table("Accounts"), lambda rows: any("online" in cell for row in rows for cell in row), deadline=40)
        self.window.press("Broadcast", role=TOGGLE)
        self.window.press("Queue", role=TOGGLE)
        self.broadcasts = self.window.table("Broadcasts")
        self.state = self.broadcasts.column("State")

    def wait_state(self, words):
        """Until the window says this of its one broadcast."""
        return self.window.wait_rows(self.broadcasts, lambda rows: len(rows) == 1 and words in rows[0][self.state], deadline=20)

    def received(self):
        return collections.Counter(entry["target"]["id"] for entry in self.sim.ledger() if entry["text"] == "beside")


def of_type(lines, kind):
    return [line for line in lines if line["type"] == kind]


def reads(desk, owned):
    """What it prints beside the window has the same shape as what it printed as the owner."""
    begin = time.monotonic()
    lines = desk.run("status")
    took = time.monotonic() - begin
    assert [(line["type"], sorted(line)) for line in lines] == [(line["type"], sorted(line)) for line in owned], (lines, owned)
    account, broadcast = of_type(lines, "account")[0], of_type(lines, "broadcast")[0]
    assert (account["phase"], account["word"], account["account"]) == ("online", "online", "10001"), account
    assert broadcast["state"] == "paused" and broadcast["total"] == len(GROUPS), broadcast
    words = subprocess.run(desk.command("status")[:3] + ["status"], capture_output=True, text=True, env=desk.environment(), timeout=60).stdout
    assert words.splitlines()[0].startswith("one  10001  ") and "rookeryctl resume 1" in words, words
    assert len(desk.run("deliveries", 1)) == len(GROUPS)
    desk.run("incidents")
    desk.run("gateway", "list")
    print(f"status beside the window in {took:.1f} s", flush=True)


def is_refused(desk):
    for words in (("rkey", "one"), ("gateway", "test", "one"), ("gateway", "remove", "one"), ("login", "one"),
                  ("broadcast", "--text", "x", "--to", "group:30001")):
        assert desk.run(*words, expect=1) == []
        assert re.search(rf"in use.*rookery, pid {desk.window.process.pid}", desk.errors), desk.errors
    for order in ("pause", "resume", "cancel"):
        desk.run(order, 99, expect=1)
        assert "in use" not in desk.errors, desk.errors
    print("the rest is refused as before", flush=True)


def steers(desk):
    desk.wait_state("paused")
    before = sum(desk.received().values())
    follower = desk.begin("resume", 1, "--watch", "--time-limit", "90")
    desk.wait_state("sending")
    until("messages arrive", lambda: sum(desk.received().values()) > before + 1, deadline=20)
    paused = desk.run("pause", 1)
    assert [line["state"] for line in of_type(paused, "broadcast")] == ["paused"], paused
    desk.wait_state("paused")
    time.sleep(1)  # what was in flight
    held = sum(desk.received().values())
    time.sleep(4)
    assert sum(desk.received().values()) == held, "it went on although it was paused"
    assert follower.poll() is None
    print(f"resumed and paused from outside: {held} of {len(GROUPS)} arrived", flush=True)
    again = desk.run("resume", 1, "--time-limit", "90")
    assert of_type(again, "settled")[0]["verified"] == len(GROUPS), again
    out, errors = follower.communicate(timeout=30)
    assert follower.returncode == 0, (out, errors)
    lines = [json.loads(line) for line in out.splitlines()]
    seen = {line["target"] for line in of_type(lines, "delivery") if line["state"] == "verified"}
    assert len(seen) >= len(GROUPS) - held and of_type(lines, "settled"), lines
    desk.wait_state("done: 12 arrived")
    assert desk.received() == collections.Counter(group.split(":")[1] for group in GROUPS), desk.received()
    print("resumed again: everybody got it once", flush=True)


def nonsense(desk):
    """Strangers of the same user: garbage, too much, silence, and all places taken."""
    path = str(desk.profile / "rookery.sock")

    def connect():
        stranger = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stranger.settimeout(20)
        stranger.connect(path)
        return stranger

    def read_all(stranger):
        received = b""
        try:
            while part := stranger.recv(65536):
                received += part
        except ConnectionError:
            pass
        return received

    garbage = connect()
    garbage.sendall(b"GET / HTTP/1.1\r\n\r\n")
    assert json.loads(read_all(garbage).splitlines()[0])["type"] == "error"
    huge = connect()
    try:
        huge.sendall(b"x" * (8 << 20))
        raise Failed("8 MiB without a line were taken")
    except ConnectionError:
        pass
    silent = [connect() for _ in range(14)]
    begin = time.monotonic()
    desk.run("status")
    print(f"status beside {len(silent)} silent strangers: {time.monotonic() - begin:.1f} s", flush=True)
    for stranger in silent:
        read_all(stranger)
    assert time.monotonic() - begin < 30, "who says nothing stays"
    later = connect()
    later.sendall(b'{"type":"hello","protocol":99,"program":"x","version":"99"}\n')
    answers = [json.loads(line) for line in read_all(later).splitlines()]
    assert [line["type"] for line in answers] == ["hello", "error"] and answers[1]["error"]["reason"] == "other-version-runs", answers
    print("nonsense is turned away", flush=True)


def watches(desk):
    watcher = desk.begin("status", "--watch")
    lines = []

    def next_line():
        lines.append(json.loads(watcher.stdout.readline()))
        return lines[-1]

    assert next_line()["phase"] == "online"
    desk.sim.post("/fault/kick", {"on": True})
    until("the kick", lambda: next_line().get("login") == "kicked", deadline=30, interval=0)
    desk.window.key("ctrl+q")
    desk.window.has_ended(20)
    _, errors = watcher.communicate(timeout=20)
    assert watcher.returncode == 1 and "connection was lost" in errors, (watcher.returncode, errors)
    print("a watcher is told of the kick, and of the window's end", flush=True)


def test(stage):
    desk = Desk(stage)
    # left in the queue: begun, and out of time
    desk.run("broadcast", "--text", "beside", "--to", ",".join(GROUPS), "--pace", "1.5", "--time-limit", "12", expect=1)
    assert 0 < sum(desk.received().values()) < len(GROUPS), desk.received()
    owned = desk.run("status")
    desk.open()
    reads(desk, owned)
    is_refused(desk)
    steers(desk)
    nonsense(desk)
    watches(desk)
    assert of_type(desk.run("status"), "account"), "the profile is free again"


if __name__ == "__main__":
    play(test)
