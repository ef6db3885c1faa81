#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links that go bad, for every kind at once in one real rookeryctl: a frame of 60 MB is refused, named and not kept in
memory; a link that is open and dead is found and named; and either way the account comes back by itself."""
import json
import pathlib
import time

from e2e_ctl_lagrange import Ctl, Gateway as LagrangeFolder
from harness import play, until

KINDS = {  # simulated kind: address and token in its ready line
    "napcat": ("webui", "webuiToken"),
    "llbot": ("webui", "webuiToken"),
    "milky": ("webui", "webuiToken"),
    "onebot11": ("onebotWs", "onebotToken"),
    "ilink": ("webui", None),
}
TROUBLES = {  # fault: what is said about it, and seconds until then
    "giant-frame": ("the gateway sent more than is allowed at once", 10),
    "half-open": ("the gateway did not answer in time", 60),
}
MEMORY = 300  # MB: six times 60 would be more


class Lagrange(LagrangeFolder):
    """As the simulators that are not started by rookeryctl."""

    def post(self, path, body=None):
        return self.request(path)


class Console:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        self.sims = {}
        for number, (kind, (url, token)) in enumerate(KINDS.items()):
            scenario = stage.folder / f"{kind}.json"
            scenario.write_text(json.dumps({"account": str(10001 + number), "loggedIn": kind != "ilink"}))
            sim = stage.simulator("--kind", kind, "--scenario", scenario)
            self.add(kind, sim, ["--url", sim.ready[url]] + (["--token-stdin"] if token else []), sim.ready[token] if token else "")
        lagrange = Lagrange(stage.folder / "lagrange")
        (lagrange.folder / "scenario.json").write_text(json.dumps({"account": "10010", "loggedIn": True}))
        self.add("lagrange", lagrange, ["--folder", lagrange.folder, "--program", "Lagrange.OneBot", "--token-stdin"], "")
        self.watch = Ctl(stage, self.profile, "status", "--watch")

    def add(self, kind, sim, arguments, token):
        done = self.stage.run("rookeryctl", "--profile", self.profile, "gateway", "add", kind, "--kind", kind, *arguments,
                              input=token + "\n")
        assert done.returncode == 0, done
        self.sims[kind] = sim

    def said(self, kind):
        return [line for line in self.watch.of("account") if line["id"] == kind]

    def wait_online(self, deadline):
        for kind in self.sims:
            until(f"{kind} is online", lambda: self.said(kind) and self.said(kind)[-1]["phase"] == "online", deadline)

    def suffer(self, fault, words, deadline):
        """All of them at once; gives when the last loss was told."""
        before = {kind: len(self.said(kind)) for kind in self.sims}
        begin = time.monotonic()
        for sim in self.sims.values():
            sim.post(f"/fault/{fault}")

        def losses(kind):
            return [line for line in self.said(kind)[before[kind]:] if line["phase"] != "online"]

        for kind in self.sims:
            lost = until(f"{kind} suffers from {fault}", lambda: losses(kind), begin + deadline - time.monotonic())[0]
            assert lost["phase"] == "backoff" and words in lost["word"], lost
        return time.monotonic() - begin

    def memory(self):
        """What it had at the most, in MB."""
        status = pathlib.Path(f"/proc/{self.watch.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) // 1024


def test(stage):
    console = Console(stage)
    wechat = console.sims["ilink"]
    until("WeChat's code", lambda: wechat.state()["qr"])
    wechat.post("/qr/confirm")
    console.wait_online(20)
    for fault, (words, deadline) in TROUBLES.items():
        took = console.suffer(fault, words, deadline)
        for sim in console.sims.values():
            sim.post(f"/fault/{fault}?on=0")
        wechat.post("/message", {"from": "20001", "text": "hi"})  # else its next answer takes half a minute
        console.wait_online(20)
        print(f"{fault}: told of {len(console.sims)} kinds within {took:.1f} s, and all are back", flush=True)
    assert console.memory() <= MEMORY, console.memory()


if __name__ == "__main__":
    play(test, display=False, keyring=True)
