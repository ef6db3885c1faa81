#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 in the middle of a broadcast: nothing lost, nothing sent twice without the operator's word.

At each named point between claim, write, reply and commit, then at random moments, then at random moments while answers
are dropped, late, doubled or contradict what arrived. ROOKERY_KILL_SEED repeats a run, ROOKERY_KILL_ROUNDS,
ROOKERY_KILL_CAMPAIGN and ROOKERY_KILL_TARGETS change its size. The simulator's ledger is the truth, the database is what
we believe.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import time

from harness import BIN, BUILD, Failed, play, until

GROUPS = [str(30001 + i) for i in range(20)]
POINTS = ["claimed", "written", "replied", "committed"]
LIVE = {"queued", "waiting", "sending", "accepted"}
# What a gateway may do to a send beside losing the program that asked for it. A message that arrived has its echo within
# the few seconds that a repetition waits for one; the others may end unknown, and none may be sent twice.
LIES = [("drop-reply", 0), ("delay-reply", 700), ("duplicate-reply", 0), ("send-timeout-lost", 300),
        ("send-timeout-delivered", 300), ("answer-refused", 0), ("answer-refused", 1500), ("answer-offline", 0),
        ("answer-offline", 1500), ("answer-unlisted", 0), ("answer-unlisted", 2500), ("echo-late", 2500), ("echo-twice", 0),
        ("send-silently-lost", 0)]


