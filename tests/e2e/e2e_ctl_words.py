#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each way a gateway can be wrong, met by the real program: the state it ends in and the words it says."""
import json
import os
import re
import socket
import subprocess
import threading

from harness import BIN, free_port, play


class Mute:
    """Takes connections and never answers."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.taken = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                self.taken.append(self.server.accept()[0])
            except OSError:
                return

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.getsockname()[1]}"


class Desk:
    def __init__(self, stage):
        self.stage = stage
        self.number = 0

    def status(self, url, token, timeout=12):
        """The one account's line of `rookeryctl status`, with a profile of its own."""
        self.number += 1
        profile = self.stage.folder / f"profile-{self.number}"
        environment = {**os.environ, "ROOKERY_SECRET_ONE": token, "LANGUAGE": "en"}
        command = [BIN / "rookeryctl", "--profile", profile, "--json"]
        subprocess.run([*command, "gateway", "add", "one", "--url", url, "--token-stdin"], input=token + "\n", text=True,
                       env=environment, check=True, stdout=subprocess.DEVNULL, timeout=30)
        answer = subprocess.run([*command, "status", "--timeout", str(timeout)], capture_output=True, text=True, env=environment,
                                stdin=subprocess.DEVNULL, timeout=timeout + 30)
        return next(line for line in map(json.loads, answer.stdout.splitlines()) if line["type"] == "account")

    def expect(self, what, url, token, phase, words):
        line = self.status(url, token)
        print(f"{what}: {line['phase']}: {line['word']}", flush=True)
        assert line["phase"] == phase, f"{what}: {line}"
        assert re.search(words, line["word"], re.IGNORECASE), f"{what}: says {line['word']!r}"


def check_missing_token(stage, url, token):
    """Without a keyring the next run has no token: that is what each command says, with the variable that would help."""
    profile = stage.folder / "profile-without-token"
    environment = {**os.environ, "LANGUAGE": "en"}
    command = [BIN / "rookeryctl", "--profile", profile, "--json"]
    subprocess.run([*command, "gateway", "add", "one", "--url", url, "--token-stdin"], input=token + "\n", text=True,
                   env=environment, check=True, capture_output=True, timeout=30)

    def run(*arguments):
        return subprocess.run([*command, *arguments], capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL,
                              timeout=25)

    status = run("status", "--timeout", "12")
    line = next(line for line in map(json.loads, status.stdout.splitlines()) if line["type"] == "account")
    assert line["phase"] == "rejected" and line["word"] == "token needed (ROOKERY_SECRET_ONE)", line
    assert line["ladder"]["reachable"] == "working", "nothing says that it cannot be reached"
    for arguments in (("rkey", "one"), ("login", "one")):
        done = run(*arguments)
        print(f"no token, {arguments[0]}: {done.stderr.strip()}", flush=True)
        assert done.returncode == 1 and "No token is stored" in done.stderr, (arguments, done)
        assert "ROOKERY_SECRET_ONE" in done.stderr, done.stderr


def scenario(stage, name, **keys):
    path = stage.folder / f"{name}.json"
    path.write_text(json.dumps({"loginRate": 100, **keys}))
    return path


def test(stage):
    desk = Desk(stage)
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario(stage, "plain", loggedIn=True))
    url, token = sim.ready["webui"], sim.ready["webuiToken"]

    desk.expect("all well", url, token, "online", "online")
    check_missing_token(stage, url, token)
    desk.expect("wrong token", url, "wrong", "rejected", "token")
    desk.expect("wrong port", f"http://127.0.0.1:{free_port()}", token, "backoff", "nothing listens")
    desk.expect("host unknown", "http://no-such-host.invalid:6099", token, "backoff", "name|host")
    desk.expect("mute server", Mute().url, token, "backoff", "answer")
    desk.expect("TLS expected", url.replace("http:", "https:"), token, "rejected", "TLS|https|plain|encrypt|certificate")

    sim.post("/fault/wrong-server", {"on": True})
    desk.expect("another web server", url, token, "backoff", "something other")
    sim.post("/fault/wrong-server", {"on": False})
    sim.post("/fault/login-rate-limit", {"on": True})
    desk.expect("rate limit", url, token, "backoff", "too (many|often)|rate|limit|wait")
    sim.post("/fault/login-rate-limit", {"on": False})
    sim.post("/fault/mute-handshake", {"on": True})
    desk.expect("mute handshake", url, token, "backoff", "handshake|answer")
    sim.post("/fault/mute-handshake", {"on": False})
    sim.post("/fault/kick", {"on": True})
    desk.expect("kicked", url, token, "login-required", "kicked")

    totp = stage.simulator("--kind", "napcat", "--scenario", scenario(stage, "totp", loggedIn=True, totpSecret="JBSWY3DPEHPK3PXP"))
    desk.expect("second factor", totp.ready["webui"], totp.ready["webuiToken"], "needs-totp", "two-factor|code")
    tls = stage.simulator("--kind", "napcat", "--tls", "--scenario", scenario(stage, "tls", loggedIn=True))
    desk.expect("self-signed", tls.ready["webui"], tls.ready["webuiToken"], "rejected", "certificate")


if __name__ == "__main__":
    play(test, display=False, keyring=False)
