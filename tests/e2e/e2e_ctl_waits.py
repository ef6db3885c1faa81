#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""rookeryctl says what a broadcast waits for, ends at its limit, goes on later, and reads long lists of targets."""
import json
import os
import subprocess
import time

from harness import BIN, play


class Desk:
    def __init__(self, stage, sim):
        self.stage = stage
        self.sim = sim
        self.profile = stage.folder / "profile"
        self.environment = {**os.environ, "ROOKERY_SECRET_ONE": sim.ready["webuiToken"], "LANGUAGE": "en"}
        self.run("gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin", input=sim.ready["webuiToken"] + "\n")

    def command(self, *words, json_lines=True):
        return [BIN / "rookeryctl", "--profile", self.profile, *(["--json"] if json_lines else []), *words]

    def run(self, *words, json_lines=True, **options):
        options.setdefault("input", "")
        return subprocess.run(self.command(*words, json_lines=json_lines), capture_output=True, text=True, env=self.environment,
                              timeout=120, **options)

    def lines(self, answer, kind):
        return [line for line in map(json.loads, answer.stdout.splitlines()) if line["type"] == kind]


def kicked_in_the_middle(desk):
    """Six messages; after the first proof the account is kicked. The command names it, and ends at its limit."""
    began = time.monotonic()
    process = subprocess.Popen(
        desk.command("broadcast", "--text", "waits for a login", "--to", ",".join(f"group:{30001 + i}" for i in range(6)),
                     "--pace", "2", "--time-limit", "12", "--watch"),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=desk.environment)
    lines = []
    for line in process.stdout:
        lines.append(json.loads(line))
        if lines[-1]["type"] == "delivery" and lines[-1]["state"] == "verified":
            desk.sim.post("/fault/kick", {"on": True})
    errors = process.stderr.read()
    assert process.wait(timeout=60) == 1, (lines, errors)
    assert 10 < time.monotonic() - began < 30
    waiting = [line for line in lines if line["type"] == "progress" and line["waits"]]
    assert waiting, lines
    wait = waiting[-1]["waits"][0]
    assert "kicked" in wait["reason"] and wait["gateway"] == "one" and wait["targets"] >= 3, wait
    assert waiting[-1]["sentPerMinute"] == 0 and waiting[-1]["notBefore"] == "", waiting[-1]
    end = next(line for line in lines if line["type"] == "time-limit")
    assert end["open"] >= 3 and end["resume"].startswith("rookeryctl resume "), end
    assert "time limit" in errors, errors
    print(f"kicked: {wait['reason']}, {end['open']} open at the limit", flush=True)
    broadcast = end["id"]

    shown = desk.run("deliveries", str(broadcast))
    assert {line["waitsFor"] for line in desk.lines(shown, "delivery") if line["state"] in ("queued", "waiting")} == {"paused"}
    told = desk.run("status", "--timeout", "8", json_lines=False).stdout
    assert f"broadcast {broadcast}" in told and "resume" in told, told

    desk.sim.post("/qr/confirm")
    rest = desk.run("resume", str(broadcast), "--time-limit", "60")
    assert rest.returncode == 0, rest.stdout + rest.stderr
    settled = desk.lines(rest, "settled")[0]
    assert settled["verified"] == 6 and settled["waits"] == [], settled
    got = [entry["target"]["id"] for entry in desk.sim.ledger() if entry["text"] == "waits for a login"]
    assert sorted(got) == sorted(set(got)) and len(got) == 6, got
    print("resumed: six groups got it once", flush=True)


def paused_and_cancelled(desk):
    """Without a window the same orders are carried out by the command itself."""
    begun = desk.run("broadcast", "--text", "given up", "--to", ",".join(f"group:{30001 + i}" for i in range(6)), "--pace", "5",
                     "--time-limit", "10")
    assert begun.returncode == 1, begun
    [end] = desk.lines(begun, "time-limit")
    paused = desk.run("pause", str(end["id"]))
    assert paused.returncode == 0 and [line["state"] for line in desk.lines(paused, "broadcast")] == ["paused"], paused
    cancelled = desk.run("cancel", str(end["id"]))
    [line] = desk.lines(cancelled, "broadcast")
    assert cancelled.returncode == 0 and line["queued"] == 0 and line["cancelled"] >= end["open"] - 1 > 0, (line, end)  # one may have been in flight
    told = desk.run("cancel", str(end["id"]), json_lines=False)
    assert told.returncode == 0 and f"broadcast {end['id']}" in told.stdout and "resume" not in told.stdout, told
    missing = desk.run("pause", "99")
    assert missing.returncode == 1 and missing.stderr and not missing.stdout, missing
    print("paused and cancelled without a window", flush=True)


def spellings_and_lists(desk):
    before = len(desk.sim.ledger())
    answer = desk.run("broadcast", "--text", "once", "--pace", "none", "--to",
                      "group:30001,group:030001,group:\uff13\uff10\uff10\uff10\uff11, group:+30001 ", json_lines=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert len(desk.sim.ledger()) == before + 1
    assert "were listed more than once" in answer.stdout, answer.stdout
    assert answer.stdout.splitlines()[-1] == "Done: 1 arrived", answer.stdout

    # what nobody of the plan reaches is no success
    unknown = desk.run("broadcast", "--text", "some", "--pace", "none", "--to-file", "-", json_lines=False,
                       input="group:30001 # one\n\n# nobody\ngroup:99999999")
    assert unknown.returncode == 3, unknown.stdout + unknown.stderr
    assert "will not receive it" in unknown.stderr and "99999999" in unknown.stdout, unknown

    many = "".join(f"group:{100000 + i}\n" for i in range(20000))
    began = time.monotonic()
    plan = desk.run("broadcast", "--text", "many", "--to-file", "-", "--dry-run", input=many)
    assert len(desk.lines(plan, "skipped")) == 20000, plan.stderr
    print(f"20,000 targets from standard input: planned in {time.monotonic() - began:.1f} s", flush=True)

    wrong = desk.run("broadcast", "--text", "x", "--to-file", "-", input="group:1\n\ngroup:2, grp:3\n")
    assert wrong.returncode == 2 and "line 3: grp:3" in wrong.stderr, wrong.stderr
    large = desk.run("broadcast", "--text", "x", "--to-file", "-", input=" " * (17 * 1024 * 1024))
    assert large.returncode == 2 and "16 MiB" in large.stderr, large.stderr
    gone = desk.run("broadcast", "--text", "x", "--to-file", str(desk.stage.folder / "none"))
    assert gone.returncode == 1, gone.stderr
    twice = desk.run("broadcast", "--text", "x", "--to-file", "-", "--to-file", "-", input="group:1")
    assert twice.returncode == 2, twice.stderr

    letter = desk.stage.folder / "letter.txt"
    letter.write_text("第一行\n\n the third line \n", encoding="utf-8")
    answer = desk.run("broadcast", "--text-file", str(letter), "--pace", "none", "--to", "group:30001", "--via", "one")
    assert answer.returncode == 0, answer.stderr
    said = desk.sim.ledger()[-1]
    assert "第一行\n\n the third line " in json.dumps(said, ensure_ascii=False).replace("\\n", "\n"), said
    for words, text in ((("--text", "x"), "not both"), (("--to-file", "-"), "read once")):
        wrong = desk.run("broadcast", "--text-file", "-", *words, "--to", "group:30001", input="x")
        assert wrong.returncode == 2 and text in wrong.stderr, wrong.stderr


def test(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    desk = Desk(stage, sim)
    spellings_and_lists(desk)
    paused_and_cancelled(desk)
    kicked_in_the_middle(desk)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
