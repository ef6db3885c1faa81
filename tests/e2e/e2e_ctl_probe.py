#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A GeekAI service whose WeChat bot holds up its start, watched with the real programs: the code comes out of the log,
a scan opens the service, and a session that is lost in silence is named."""
import json
import os
import signal
import subprocess

from harness import BIN, no_secret_in, play, until


class Watched:
    def __init__(self, stage):
        logs = stage.folder / "service"
        logs.mkdir()
        self.sim = stage.simulator("--kind", "geekai", "--folder", logs)
        self.stage = stage
        self.profile = stage.folder / "profile"
        ready = self.sim.ready
        self.run("gateway", "add", "pay", "--kind", "probe", "--url", ready["webui"], "--front", ready["front"],
                 "--log-file", ready["logFile"], "--log-command", f"tail -n +1 -F {ready['stderrFile']}", "--token-stdin",
                 expect=0)

    def run(self, *arguments, expect):
        done = subprocess.run([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments], capture_output=True, text=True,
                              input="", timeout=120)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def status(self):
        return [line for line in self.run("status", expect=0) if line["type"] == "account"][0]


class Follower:
    """A command of rookeryctl that goes on; its lines so far."""

    def __init__(self, watched, *arguments):
        self.path = watched.stage.folder / f"{arguments[0]}.jsonl"
        self.output = open(self.path, "wb")
        self.process = watched.stage.start("rookeryctl", "--profile", watched.profile, "--json", *arguments, stdout=self.output)

    def lines(self):
        return [json.loads(line) for line in self.path.read_text().splitlines()]

    def line(self, what, test, deadline=30.0):
        return until(what, lambda: next((line for line in reversed(self.lines()) if test(line)), None), deadline)

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self.output.close()


def service_is(state):
    return lambda line: line.get("service", {}).get("state") == state


def test(stage):
    watched = Watched(stage)
    watched.run("gateway", "test", "pay", expect=1)  # the service is held up: that is what is wrong

    held = watched.status()
    assert held["phase"] == "login-required" and held["service"]["state"] == "waiting-for-scan", held
    assert held["word"] == "blocked: waiting for scan", held
    assert "not listening because it waits for WeChat" in held["service"]["meaning"], held
    assert all(way in held["service"]["waysOut"] for way in ("scan", "WeChatBot = false", "v4.1.2")), held
    print(f"{held['word']}: {held['service']['meaning']}", flush=True)

    login = Follower(watched, "login", "pay", "--qr-text", "--timeout", "60")
    code = login.line("the code", lambda line: line["type"] == "qr")
    assert code["text"] == watched.sim.state()["qr"], code
    watched.sim.post("/qr/scan")
    watched.sim.post("/qr/confirm")
    until("the login is over", lambda: login.process.poll() is not None, 30)
    assert login.process.returncode == 0, login.lines()
    print("the code that the log drew was the service's own; scanned, and the service opened", flush=True)

    watching = Follower(watched, "status", "--watch")
    watching.line("online by its heartbeat", service_is("online"), 60)
    watched.sim.post("/fault/session-lost")
    lost = watching.line("the session is lost", service_is("session-lost"))
    assert lost["phase"] == "online" and lost["word"] == "degraded: WeChat session lost", lost
    watching.end()
    incidents = [line for line in watched.run("incidents", expect=0) if line["type"] == "incident"]
    titles = {line["title"] for line in incidents}
    assert "WeChat session lost, payments off" in titles and "Service blocked by its WeChat bot" in titles, incidents
    print(f"incidents: {sorted(titles)}", flush=True)

    explained = watched.run("logs", "scan", "--kind", "probe", watched.sim.ready["logFile"], watched.sim.ready["stderrFile"], expect=0)
    rules = {line.get("rule") for line in explained}
    assert {"login.code-follows", "login.code", "login.ok", "session.lost"} <= rules, rules
    no_secret_in(watched.profile, watched.sim)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