class Round:
    def __init__(self, stage, sim, profile, text, groups=GROUPS):
        self.stage, self.sim, self.profile, self.text, self.groups = stage, sim, profile, text, sorted(groups)
        self.environment = {"ROOKERY_SECRET_ONE": sim.ready["webuiToken"]}
        self.id = None

    def command(self, *arguments):
        return [BUILD / "tests" / "rookeryctl_failpoints", "--profile", self.profile, "--json", *arguments]

    def begin(self, environment=None):
        """Starts the broadcast; gives the process once the queue is committed."""
        targets = ",".join(f"group:{group}" for group in self.groups)
        process = subprocess.Popen(self.command("broadcast", "--text", self.text, "--to", targets, "--pace", "none"),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env={**os.environ, **self.environment, **(environment or {})})
        self.stage.closing.append(process.kill)
        for line in process.stdout:
            entry = json.loads(line)
            if entry["type"] == "broadcast":
                self.id = entry["id"]
                return process
        raise Failed(f"never queued: {process.communicate()[1]}")

    def received(self):
        """group -> how often a group really got this text"""
        return collections.Counter(str(entry["target"]["id"]) for entry in self.sim.ledger() if self.text in entry["text"])

    def calm(self):
        """What had left when the program died may still be on its way through the simulator."""
        seen, since = self.received(), time.monotonic()
        while time.monotonic() - since < 0.5:
            time.sleep(0.05)
            now = self.received()
            if now != seen:
                seen, since = now, time.monotonic()
        return seen

    def database(self, query, *values):
        path = next(pathlib.Path(self.profile).glob("*.db"), None) or next(pathlib.Path(self.profile).glob("*.sqlite"))
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return connection.execute(query, values).fetchall()

    def believed(self):
        return dict(self.database("SELECT chat_id, state FROM deliveries WHERE broadcast_id = ?", self.id))

    def compare(self, when):
        believed, received = self.believed(), self.received()
        assert sorted(believed) == self.groups, f"{when}: lost rows: {sorted(believed)}"
        for group, state in believed.items():
            count = received[group]
            assert count <= 1, f"{when}: {group} got it {count} times"
            if state == "verified":
                assert count == 1, f"{when}: {group} is called verified and got nothing"
            if state in ("queued", "waiting"):
                assert count == 0, f"{when}: {group} got it and would get it again"
        return believed, received

    def comes_back_paused(self):
        """Opening the profile sends nothing by itself."""
        before = self.received()
        subprocess.run(self.command("status", "--timeout", "3"), env={**os.environ, **self.environment},
                       stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        (state, interrupted), = self.database("SELECT state, interrupted FROM broadcasts WHERE id = ?", self.id)
        states = set(self.believed().values())
        if states & LIVE:
            assert (state, interrupted) == ("paused", 1), f"came back {state}, interrupted {interrupted}, rows {states}"
        assert self.received() == before, "it went on by itself"

    def resume(self, unknown=1):
        answer = subprocess.run(self.command("resume", str(self.id)), env={**os.environ, **self.environment},
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=400)
        assert answer.returncode in (0, 3), f"resume: exit {answer.returncode}\n{answer.stdout[-2000:]}{answer.stderr}"
        believed, received = self.compare("after resume")
        counts = collections.Counter(believed.values())
        assert not LIVE & set(counts), f"not settled: {counts}"
        assert counts["unknown"] <= unknown, f"only what was in flight or lied about can be unknown: {counts}"
        assert counts["verified"] + counts["unknown"] == len(self.groups), counts
        return counts


def log_in(stage, sim, profile):
    environment = {**os.environ, "ROOKERY_SECRET_ONE": sim.ready["webuiToken"]}
    add = stage.run("rookeryctl", "--profile", profile, "gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin",
                    input=sim.ready["webuiToken"] + "\n")
    assert add.returncode == 0, add.stderr
    login = subprocess.Popen([BIN / "rookeryctl", "--profile", profile, "--json", "login", "one", "--timeout", "60"],
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, env=environment)
    stage.closing.append(login.kill)
    until("a code", lambda: json.loads(login.stdout.readline())["type"] == "qr", interval=0)
    sim.post("/qr/confirm")
    login.communicate(timeout=60)
    assert login.returncode == 0


def test(stage):
    seed = int(os.environ.get("ROOKERY_KILL_SEED") or time.time_ns() % 1_000_000)
    rounds = int(os.environ.get("ROOKERY_KILL_ROUNDS") or 12)
    print(f"ROOKERY_KILL_SEED={seed} repeats the random moments", flush=True)
    dice = random.Random(seed)
    sim = stage.simulator("--kind", "napcat")
    profile = stage.folder / "profile"
    log_in(stage, sim, profile)

    for point in POINTS:
        one = Round(stage, sim, profile, f"killed when {point}")
        # not the very first send: that may come before the word that the broadcast is queued
        process = one.begin({"ROOKERY_FAIL_AT": f"{point}:4"})
        process.communicate(timeout=60)
        assert process.returncode == -9, f"{point}: ended with {process.returncode}"
        one.calm()
        _, received = one.compare(point)
        one.comes_back_paused()
        print(f"{point}: {sum(received.values())} had arrived; then {dict(one.resume())}", flush=True)

    # How long a whole broadcast takes on this machine sets the range of the moments.
    whole = Round(stage, sim, profile, "not killed")
    process = whole.begin()
    start = time.monotonic()
    process.communicate(timeout=120)
    span = time.monotonic() - start
    assert process.returncode == 0 and whole.compare("not killed")[1].total() == len(GROUPS)

    # Side by side: both mostly wait.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        lying = pool.submit(campaign, stage, random.Random(seed + 1))
        moments(stage, dice, sim, profile, rounds, span)
        lying.result()


def moments(stage, dice, sim, profile, rounds, span):
    for number in range(rounds):
        one = Round(stage, sim, profile, f"moment {number:02}")
        process = one.begin()
        moment = dice.uniform(0, span)
        time.sleep(moment)
        process.kill()
        process.communicate()
        one.calm()
        _, received = one.compare(f"killed after {moment:.3f} s")
        one.comes_back_paused()
        counts = one.resume() if LIVE & set(one.believed().values()) else collections.Counter(one.believed().values())
        print(f"moment {number:2} at {moment:.3f} s: {sum(received.values())} had arrived; then {dict(counts)}", flush=True)


def campaign(stage, dice):
    """kill -9 while the answers lie."""
    rounds = int(os.environ.get("ROOKERY_KILL_CAMPAIGN") or 4)
    groups = [str(30001 + i) for i in range(int(os.environ.get("ROOKERY_KILL_TARGETS") or 40))]
    scenario = stage.folder / "campaign.json"
    scenario.write_text(json.dumps({"gateways": [{"account": "10001", "groups": len(groups), "loginRate": 1000}]}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    profile = stage.folder / "campaign"
    log_in(stage, sim, profile)
    total = collections.Counter()
    for number in range(rounds):
        one = Round(stage, sim, profile, f"campaign {number:02}", groups)
        lies = dice.sample(LIES, 5)
        lied = 0
        for name, delay in lies:
            times = dice.randint(1, 2)
            lied += times
            sim.post(f"/fault/{name}", {"on": True, "times": times, "delayMs": delay})
        process = one.begin()
        time.sleep(dice.uniform(0, 5))
        process.kill()
        process.communicate()
        one.calm()
        # what was refused shortly before the kill may have arrived: the next start takes it out of the queue
        one.comes_back_paused()
        one.compare("back again")
        counts = one.resume(unknown=lied + 1) if LIVE & set(one.believed().values()) else collections.Counter(one.believed().values())
        total += counts
        for name, _ in lies:
            sim.post(f"/fault/{name}", {"on": False})
        print(f"campaign {number:2} {[name for name, _ in lies]}: {dict(counts)}", flush=True)
    print(f"campaign: {rounds} kills, {len(groups)} targets each: {dict(total)}", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=True)
