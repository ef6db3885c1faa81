#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A broadcast through gateways that speak nothing but OneBot 11, by the ways that an operator meets, with the real
programs: every group gets text and picture once, and no token stays anywhere. One of them dials us."""
import base64
import json
import os
import subprocess

from harness import BIN, free_port, no_secret_in, play

GROUPS = ["30001", "30002", "30003"]


class Gateway:
    def __init__(self, stage, way):
        self.port = free_port()
        self.profile = stage.folder / f"profile-{way}"
        self.environment = dict(os.environ)
        moved = self.run("gateway", "listener", "--port", str(self.port), expect=0)
        assert [(line["type"], line["port"], line["beyondLoopback"]) for line in moved] == [("listener", self.port, False)], moved
        if way == "reverse":
            self.reverse(stage)
            return
        post = {"postUrl": f"http://127.0.0.1:{self.port}/onebot/v11/post"} if way == "http-post" else {}
        self.sim = self.simulator(stage, post)
        token = self.sim.ready["onebotToken"]
        address = {"socket": self.sim.ready["onebotWs"], "two-sockets": self.sim.ready["onebotWs"]}
        # a socket tells; over HTTP this one says nothing to who has no token, and nothing is guessed
        socket = way in address
        [found] = self.run("gateway", "detect", address.get(way, self.sim.ready["onebotHttp"]), expect=0 if socket else 1)
        assert (found["kind"], found["as"]) == (("onebot11", "onebot11") if socket else ("", "unknown")), found
        assert found["asksForToken"], found
        self.environment["ROOKERY_SECRET_ONE_ONEBOT"] = token
        self.run("gateway", "add", "one", "--kind", "onebot11", "--way", way, "--url", address.get(way, self.sim.ready["onebotHttp"]),
                 "--token-stdin", input=token + "\n", expect=0)

    def simulator(self, stage, options):
        scenario = stage.folder / "scenario.json"
        scenario.write_text(json.dumps(options))
        try:
            return stage.simulator("--kind", "onebot11", "--scenario", scenario)
        finally:
            scenario.unlink()  # it may have a token

    def reverse(self, stage):
        """The token is ours, and told once."""
        self.run("gateway", "add", "two", "--kind", "onebot11", "--way", "reverse", expect=2)  # neither given nor made
        added = self.run("gateway", "add", "one", "--kind", "onebot11", "--way", "reverse", "--account", "10001", "--make-token", expect=0)
        paste = next(line for line in added if line["type"] == "paste")
        assert paste["url"] == f"ws://127.0.0.1:{self.port}/onebot/v11/ws", paste
        self.sim = self.simulator(stage, {"reverseUrl": paste["url"], "onebotToken": paste["token"], "loggedIn": True})
        self.environment["ROOKERY_SECRET_ONE_ONEBOT"] = "another one"
        away = self.run("gateway", "dial-ins", "--timeout", "8", expect=0)
        assert {(line["type"], line["why"], line["account"]) for line in away} == {("turned-away", "wrong-token", "10001")}, away
        self.environment["ROOKERY_SECRET_ONE_ONEBOT"] = paste["token"]
        assert paste["token"] not in json.dumps(self.run("gateway", "list", expect=0))

    def run(self, *arguments, expect, **options):
        options.setdefault("input", "")
        done = subprocess.run([BIN / "rookeryctl", "--profile", self.profile, "--json", *arguments], capture_output=True, text=True,
                              env=self.environment, timeout=180, **options)
        assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]


def test(stage):
    picture = stage.folder / "picture.png"
    subprocess.run(["convert", "-size", "300x200", "plasma:", f"png24:{picture}"], check=True)
    for way in ("socket", "two-sockets", "reverse", "http", "http-post"):
        gateway = Gateway(stage, way)
        steps = gateway.run("gateway", "test", "one", expect=0)
        assert [step["state"] for step in steps] == ["passed"] * 6, steps
        lines = gateway.run("broadcast", "--text", "hello", "--image", str(picture), "--to",
                            ",".join(f"group:{group}" for group in GROUPS), "--pace", "none", expect=0)
        states = [line["state"] for line in lines if line["type"] == "delivery"]
        assert states == ["accepted"] * 3, lines
        ledger = gateway.sim.ledger()
        assert [entry["target"]["id"] for entry in ledger] == GROUPS, ledger
        assert all(len(entry["pictureSha256"]) == 1 and entry["text"] == "hello" for entry in ledger), ledger
        print(f"{way}: three groups, once each", flush=True)
        no_secret_in(gateway.profile, gateway.sim)
        # the bytes travel in each message, and are kept as a picture alone
        inline = base64.b64encode(picture.read_bytes())[3000:3100]
        assert not any(inline in file.read_bytes() for file in gateway.profile.rglob("*") if file.is_file())


if __name__ == "__main__":
    play(test, display=False, keyring=False)
