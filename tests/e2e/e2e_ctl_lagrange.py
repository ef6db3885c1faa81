#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lagrange.OneBot as a program that rookeryctl starts in its folder: code, login, broadcast, an expired code, a kick, and
no process left behind, whatever ends rookeryctl."""
import json
import os
import signal
import subprocess
import threading
import urllib.request

from harness import BIN, forms_of, play, until

GROUPS = ["30001", "30002", "30003"]
# Nothing in between: what a program says last, before it ends, is lost in whatever else would pass it on.
PROGRAM = """#!/bin/sh
echo $$ >> starts
exec "{sim}" --kind lagrange --folder "$PWD" --ready ready.json $([ -f scenario.json ] && echo --scenario scenario.json)
"""


class Gateway:
    """The gateway's folder on this machine."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        program = folder / "Lagrange.OneBot"
        program.write_text(PROGRAM.format(sim=BIN / "rookery-sim"))
        program.chmod(0o700)

    def starts(self):
        file = self.folder / "starts"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def alive(self):
        """The processes of this folder that run, by their working folder."""
        found = []
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.readlink(f"/proc/{entry}/cwd") == str(self.folder):
                    found.append(int(entry))
            except OSError:
                pass
        return found

    def request(self, path, post=True):
        control = json.loads((self.folder / "ready.json").read_text())["control"]
        request = urllib.request.Request(control + path, data=b"{}" if post else None, headers={"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")


class Ctl:
    """One run of rookeryctl whose lines are read as they come."""

    def __init__(self, stage, profile, *arguments, env=None):
        self.lines = []
        self.process = subprocess.Popen([BIN / "rookeryctl", "--profile", profile, "--json", *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL, env=env)
        stage.closing.append(lambda: self.process.poll() is None and self.process.kill())
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            try:
                self.lines.append(json.loads(line))
            except ValueError:
                self.lines.append({"type": "text", "text": line})

    def of(self, kind):
        return [line for line in self.lines if line.get("type") == kind]

    def finished(self, timeout=60):
        self.process.wait(timeout)
        self.reader.join(10)
        return self.process.returncode


def run(profile, *arguments, expect=0):
    done = subprocess.run([BIN / "rookeryctl", "--profile", profile, "--json", *map(str, arguments)], capture_output=True, text=True,
                          input="\n", timeout=120)
    assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def nothing_left(gateway):
    until("no process of the gateway is left", lambda: not gateway.alive(), deadline=15)


def test(stage):
    gateway = Gateway(stage.folder / "lagrange")
    profile = stage.folder / "profile"
    run(profile, "gateway", "add", "bot", "--kind", "lagrange", "--folder", gateway.folder, "--program", "Lagrange.OneBot", "--token-stdin")

    # a code, another once it has expired, and the login
    login = Ctl(stage, profile, "login", "bot", "--qr-text")
    until("a code", lambda: len(login.of("qr")) == 1, deadline=30)
    first = login.of("qr")[0]["text"]
    assert first == gateway.request("/state", post=False)["qr"]
    gateway.request("/qr/expire")
    until("another code after a restart", lambda: len(login.of("qr")) == 2, deadline=30)
    second = login.of("qr")[1]["text"]
    assert second != first and second == gateway.request("/state", post=False)["qr"]
    assert len(gateway.starts()) == 2
    assert any(line.get("login") == "expired" for line in login.of("state")), login.of("state")
    gateway.request("/qr/confirm")
    assert login.finished() == 0, login.lines
    nothing_left(gateway)
    print("logged in with the second code; nothing is left", flush=True)

    # with the session that it has saved
    lines = run(profile, "broadcast", "--text", "hello", "--to", ",".join(f"group:{group}" for group in GROUPS), "--pace", "none")
    states = [line["state"] for line in lines if line["type"] == "delivery"]
    assert states == ["accepted"] * 3, lines
    nothing_left(gateway)
    print("three groups, accepted", flush=True)

    # a kick is told while it is watched
    status = Ctl(stage, profile, "status", "--watch")
    until("online", lambda: any(line.get("phase") == "online" for line in status.lines), deadline=30)
    gateway.request("/kick")
    until("kicked", lambda: any(line.get("login") == "kicked" for line in status.lines), deadline=15)
    status.process.send_signal(signal.SIGTERM)
    status.finished()
    nothing_left(gateway)
    print("a kick is told", flush=True)

    # nothing outlives a rookeryctl that is killed, not even while it waits for a scan
    login = Ctl(stage, profile, "login", "bot")
    until("a code", lambda: login.of("qr"), deadline=30)
    assert gateway.alive()
    login.process.kill()
    login.finished()
    nothing_left(gateway)
    print("nothing outlives a kill -9", flush=True)

    # the token is the gateway's: its file has it, and none of ours does; nor the codes
    token = json.loads((gateway.folder / "appsettings.json").read_text())["Implementations"][0]["AccessToken"]
    for path in (path for path in profile.rglob("*") if path.is_file()):
        for secret in (token, first, second):
            assert not any(form in path.read_bytes() for form in forms_of(secret)), path


if __name__ == "__main__":
    play(test, display=False, keyring=False)
