#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A hundred gateways in four processes dial the real window's port at the same moment: all are online within five
seconds, each in its own row. Whoever comes without a token, with a wrong one, for an account that is there already or
with somebody else's token is turned away, counted and shown, and disturbs nobody."""
import collections
import json
import re
import secrets
import socket
import time

from harness import free_port, no_secret_in, play, until

TOGGLE = ("push button", "toggle button", "check box")
COUNT, PROCESSES = 100, 4
ONLINE = 5.0  # seconds from the start of the processes
WRONG = range(5)  # whose tokens somebody else has wrong
NEW = "new, needs confirmation"


def account(number):
    return str(20000 + number)


def name(number):
    return f"bot-{number:03}"


class Crowd:
    """Gateways in one process, each with its account and token, that dial as soon as they run."""

    def __init__(self, stage, title, url, members):
        scenario = stage.folder / f"{title}.json"
        scenario.write_text(json.dumps({"loggedIn": True, "reverseUrl": url, "gateways": [
            {"account": who, "onebotToken": token} for who, token in members]}))
        self.sim = stage.simulator("--kind", "onebot11", "--scenario", scenario)
        scenario.unlink()  # it has the tokens


class Console:
    def __init__(self, stage):
        self.stage, self.profile, self.port = stage, stage.folder / "profile", free_port()
        self.tokens = [secrets.token_urlsafe(24) for _ in range(COUNT)]
        self.ctl("listener", "--port", self.port)
        for number, token in enumerate(self.tokens):
            self.ctl("add", name(number), "--kind", "onebot11", "--way", "reverse", "--account", account(number),
                     "--token-stdin", input=token + "\n")
        self.url = f"ws://127.0.0.1:{self.port}/onebot/v11/ws"
        self.window = stage.window("--lang", "en", "--profile", self.profile)
        self.accounts = self.window.table("Accounts")
        self.state, self.number, self.gateway = (self.accounts.column(title) for title in ("State", "Number", "Gateway"))

    def ctl(self, *arguments, **options):
        done = self.stage.run("rookeryctl", "--profile", self.profile, "gateway", *arguments, **options)
        assert done.returncode == 0, done

    def status_of_dial(self, token):
        """What a handshake is answered with."""
        fields = ["GET /onebot/v11/ws HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: Upgrade", "Upgrade: websocket",
                  "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "X-Self-ID: 20001"]
        if token:
            fields.append(f"Authorization: Bearer {token}")
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
            peer.sendall(("\r\n".join(fields) + "\r\n\r\n").encode())
            return int(peer.recv(64).split()[1])

    def column(self, index):
        return [self.accounts.cell(row, index) for row in range(self.accounts.rows())]

    def all_online(self):
        return self.column(self.state) == ["online"] * COUNT

    def each_in_its_row(self):
        assert dict(zip(self.column(self.gateway), self.column(self.number))) == {name(n): account(n) for n in range(COUNT)}

    def dial(self):
        """Everybody, and in the middle of them five with a wrong token."""
        shares = [[(account(n), self.tokens[n]) for n in range(process, COUNT, PROCESSES)] for process in range(PROCESSES)]
        begin = time.monotonic()
        crowds = [Crowd(self.stage, f"crowd{i}", self.url, members) for i, members in enumerate(shares[:2])]
        wrong = Crowd(self.stage, "wrong", self.url, [(account(n), "not-the-token") for n in WRONG])
        crowds += [Crowd(self.stage, f"crowd{i}", self.url, members) for i, members in enumerate(shares[2:], 2)]
        until("all of them online", self.all_online, deadline=2 * ONLINE)
        took = time.monotonic() - begin
        print(f"{COUNT} online {took:.1f} s after the start of their processes", flush=True)
        assert took <= ONLINE, took
        self.each_in_its_row()
        return crowds, wrong

    def turned_away(self):
        """(account, why) -> times, as the window shows it."""
        table = self.window.table("Rejected connections")
        who, why, times = (table.column(title) for title in ("Account", "Why", "Times"))
        found = collections.Counter()
        for row in table.cells():
            found[row[who], row[why]] += int(row[times])
        return found

    def counts(self):
        """How many are connected and how many were turned away, as the window says it."""
        label = self.window.wait_text(r"^\d+ connections? \u00b7 \d+ rejected since the start$")
        return tuple(map(int, re.findall(r"\d+", label.name)))


def strangers(console, wrong):
    """Who has no business here, while the crowd is there."""
    stranger = Crowd(console.stage, "stranger", console.url, [("99999", console.tokens[8])])
    console.window.press("Gateways", role=TOGGLE)
    console.window.press("Review", deadline=20)
    expected = {("99999", NEW)} | {(account(n), "wrong token") for n in WRONG}
    until("they are shown", lambda: expected <= console.turned_away().keys(), deadline=20)
    for crowd in (stranger, wrong):
        crowd.sim.close()  # else they dial again every three seconds
    until("nobody more is counted than shown", lambda: console.turned_away().total() == console.counts()[1])
    shown, (_, before) = console.turned_away(), console.counts()
    # no token, a wrong one, and that of another account
    assert [console.status_of_dial(token) for token in (None, "not-the-token", console.tokens[7])] == [401, 403, 403]
    until("they are counted", lambda: console.counts() == (COUNT, before + 3))
    more = console.turned_away() - shown
    assert more == {("20001", "no token"): 1, ("20001", "wrong token"): 1, ("20001", NEW): 1}, more
    print(f"turned away: {dict(console.turned_away())}", flush=True)


def collision(console):
    """The right token, for an account that is there already."""
    twin = Crowd(console.stage, "twin", console.url, [(account(7), console.tokens[7])])
    until("the collision is told", lambda: console.turned_away()[account(7), "this account is connected already"], deadline=20)
    twin.sim.close()
    until("only the twin has gone", lambda: console.counts()[0] == COUNT)


def test(stage):
    begin = time.monotonic()
    console = Console(stage)
    print(f"{COUNT} gateways added in {time.monotonic() - begin:.0f} s", flush=True)
    until("the port is open", lambda: console.status_of_dial(None) == 401)
    until("all are waited for", lambda: set(console.column(console.state)) == {"connecting"})
    crowds, wrong = console.dial()
    strangers(console, wrong)
    collision(console)
    console.window.press("Overview", role=TOGGLE)
    until("all of them online still", console.all_online)
    console.each_in_its_row()
    console.window.key("ctrl+q")
    console.window.has_ended(20)
    for crowd in crowds:
        no_secret_in(console.profile, crowd.sim)


if __name__ == "__main__":
    play(test)
