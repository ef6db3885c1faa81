#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way one send can end, met by the real program: what it says, against what the groups really got."""
import json
import os
import subprocess

from harness import BIN, play

GROUP = "30001"


class Sender:
    def __init__(self, stage, sim):
        self.sim = sim
        self.profile = stage.folder / "profile"
        self.environment = {**os.environ, "ROOKERY_SECRET_ONE": sim.ready["webuiToken"]}
        self.number = 0
        self.run("gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin", input=sim.ready["webuiToken"] + "\n")

    def run(self, *arguments, **options):
        options.setdefault("input", "")
        return subprocess.run([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments], capture_output=True, text=True,
                              env=self.environment, timeout=180, **options)

    def send(self, *extra):
        """One text of its own to one group: (exit code, the delivery, how often the group got it)."""
        self.number += 1
        text = f"outcome {self.number:03}"
        answer = self.run("broadcast", "--text", text, "--to", f"group:{GROUP}", "--pace", "none", *extra)
        deliveries = [line for line in map(json.loads, answer.stdout.splitlines()) if line["type"] == "delivery"]
        assert deliveries, answer.stdout + answer.stderr
        got = sum(text in json.dumps(entry) for entry in self.sim.ledger())
        return answer.returncode, deliveries[0], got

    def expect(self, fault, state, got, code, by="none", attempts=1, extra=(), **options):
        self.sim.post(f"/fault/{fault}", {"on": True, "times": 1, **options})
        exit_code, delivery, received = self.send(*extra)
        self.sim.post(f"/fault/{fault}", {"on": False})
        print(f"{fault}: {delivery['state']} ({delivery['verifiedBy']}) {delivery['reason']!r}, the group got {received}", flush=True)
        assert (delivery["state"], received, exit_code) == (state, got, code), delivery
        assert delivery["verifiedBy"] == by, delivery
        assert delivery["attempts"] == attempts, delivery
        assert bool(delivery["reason"]) == (state in ("failed", "unknown")), delivery

    def lose_the_second_reply(self):
        """Two groups at a pace; between them the gateway begins to swallow replies. The echo still proves the second."""
        text = "a reply goes missing"
        process = subprocess.Popen([BIN / "rookeryctl", "--profile", self.profile, "--json", "broadcast", "--text", text, "--watch",
                                    "--to", "group:30001,group:30002", "--pace", "3"], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True, env=self.environment)
        lines = []
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["type"] == "delivery" and lines[-1]["state"] == "verified":
                self.sim.post("/fault/drop-reply", {"on": True, "times": 1})
        assert process.wait(timeout=120) == 0, lines
        verified = {line["target"] for line in lines if line["type"] == "delivery" and line["verifiedBy"] == "echo"}
        assert verified == {"group:30001", "group:30002"}, lines
        assert sum(text in json.dumps(entry) for entry in self.sim.ledger()) == 2
        print("drop-reply: verified by its echo, the groups got one each", flush=True)


def test(stage):
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    sender = Sender(stage, sim)
    picture = stage.folder / "picture.png"
    subprocess.run(["convert", "-size", "300x200", "plasma:", f"png24:{picture}"], check=True)
    with_picture = ("--image", str(picture))

    sender.expect("send-timeout-delivered", "verified", 1, 0, by="echo")
    sender.expect("duplicate-reply", "verified", 1, 0, by="echo")
    sender.expect("delay-reply", "verified", 1, 0, by="echo", delayMs=1500)
    sender.expect("send-refused", "failed", 0, 3)
    sender.expect("rich-media", "verified", 1, 0, by="echo", attempts=2, extra=with_picture)
    sender.expect("staged-file-gone", "verified", 1, 0, by="echo", extra=with_picture)
    sender.expect("send-timeout-lost", "unknown", 0, 3)

    sender.lose_the_second_reply()

    # The operator's word is the only way on: what is unknown is never sent again by itself.
    before = len(sim.ledger())
    sender.run("status", "--timeout", "5")
    assert len(sim.ledger()) == before


if __name__ == "__main__":
    play(test, display=False, keyring=False)
