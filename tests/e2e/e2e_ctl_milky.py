#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A broadcast through a Milky gateway of either kind, with the real programs: the ledger agrees, every send is proven
by QQ's own history, and a picture that the gateway drops without a word is told."""
import json
import os
import subprocess

from harness import BIN, no_secret_in, play, until

GROUPS = ["30001", "30002", "30003"]


class Gateway:
    def __init__(self, stage, dialect):
        scenario = stage.folder / f"{dialect}.json"
        scenario.write_text(json.dumps({"loggedIn": True, "dialect": dialect, "prefix": "/m"}))
        self.sim = stage.simulator("--kind", "milky", "--scenario", scenario)
        self.profile = stage.folder / f"profile-{dialect}"
        self.environment = {**os.environ, "ROOKERY_SECRET_ONE": self.sim.ready["webuiToken"]}
        self.run("gateway", "add", "one", "--kind", "milky", "--url", self.sim.ready["webui"], "--token-stdin",
                 input=self.sim.ready["webuiToken"] + "\n", expect=0)

    def run(self, *arguments, expect, **options):
        options.setdefault("input", "")
        done = subprocess.run([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments], capture_output=True, text=True,
                              env=self.environment, timeout=180, **options)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def broadcast(self, text, picture, groups, expect):
        lines = self.run("broadcast", "--text", text, "--image", str(picture), "--to", ",".join(f"group:{group}" for group in groups),
                         "--pace", "none", expect=expect)
        return [line for line in lines if line["type"] == "delivery"]


def test(stage):
    picture = stage.folder / "picture.png"
    subprocess.run(["convert", "-size", "300x200", "plasma:", f"png24:{picture}"], check=True)
    for dialect in ("lagrange", "llbot"):
        gateway = Gateway(stage, dialect)
        gateway.run("gateway", "test", "one", expect=0)

        deliveries = gateway.broadcast("hello", picture, GROUPS, 0)
        assert [line["state"] for line in deliveries] == ["verified"] * 3, deliveries
        assert {line["verifiedBy"] for line in deliveries} == {"history"}, deliveries
        ledger = gateway.sim.ledger()
        assert [entry["target"]["id"] for entry in ledger] == GROUPS, ledger
        assert all(len(entry["pictureSha256"]) == 1 and entry["text"] == "hello" for entry in ledger), ledger
        print(f"{dialect}: three groups, each proven by history", flush=True)

        gateway.sim.post("/fault/picture-lost", {"on": True})
        lost = gateway.broadcast("look", picture, GROUPS[:1], 3)
        gateway.sim.post("/fault/picture-lost", {"on": False})
        assert lost[0]["state"] == "failed" and lost[0]["attempts"] == 1, lost
        assert "picture" in lost[0]["reason"], lost
        assert len(gateway.sim.ledger()) == 4 and not gateway.sim.ledger()[3]["pictureSha256"]
        print(f"{dialect}: {lost[0]['reason']}", flush=True)

        until("the program is gone", lambda: not gateway.sim.state()["eventSockets"])
        no_secret_in(gateway.profile, gateway.sim)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
