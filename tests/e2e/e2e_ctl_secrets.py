#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No token and no login code stays anywhere, whatever the kind of gateway: the command line does everything that can be
done with each of them, and then every file and everything that was printed is searched for what the gateway gave out.
The gateways leak as the real ones do: they write tokens, codes and settings into the very logs that are shown here."""
import concurrent.futures
import json
import os
import secrets
import shlex
import subprocess
import time

from e2e_ctl_lagrange import Gateway as LagrangeFolder
from harness import BIN, no_drawn_code_in, no_secret_in, play, until

MARKER = "a-text-that-must-be-found"
WAIT = 60


class Case:
    """One gateway and one profile that knows it; all happens side by side, since most of it is waiting."""
    kind = simulated = "onebot11"
    scenario = {"loggedIn": True}
    url, token = "onebotWs", "onebotToken"  # of the simulator's ready line
    expected = {"onebotToken"}  # what must have been in play for the search to mean anything
    targets = "group:30001"
    sends = (0, 3)
    log = ()  # what of the log has to be seen, besides that there is one; None: the kind gives no log
    stored = MARKER  # what is no secret and has to be found

    def __init__(self, stage, name):
        self.name, self.stage = name, stage
        self.folder = stage.folder / name
        self.folder.mkdir()
        self.beside = stage.folder / f"{name}-gateway"  # the gateway's own files, secrets and all
        self.beside.mkdir()
        self.printed = self.folder / "printed.txt"
        self.environment = dict(os.environ)
        self.picture = stage.folder / "picture.png"
        self.sim = self.simulate()

    def simulate(self):
        settings = self.beside / "scenario.json"
        token, onebot = secrets.token_hex(12), secrets.token_hex(12)
        settings.write_text(json.dumps({"token": token, "onebotToken": onebot,
                                        "nickname": f"Wren token={token} Bearer {onebot}", **self.scenario}))
        return self.stage.simulator("--kind", self.simulated, "--scenario", settings)

    def options(self):
        """What `gateway add` is told besides name and kind, and what it reads."""
        return ["--url", self.sim.ready[self.url], "--token-stdin"], self.sim.ready[self.token]

    def prepare(self):
        """Between login and log."""

    def start(self, *arguments):
        with open(self.printed, "ab") as out:
            process = subprocess.Popen([BIN / "rookeryctl", "--profile", self.folder / "profile", "--json", *map(str, arguments)],
                                       stdin=subprocess.PIPE, stdout=out, stderr=out, env=self.environment)
        self.stage.closing.append(lambda: process.poll() is None and process.kill())
        return process

    def run(self, *arguments, stdin="", expect=(0,)):
        process = self.start(*arguments)
        process.communicate(stdin.encode(), timeout=2 * WAIT)
        assert process.returncode in expect, (arguments, process.returncode, self.printed.read_text()[-2000:])

    def log_in(self):
        png = self.folder / "code.png"
        login = self.start("login", self.name, "--qr-png", png, "--timeout", WAIT)
        until("the code", png.exists, deadline=WAIT)
        until("the simulator's code", lambda: self.sim.state().get("qr"), deadline=WAIT)
        self.sim.secrets()
        self.sim.post("/qr/confirm")
        assert login.wait(2 * WAIT) == 0, self.printed.read_text()[-2000:]

    def follow_log(self):
        start = self.printed.stat().st_size
        follow = self.start("logs", "follow", self.name)
        for wanted in ('"type":"log', *self.log):
            until(f"in the log: {wanted}", lambda text=wanted: text.encode() in self.printed.read_bytes()[start:], deadline=WAIT)
        follow.terminate()  # in order, so that what it saw is stored
        follow.wait(WAIT)

    def refuse(self):
        """With a token that is refused, which an error may quote."""
        name = f"ROOKERY_SECRET_{self.name.upper().replace('-', '_')}"
        wrong = self.sim.ready[self.token][:-1] + "x"
        self.environment |= {name: wrong, f"{name}_ONEBOT": wrong}
        self.run("gateway", "test", self.name, expect=(1,))

    def everything(self):
        begin = time.monotonic()
        arguments, stdin = self.options()
        self.run("gateway", "add", self.name, "--kind", self.kind, *arguments, stdin=stdin + "\n")
        if not self.scenario.get("loggedIn"):
            self.log_in()
        self.prepare()
        self.run("gateway", "test", self.name)
        if self.log is not None:
            self.follow_log()
        if self.simulated == "napcat":
            self.sim.post("/fault/answer-unlisted", {"on": True, "times": 1})  # a refusal that quotes its token; the echo proves it
        self.run("broadcast", "--text", MARKER, "--image", self.picture, "--to", self.targets, "--pace", "none", expect=self.sends)
        self.run("status")
        if self.simulated == "napcat":
            self.run("rkey", self.name, "--probe", expect=(0, 1))
        self.run("incidents")
        self.run("deliveries", "1", expect=(0, 1))
        self.refuse()
        self.search()
        print(f"  {self.name} took {time.monotonic() - begin:.0f} s", flush=True)

    def search(self):
        given = self.sim.secrets()
        missing = {kind for kind in self.expected if not given.get(kind)}
        assert not missing, (self.name, missing)
        files = no_secret_in(self.folder, self.sim)
        no_drawn_code_in(files)
        # the search itself: what is not secret is found where it belongs
        profile = [path for path in files if self.folder / "profile" in path.parents]
        assert any(self.stored.encode() in path.read_bytes() for path in profile), profile
        assert self.printed in files and self.name.encode() in self.printed.read_bytes()
        print(f"{self.name}: {sum(map(len, given.values()))} secrets of {sorted(given)}, none in {len(files)} files", flush=True)


class OneBot11(Case):
    log = None


class OneBotOfLLBot(OneBot11):
    simulated = "llbot"


class OneBotOfLagrange(OneBot11):
    kind = simulated = "lagrange"


class Milky(Case):
    kind = simulated = "milky"
    scenario = {"loggedIn": True, "dialect": "lagrange"}
    url, token, expected = "webui", "webuiToken", {"webuiToken"}
    log = None


class MilkyOfLLBot(Milky):
    scenario = {"loggedIn": True, "dialect": "llbot"}


class NapCat(Case):
    kind = simulated = "napcat"
    scenario = {}
    url, token = "webui", "webuiToken"
    expected = {"webuiToken", "onebotToken", "qr", "credential", "debugToken"}


class LLBot8(Case):
    kind = simulated = "llbot"
    scenario = {"generation": 8}
    url, token = "webui", "webuiToken"
    expected = {"webuiToken", "onebotToken", "qr"}
    log = ("header token ",)


class LLBot7(LLBot8):
    scenario = {"generation": 7}


class LagrangeProgram(LagrangeFolder):
    """A gateway that runs only while rookeryctl does: what it gave out is kept."""

    def __init__(self, folder):
        super().__init__(folder)
        self.known = {}

    def state(self):
        return self.request("/state", post=False)

    def post(self, path):
        return self.request(path)

    def secrets(self):
        if self.alive():
            for kind, texts in self.request("/secrets", post=False).items():
                self.known[kind] = sorted({*self.known.get(kind, []), *texts})
        return dict(self.known)


class Lagrange(Case):
    kind = "lagrange"
    scenario = {}
    expected = {"onebotToken", "qr"}

    def simulate(self):
        return LagrangeProgram(self.beside / "program")

    def options(self):
        return ["--folder", self.sim.folder, "--program", "Lagrange.OneBot", "--token-stdin"], ""

    def refuse(self):
        pass  # the token is read from the program's own settings


class ILink(Case):
    kind = simulated = "ilink"
    scenario = {}
    expected = {"botToken", "contextToken", "qr", "pictureKey"}
    targets, sends = "friend:20001@im.wechat", (0,)
    log = None

    def options(self):
        return ["--url", self.sim.ready["webui"]], ""

    def prepare(self):
        self.sim.post("/message", {"from": "20001", "text": "hi", "picture": True})

    def refuse(self):
        self.sim.post("/fault/stale-token", {"times": 1})
        self.run("broadcast", "--text", MARKER, "--to", self.targets, "--pace", "none", expect=(1, 3))
        self.sim.post("/kick")
        self.run("status", expect=(0, 1))


class GeekAi(Case):
    kind, simulated = "probe", "geekai"
    scenario = {}
    expected = {"loginCode", "adminKey"}
    sends = (1, 2)  # it only watches
    log = ("[QR]", "config successfully: ")
    stored = "geekai"  # of its settings: no line of a log is kept on the disk

    def simulate(self):
        return self.stage.simulator("--kind", self.simulated, "--folder", self.beside)

    def source(self):
        return ["--log-file", self.sim.ready["logFile"]]

    def options(self):
        return ["--url", self.sim.ready["webui"], "--front", self.sim.ready["front"], *self.source(), "--token-stdin"], ""

    def prepare(self):
        self.sim.post("/fault/config-dump")

    def refuse(self):
        for path in self.beside.glob("*.log"):
            self.run("logs", "scan", "--kind", "probe", path)


class GeekAiInContainer(GeekAi):
    def source(self):
        log = shlex.quote(self.sim.ready["logFile"])
        return ["--log-command", f"tail -n +1 -F {log} | sed -u 's/^/geekai-api  | /'"]


CASES = {"napcat": NapCat, "llbot-8": LLBot8, "llbot-7": LLBot7, "lagrange": Lagrange, "lagrange-address": OneBotOfLagrange,
         "onebot11": OneBot11, "onebot11-of-llbot": OneBotOfLLBot, "milky-lagrange": Milky, "milky-llbot": MilkyOfLLBot,
         "ilink": ILink, "geekai": GeekAi, "geekai-container": GeekAiInContainer}


def test(stage):
    subprocess.run(["convert", "-size", "300x200", "plasma:", f"png24:{stage.folder / 'picture.png'}"], check=True)
    cases = [case(stage, name) for name, case in CASES.items()]
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        done = {case.name: pool.submit(case.everything) for case in cases}
    troubles = {name: future.exception() for name, future in done.items() if future.exception()}
    assert not troubles, "\n".join(f"{name}: {trouble!r}" for name, trouble in troubles.items())
    # beside the profiles: the keyring that holds what is kept, and what lies in the home folder
    for case in cases:
        for beside in ("data", "cache", "config"):
            no_secret_in(stage.folder / beside, case.sim)


if __name__ == "__main__":
    play(test, display=False, keyring=True)
