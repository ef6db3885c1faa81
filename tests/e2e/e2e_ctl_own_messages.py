#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hundred accounts whose other clients send two messages a second each: what we look at as possible proof costs about
what strangers write costs, because nothing is open that it could prove. The figure of 5 % of a core is printed beside it."""
import concurrent.futures
import json
import os
import secrets
import subprocess
import threading
import time
import urllib.request

from harness import BIN, Simulator, free_port, play, until

COUNT, RATE, SECONDS = 100, 200, 8
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Profile:
    """Knows a hundred gateways that dial it."""

    def __init__(self, stage):
        self.folder, self.port = stage.folder / "profile", free_port()
        self.tokens = [secrets.token_urlsafe(24) for _ in range(COUNT)]
        self.gateway(stage, "listener", "--port", self.port)
        for number, token in enumerate(self.tokens):
            self.gateway(stage, "add", f"bot-{number}", "--kind", "onebot11", "--way", "reverse", "--account", 20000 + number,
                         "--token-stdin", input=token + "\n")

    def gateway(self, stage, *arguments, **options):
        done = stage.run("rookeryctl", "--profile", self.folder, "gateway", *arguments, **options)
        assert done.returncode == 0, done


class Console:
    """rookeryctl with all of them online."""

    def __init__(self, stage, profile, **scenario):
        environment = {f"ROOKERY_SECRET_BOT_{number}": token for number, token in enumerate(profile.tokens)}
        self.process = subprocess.Popen([BIN / "rookeryctl", "--profile", profile.folder, "--json", "status", "--watch"],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        env={**os.environ, **environment})
        stage.closing.append(self.process.kill)
        self.online = set()
        threading.Thread(target=self.read, daemon=True).start()
        path = stage.folder / "scenario.json"
        path.write_text(json.dumps({"loggedIn": True, "reportSelfMessage": True, "reverseUrl": f"ws://127.0.0.1:{profile.port}/onebot/v11/ws",
                                    **scenario, "gateways": [{"account": str(20000 + number), "onebotToken": token}
                                                             for number, token in enumerate(profile.tokens)]}))
        self.sim = stage.simulator("--kind", "lagrange", "--scenario", path)
        path.unlink()  # it has the tokens
        lines = [self.sim.ready] + [json.loads(self.sim.process.stdout.readline()) for _ in range(COUNT - 1)]
        self.controls = [line["control"] for line in lines]
        until("all online", lambda: len(self.online) == COUNT, deadline=30)

    def read(self):
        for line in self.process.stdout:
            entry = json.loads(line)
            if entry["type"] == "account" and entry["phase"] == "online":
                self.online.add(entry["id"])

    def cpu(self):
        fields = open(f"/proc/{self.process.pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.sim.close()


def own_message(control, text):
    body = json.dumps({"target": {"kind": "group", "id": "30001"}, "text": text}).encode()
    with OPENER.open(urllib.request.Request(control + "/own", data=body, headers={"Content-Type": "application/json"}), timeout=10) as answer:
        answer.read()


def share(console, during):
    """The part of a core that the console took while `during` ran."""
    before, start = console.cpu(), time.monotonic()
    during()
    return (console.cpu() - before) / (time.monotonic() - start)


def storm(console):
    """RATE own messages a second, spread over all accounts."""
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        jobs = []
        for number in range(RATE * SECONDS):
            time.sleep(max(0.0, start + number / RATE - time.monotonic()))
            jobs.append(pool.submit(own_message, console.controls[number % COUNT], f"by phone {number}"))
        for job in jobs:
            job.result()


def test(stage):
    profile = Profile(stage)
    strangers = Console(stage, profile, traffic=RATE / COUNT)
    theirs = share(strangers, lambda: time.sleep(SECONDS))
    strangers.close()

    phones = Console(stage, profile)
    ours = share(phones, lambda: storm(phones))
    assert len(phones.sim.ledger()) == RATE * SECONDS // COUNT, "the phones did send"
    phones.close()
    print(f"{RATE} messages a second over {COUNT} accounts: strangers' {theirs:.1%} of a core, own {ours:.1%} (aim: 5 %)", flush=True)
    # An own message also goes by the verifier and the broadcasts; what grew with what came before was fifty times this.
    assert ours <= 3 * theirs + 0.01, f"own messages cost {ours:.1%}, strangers' {theirs:.1%}"


if __name__ == "__main__":
    play(test, display=False, keyring=True)
