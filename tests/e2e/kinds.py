# SPDX-License-Identifier: GPL-3.0-or-later
"""Simulated gateways of each kind that can send, and rookeryctl profiles that know them."""
import hashlib
import json
import os
import subprocess
import urllib.request

from harness import BIN

# name: (kind for rookeryctl, kind of the simulator, scenario, address and token in the ready line)
KINDS = {
    "napcat": ("napcat", "napcat", {}, "webui", "webuiToken"),
    "llbot": ("llbot", "llbot", {}, "webui", "webuiToken"),
    "llbot-4": ("onebot11", "llbot", {"generation": 4}, "onebotWs", "onebotToken"),
    "milky": ("milky", "milky", {"reportSelfMessage": True}, "webui", "webuiToken"),
    "milky-llbot": ("milky", "milky", {"dialect": "llbot", "reportSelfMessage": True}, "webui", "webuiToken"),
    "lagrange": ("lagrange", "lagrange", {"reportSelfMessage": True}, "onebotWs", "onebotToken"),
    "onebot11": ("onebot11", "napcat", {}, "onebotWs", "onebotToken"),
    "onebot11-http": ("onebot11", "onebot11", {}, "onebotHttp", "onebotToken"),
}


class Gateway:
    """One simulated gateway, logged in."""

    def __init__(self, stage, name, files=None, **scenario):
        """`files`: what its files are called, where a stage has two of a kind."""
        self.stage, self.name, self.files = stage, name, files or name
        self.kind, simulated, own, self.url, self.token = KINDS[name]
        path = stage.folder / f"{self.files}.json"
        path.write_text(json.dumps({"loggedIn": True, "loginRate": 1000, **own, **scenario}))
        self.sim = stage.simulator("--kind", simulated, "--scenario", path)
        self.profiles = 0

    def profile(self):
        """A profile of its own, as another console has it."""
        self.profiles += 1
        return Profile(self, self.stage.folder / f"profile-{self.files}-{self.profiles}")

    def received(self, text):
        """What chats got from clients of the gateway, the phone's left out."""
        return [entry for entry in self.sim.ledger() if entry["text"] == text and "client" not in entry]

    def from_phone(self, group, **message):
        self.sim.post("/own", {"target": {"kind": "group", "id": group}, **message})

    def onebot(self, action):
        """A call of somebody else's program, over OneBot's HTTP."""
        request = urllib.request.Request(f"{self.sim.ready['onebotHttp']}/{action}", data=b"{}", headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {self.sim.ready['onebotToken']}"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            reply = json.loads(answer.read())
        assert reply["status"] == "ok", reply


class Profile:
    def __init__(self, gateway, folder):
        self.gateway, self.folder = gateway, folder
        ready = gateway.sim.ready
        self.environment = {**os.environ, "ROOKERY_SECRET_ONE": ready[gateway.token], "ROOKERY_SECRET_ONE_ONEBOT": ready["onebotToken"]
                            if "onebotToken" in ready else ""}
        way = ["--way", "http"] if gateway.url == "onebotHttp" else []
        self.finish(self.start("gateway", "add", "one", "--kind", gateway.kind, *way, "--url", ready[gateway.url], "--token-stdin",
                               input=ready[gateway.token] + "\n"), 0)

    def start(self, *arguments, input=""):
        process = subprocess.Popen([BIN / "rookeryctl", "--profile", self.folder, "--json", *map(str, arguments)], text=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        self.gateway.stage.closing.append(lambda: process.poll() is None and process.kill())
        process.stdin.write(input)
        process.stdin.close()
        process.stdin = None
        return process

    def finish(self, process, *expect):
        """The lines it printed; fails unless it ends with one of these codes."""
        printed, errors = process.communicate(timeout=150)
        assert process.returncode in expect, (self.gateway.name, process.args[4:], process.returncode, printed[-3000:], errors)
        return [json.loads(line) for line in printed.splitlines()]

    def broadcast(self, text, groups, *more):
        """Begins one at no pace, and gives its process."""
        return self.start("broadcast", "--text", text, *more, "--to", ",".join(f"group:{group}" for group in groups),
                          *([] if "--pace" in more else ["--pace", "none"]))

    def deliveries(self, process, *expect):
        """target -> the last word on it."""
        return {line["target"]: line for line in self.finish(process, *expect) if line["type"] == "delivery"}


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def picture(path, size):
    """A PNG of this size that no other is like."""
    path.parent.mkdir(exist_ok=True)
    subprocess.run(["convert", "-size", size, "plasma:", f"png24:{path}"], check=True)
    return path
