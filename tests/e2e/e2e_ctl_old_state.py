#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""State on disk that is old, gone, foreign or somebody else's: it is named, and no group gets a message twice."""
import collections
import json
import os
import shutil
import sqlite3
import subprocess

from harness import BIN, play, until

TARGETS = [f"group:{30000 + number}" for number in range(1, 13)]


class Profile:
    def __init__(self, stage, sim, name):
        self.sim = sim
        self.folder = stage.folder / name
        self.database = self.folder / "rookery.db"
        self.environment = {**os.environ, "ROOKERY_SECRET_ONE": sim.ready["webuiToken"]}
        self.run("gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin", input=sim.ready["webuiToken"] + "\n")

    def command(self, *arguments):
        return [BIN / "rookeryctl", "--profile", self.folder, "--json", *arguments]

    def run(self, *arguments, **options):
        options.setdefault("input", "")
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, env=self.environment, timeout=90, **options)

    def begin(self, text, targets=TARGETS, pace="0.3"):
        process = subprocess.Popen(self.command("broadcast", "--text", text, "--to", ",".join(targets), "--pace", pace),
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=self.environment)
        until("some messages have arrived", lambda: sum(self.received(text).values()) >= 3, deadline=30)
        return process

    def sql(self, sql, *values):
        with sqlite3.connect(self.database) as connection:
            connection.executescript(sql) if not values else connection.execute(sql, values)
        connection.close()

    def copy(self, to):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        connection.execute("VACUUM INTO ?", (str(to),))
        connection.close()

    def put_back(self, copy):
        shutil.copyfile(copy, self.database)
        for suffix in ("-wal", "-shm"):
            self.database.with_name(self.database.name + suffix).unlink(missing_ok=True)

    def received(self, text):
        return collections.Counter(entry["target"]["id"] for entry in self.sim.ledger() if entry["text"] == text)


def deliveries(answer):
    return [line for line in map(json.loads, answer.stdout.splitlines()) if line["type"] == "delivery"]


def backup_put_back(stage, sim):
    profile = Profile(stage, sim, "put-back")
    process = profile.begin("put back")
    copy = stage.folder / "copy.db"
    profile.copy(copy)
    assert process.wait(90) == 0, process.stderr.read()
    profile.put_back(copy)
    resumed = profile.run("resume", "1")
    assert max(profile.received("put back").values()) == 1, "nothing twice"
    assert resumed.returncode == 3, resumed.stdout + resumed.stderr
    assert "older than the last send" in resumed.stderr, resumed.stderr
    unknown = [line for line in deliveries(resumed) if line["state"] == "unknown"]
    assert unknown and all("older than the last send" in line["reason"] for line in unknown), resumed.stdout


def backup_under_the_log_of_a_killed_run(stage, sim):
    profile = Profile(stage, sim, "killed")
    for text in ("one", "two"):
        assert profile.run("broadcast", "--text", text, "--to", ",".join(TARGETS), "--pace", "none").returncode == 0
        if text == "one":
            shutil.copyfile(profile.database, stage.folder / "killed.db")
    process = profile.begin("three")
    process.kill()
    process.communicate(timeout=60)
    assert profile.database.with_name("rookery.db-wal").stat().st_size > 0
    shutil.copyfile(stage.folder / "killed.db", profile.database)
    resumed = profile.run("resume", "3")
    assert max(profile.received("three").values()) == 1, "nothing twice"
    assert resumed.returncode != 0 and "older than the last send" in resumed.stderr, resumed.stdout + resumed.stderr


def moved_profile(stage, sim):
    profile = Profile(stage, sim, "moved")
    process = profile.begin("moved")
    process.kill()
    process.communicate(timeout=60)
    elsewhere = stage.folder / "elsewhere"
    shutil.copytree(profile.folder, elsewhere)
    profile.folder = elsewhere
    resumed = profile.run("resume", "1")
    assert max(profile.received("moved").values()) == 1, "nothing twice"
    assert resumed.returncode == 3 and "older than the last send" in resumed.stderr, resumed.stdout + resumed.stderr
    again = profile.run("broadcast", "--text", "again", "--to", TARGETS[0], "--pace", "none")
    assert again.returncode == 0 and "older" not in again.stderr, "told once: " + again.stdout + again.stderr


def deleted_while_running(stage, sim):
    profile = Profile(stage, sim, "deleted")
    process = profile.begin("deleted")
    for file in profile.folder.glob("rookery.db*"):
        file.unlink()
    out, error = process.communicate(timeout=60)
    assert process.returncode == 1, out + error
    assert "removed or replaced" in error, error
    assert '"settled"' not in out, out
    assert sum(profile.received("deleted").values()) < len(TARGETS), "it went on without a record"


def lock_removed(stage, sim):
    profile = Profile(stage, sim, "locked")
    process = profile.begin("first")
    (profile.folder / "rookery.lock").unlink()
    second = profile.run("broadcast", "--text", "second", "--to", TARGETS[0], "--pace", "none")
    assert second.returncode == 1 and "in use" in second.stderr, second.stdout + second.stderr
    assert not profile.received("second")
    process.communicate(timeout=60)
    assert process.returncode == 1, "the first notices that its lock is gone"


def foreign_trigger(stage, sim):
    profile = Profile(stage, sim, "foreign")
    assert profile.run("broadcast", "--text", "mine", "--to", TARGETS[0], "--pace", "none").returncode == 0
    profile.sql("""INSERT INTO delivery_transitions VALUES ('verified', 'queued');
        CREATE TRIGGER evil AFTER UPDATE OF state ON deliveries WHEN NEW.state = 'verified' AND NEW.attempts < 4 BEGIN
            UPDATE deliveries SET state = 'queued', verified_by = NULL, finished_at = NULL WHERE id = NEW.id; END;""")
    refused = profile.run("broadcast", "--text", "foreign", "--to", TARGETS[0], "--pace", "none")
    assert refused.returncode == 1 and "changed by another program" in refused.stderr, refused.stdout + refused.stderr
    assert not profile.received("foreign")


def test(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loginRate": 1000, "gateways": [{"account": "10001", "nickname": "K", "name": "k",
                                                                    "loggedIn": True, "groups": len(TARGETS)}]}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    for case in (backup_put_back, backup_under_the_log_of_a_killed_run, moved_profile, deleted_while_running, lock_removed, foreign_trigger):
        case(stage, sim)
        print(f"{case.__name__}: held", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
