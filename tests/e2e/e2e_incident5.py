#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Incident 5 in the real window: bots that hang in their login for ever, a gateway that is not there, one that talks
nonsense and one that is silent are on the list when the program starts. Everybody else is online all the same and sends,
the window reacts at once, and the bad ones are loud, with name, words and since when, and green nowhere."""
import json
import re
import socket
import subprocess
import time

from e2e_ctl_lagrange import Gateway as LagrangeFolder
from harness import play, until

TOGGLE = ("push button", "toggle button", "check box")
TEXT = "Good evening, all the same"
REACTION = 0.5  # seconds from a key to what it does, on a busy machine and in a debug build


class Healthy:
    """A gateway that works, with an account of its own and two groups."""

    def __init__(self, stage, name, kind, account, url, token, **scenario):
        self.name, self.account = name, account
        settings = stage.folder / f"{name}.json"
        settings.write_text(json.dumps({"account": account, "nickname": f"Bot of {name}", "loggedIn": True, "groups": 2,
                                        **scenario}))
        self.sim = stage.simulator("--kind", kind, "--scenario", settings)
        self.arguments = ["--kind", kind, "--url", self.sim.ready[url]] + (["--token-stdin"] if token else [])
        self.token = self.sim.ready[token] if token else ""


class Lagrange:
    """The one that is a program which the window starts."""

    def __init__(self, stage):
        self.name, self.account = "Lagrange", "10005"
        self.sim = LagrangeFolder(stage.folder / "lagrange")
        (self.sim.folder / "scenario.json").write_text(json.dumps(
            {"account": self.account, "nickname": "Bot of Lagrange", "loggedIn": True, "groups": 2}))
        self.arguments = ["--kind", "lagrange", "--folder", self.sim.folder, "--program", "Lagrange.OneBot", "--token-stdin"]
        self.token = ""
        self.sim.ledger = lambda: self.sim.request("/ledger", post=False)


class Bad:
    """One that is in trouble, what the list of incidents calls that, and the words of its row."""

    def __init__(self, name, incident, words, arguments, token="some-token"):
        self.name, self.incident, self.words = name, incident, re.compile(words)
        self.arguments, self.token = arguments, token


def bound(stage, host, listening):
    """The address of a port where nobody answers: refusing, or taking every connection and never saying a word."""
    server = socket.socket()
    server.bind((host, 0))
    if listening:
        server.listen(100)
    stage.closing.append(server.close)
    return "http://%s:%d" % server.getsockname()


def bad_ones(stage):
    login = stage.simulator("--kind", "napcat")
    logs = stage.folder / "service"
    logs.mkdir()
    service = stage.simulator("--kind", "geekai", "--folder", logs)
    scenario = stage.folder / "garbage.json"
    scenario.write_text(json.dumps({"account": "10009", "loggedIn": True, "faults": {"garbage": {}}}))
    garbage = stage.simulator("--kind", "napcat", "--scenario", scenario)
    return [
        Bad("Stuck", "Waiting for a login", "^waiting for scan$",
            ["--url", login.ready["webui"], "--token-stdin"], login.ready["webuiToken"]),
        Bad("Pay", "Service blocked by its WeChat bot", "^blocked: waiting for scan$",
            ["--kind", "probe", "--url", service.ready["webui"], "--front", service.ready["front"],
             "--log-file", service.ready["logFile"], "--token-stdin"], ""),
        Bad("Gone", "Gateway unreachable", "nothing listens", ["--url", bound(stage, "127.0.0.2", False), "--token-stdin"]),
        Bad("Babbler", "Gateway unreachable|Unreadable data", "retrying|connecting",
            ["--url", garbage.ready["webui"], "--token-stdin"], garbage.ready["webuiToken"]),
        Bad("Silent", "Gateway unreachable", "retrying|connecting",
            ["--kind", "llbot", "--url", bound(stage, "127.0.0.3", True), "--token-stdin"]),
    ]


def healthy_ones(stage):
    return [
        Healthy(stage, "NapCat", "napcat", "10001", "webui", "webuiToken"),
        Healthy(stage, "LLBot", "llbot", "10002", "webui", "webuiToken"),
        Healthy(stage, "Milky", "milky", "10003", "webui", "webuiToken", dialect="lagrange"),
        Healthy(stage, "OneBot", "onebot11", "10004", "onebotWs", "onebotToken"),
        Lagrange(stage),
        Healthy(stage, "WeChat", "ilink", "10006", "webui", None, loggedIn=False),
    ]


class Screen:
    """The picture of this moment."""
    WIDTH = 1600

    def __init__(self):
        self.bytes = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"], capture_output=True, check=True).stdout

    def greens(self, extents):
        """How many pixels in there are green."""
        left, top, width, height = extents
        found = 0
        for y in range(top, top + height):
            row = self.bytes[3 * (self.WIDTH * y + left):3 * (self.WIDTH * y + left + width)]
            found += sum(green > red + 40 and green > blue + 20 for red, green, blue in zip(row[::3], row[1::3], row[2::3]))
        return found


class Console:
    def __init__(self, stage):
        self.stage = stage
        self.bad = bad_ones(stage)
        self.healthy = healthy_ones(stage)
        self.profile = stage.folder / "profile"
        for one in [*self.bad, *self.healthy]:  # the bad ones first: nobody may wait for them
            done = stage.run("rookeryctl", "--profile", self.profile, "gateway", "add", one.name.lower(), "--name", one.name,
                             *one.arguments, input=one.token + "\n")
            assert done.returncode == 0, (one.name, done)
        self.opened = time.monotonic()
        self.window = stage.window("--lang", "en", "--profile", self.profile)
        self.accounts = self.window.table("Accounts")
        assert time.monotonic() - self.opened < 5, "the window waited for somebody"

    def go(self, page):
        self.window.press(page, role=TOGGLE)

    def rows(self, table):
        """name -> row number and its words."""
        name = table.column("Gateway" if table.name == "Accounts" else "Name")
        return {cells[name]: (number, cells) for number, cells in enumerate(table.cells())}

    def word(self, one):
        return self.rows(self.accounts)[one.name][1][self.accounts.column("State")]

    def wait_online(self, deadline):
        wechat = self.healthy[-1]
        until("WeChat's code", lambda: wechat.sim.state()["qr"], deadline)
        wechat.sim.post("/qr/confirm")
        for one in self.healthy:
            until(f"{one.name} is online", lambda: self.word(one) == "online", deadline - (time.monotonic() - self.opened))
        print(f"all of the healthy online {time.monotonic() - self.opened:.1f} s after the start", flush=True)

    def react(self):
        """Pages by keys and typing into a field, each measured from the key to what it does on the screen."""
        window = self.window
        for page in ("Logs", "Health", "Gateways", "Overview"):
            self.go(page)  # made when it is first wanted
        pages = {str(number): window.find(("filler", "panel"), name, shown=False)
                 for number, name in ((5, "Logs"), (6, "Health"), (7, "Gateways"), (1, "Overview"))}
        worst = 0.0

        def press(key, done):
            nonlocal worst
            begin = time.monotonic()
            subprocess.run(["xdotool", "key", key], check=True)
            until(f"{key} does something", done, deadline=5, interval=0.005)
            worst = max(worst, time.monotonic() - begin)

        window.key("Escape")  # takes the focus
        for _ in range(4):
            for number, page in pages.items():
                press(f"ctrl+{number}", page.showing)
        field = window.find("text", "Filter accounts")
        field.click()
        for count in range(1, 16):
            press("x", lambda: field.text() == "x" * count)
        field.set_text("")
        until("all rows again", lambda: self.accounts.rows() == len(self.bad) + len(self.healthy))
        print(f"slowest of 16 pages and 15 letters: {worst * 1000:.0f} ms", flush=True)
        assert worst <= REACTION, f"{worst:.2f} s until a key did something"

    def broadcast(self):
        """To every group of the healthy, with the bad ones on the same list."""
        window = self.window
        self.go("Broadcast")
        window.fill("Message text", TEXT)
        senders = [one for one in self.healthy if one.name != "WeChat"]  # which has no groups
        contacts, chosen = window.table("Groups and friends"), window.table("Chosen targets")
        for number, one in enumerate(senders, 1):
            window.choose(f"Bot of {one.name} ({one.account})")
            window.wait_rows(contacts, lambda rows: len(rows) == 2, deadline=15)
            window.press("Add all shown")
            window.wait_rows(chosen, lambda rows: len(rows) == 2 * number)
        window.choose("No delay (risky)")
        window.press("Preview plan")
        # all gateways have the same two groups, and each of them shall send
        window.find(("check box",), "Send to these groups through each account", deadline=20).click()
        begin = time.monotonic()
        window.press("Send broadcast", deadline=20)
        window.press("Send now", deadline=20)
        table = window.table("Deliveries", deadline=20)
        state = table.column("State")
        window.wait_rows(table, lambda rows: len(rows) == 2 * len(senders)
                         and all(re.match("verified|accepted", row[state]) for row in rows), deadline=20)
        for one in senders:
            got = [(str(entry["target"]["id"]), entry["text"]) for entry in one.sim.ledger()]
            assert sorted(got) == [("30001", TEXT), ("30002", TEXT)], (one.name, got)
        print(f"{2 * len(senders)} messages through {len(senders)} gateways, once each, after {time.monotonic() - begin:.1f} s", flush=True)

    def loud(self, deadline):
        self.go("Health")
        table = self.window.table("Incidents")
        accounts, title, state, since = (table.column(name) for name in ("Accounts concerned", "What", "State", "Since"))
        for bad in self.bad:
            def told():
                return next((row for row in table.cells() if row[accounts] == bad.name and row[state] == "open"
                             and re.search(bad.incident, row[title])), None)
            row = until(f"an incident names {bad.name}", told, deadline - (time.monotonic() - self.opened))
            assert re.fullmatch(r"\d\d:\d\d:\d\d", row[since]), row
            print(f"{bad.name}: {row[title]}, since {row[since]}", flush=True)
        calm = {one.name for one in self.healthy}
        assert not [row for row in table.cells() if row[accounts] in calm and row[state] == "open"], table.cells()

    def green_nowhere(self):
        """Words and colours: what is in trouble has nothing of what works, but the rungs of its ladder that are proven."""
        for page, name in (("Gateways", "Gateways"), ("Overview", "Accounts")):
            self.go(page)
            table = self.window.table(name)
            state = table.column("State")
            ladder = table.column("Readiness") if page == "Overview" else None
            columns = [column for column in range(table.columns()) if column != ladder]
            rows = self.rows(table)
            assert set(rows) == {one.name for one in [*self.bad, *self.healthy]}, rows
            screen = Screen()
            for bad in self.bad:
                row, cells = rows[bad.name]
                assert "online" not in cells, cells
                assert page != "Overview" or bad.words.search(cells[state]), cells
                assert not any(screen.greens(table.extents(row, column)) for column in columns), f"green for {cells}"
            for one in self.healthy:
                row, cells = rows[one.name]
                assert cells[state] == "online" and screen.greens(table.extents(row, state)), cells


def test(stage):
    console = Console(stage)
    console.wait_online(15)
    console.react()
    console.broadcast()
    console.loud(40)
    console.green_nowhere()
    console.react()
    begin = time.monotonic()
    console.window.key("ctrl+q")
    console.window.has_ended(5)
    print(f"ended {time.monotonic() - begin:.1f} s after the word", flush=True)


if __name__ == "__main__":
    play(test)
