#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An operator's daily jobs over thirty accounts, in the real window: what each costs in clicks, as a table. A drag is one
click, typing none; a combo box is two."""
import json
import re
import subprocess
import time

from e2e_main_job import make_picture
from harness import play, until

TOGGLE = ("push button", "toggle button", "check box")
DIALOG = ("dialog", "frame")

COUNT, WAITING, GROUPS = 30, 20, 32


def account(number):
    return str(10001 + number)


class Hand:
    """Works the window, and counts."""

    def __init__(self, window):
        self.window, self.clicks = window, 0

    def press(self, name, **where):
        self.window.press(name, role=(*TOGGLE, "menu item"), **where)
        self.clicks += 1

    def choose(self, item):
        self.window.choose(item)
        self.clicks += 2

    def drag(self, table, first, last):
        """Selects the rows from one to another."""
        x, y, _, height = table.extents(first, 0)
        _, end, _, _ = table.extents(last, 0)
        subprocess.run(["xdotool", "mousemove", str(x + 20), str(y + height // 2), "mousedown", "1", "mousemove",
                        str(x + 24), str((y + end) // 2), "mousemove", str(x + 20), str(end + height // 2), "mouseup", "1"], check=True)
        self.clicks += 1


class Console:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        scenario = stage.folder / "thirty.json"
        scenario.write_text(json.dumps({"loginRate": 1000, "groups": GROUPS, "gateways": [
            {"account": account(n), "nickname": f"Bot {n}", "quickAccounts": [account(n)], "loggedIn": n >= WAITING}
            for n in range(COUNT)]}))
        self.sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
        ready = [self.sim.ready] + [json.loads(self.sim.process.stdout.readline()) for _ in range(COUNT - 1)]
        for one in ready:
            done = stage.run("rookeryctl", "--profile", self.profile, "gateway", "add", one["name"], "--kind", "napcat", "--url",
                             one["webui"], "--token-stdin", input=one["webuiToken"] + "\n")
            assert done.returncode == 0, done
        self.pictures = [stage.folder / "one.png", stage.folder / "two.png"]
        for picture in self.pictures:
            make_picture(picture, 20 * 1024)
        self.window = stage.window("--lang", "en", "--profile", self.profile)
        self.table = []

    def job(self, name, goal, work):
        hand, begin = Hand(self.window), time.monotonic()
        work(self, hand)
        self.table.append((name, hand.clicks, goal, time.monotonic() - begin))
        print(f"{name}: {hand.clicks}", flush=True)

    def accounts(self):
        return self.window.table("Accounts", deadline=20)

    def all_online(self):
        table = self.accounts()
        state = table.column("State")
        self.window.wait_rows(table, lambda rows: len(rows) == COUNT and all(row[state].startswith(("online", "degraded")) for row in rows),
                              deadline=60)


def log_in(console, hand):
    name = f"Quick login for {WAITING} accounts"
    console.window.find("push button", name, deadline=60)
    hand.press(name)
    hand.press("Log in", within=console.window.find(DIALOG, name))
    console.window.wait_text("No account is waiting to log in", deadline=60)


def disconnect_ten(console, hand):
    window = console.window
    hand.drag(console.accounts(), 0, 9)
    hand.press("Disconnect 10 accounts")
    hand.press("Disconnect", within=window.find(DIALOG, "Disconnect 10 accounts"))
    table = console.accounts()
    state = table.column("State")
    window.wait_rows(table, lambda rows: sum(row[state] == "stopped" for row in rows) == 10, deadline=30)


def write(console, hand, words):
    """A message with both pictures."""
    window = console.window
    hand.press("Broadcast")
    window.fill("Message text", words)
    hand.press("Add pictures")
    dialog = window.find(("dialog", "file chooser"), "Add pictures")
    window.fill("File name:", " ".join(f'"{picture}"' for picture in console.pictures), within=dialog)
    hand.press("Open", within=dialog)


def send(console, hand):
    window = console.window
    write(console, hand, "Good evening")
    hand.choose(f"All {COUNT} accounts")
    window.wait_rows(window.table("Groups and friends"), lambda rows: len(rows) == GROUPS, deadline=20)
    hand.press("Add all shown")
    hand.press("Send broadcast")
    hand.press("Send now", deadline=20)
    deliveries = window.table("Deliveries", deadline=20)
    state = deliveries.column("State")
    window.wait_rows(deliveries, lambda rows: len(rows) == GROUPS and any(row[state] == "failed" for row in rows), deadline=60)


def show_composer(window):
    """As it was left: with the account that was used last."""
    window.press("Broadcast", role=TOGGLE)
    window.press("Compose", role=TOGGLE)
    window.choose(f"Bot {COUNT - 2} ({account(COUNT - 2)})")
    window.press("Overview", role=TOGGLE)


def send_over_two(console, hand):
    window = console.window
    write(console, hand, "Good night")
    for number in (COUNT - 2, COUNT - 1):
        if number == COUNT - 1:
            hand.choose(f"Bot {number} ({account(number)})")
        window.wait_rows(window.table("Groups and friends"), lambda rows: len(rows) == GROUPS, deadline=20)
        hand.press("Add all shown")
    hand.press("Send broadcast")
    hand.press("Send now", deadline=20)
    until("another row of the queue", lambda: window.table("Broadcasts").rows() == 3, deadline=20)


def open_incident(console, hand):
    """Of an account that was kicked."""
    window = console.window
    console.sim.post("/kick")
    strip = window.find("push button", re.compile("Account kicked offline"), deadline=30)
    hand.press(strip.name)
    table = window.table("Incidents")
    window.wait_rows(table, lambda rows: any("Account kicked offline" in cell for row in rows for cell in row))
    window.wait_text("Kicked offline by QQ")


def resend_failed(console, hand):
    console.sim.post("/fault/send-refused", {"on": False})
    window = console.window
    hand.press("Failed deliveries")
    until("those that failed", lambda: 1 <= window.table("Deliveries").rows() <= 2)
    hand.press("Resend all shown")
    until("no failed one is left", lambda: window.table("Deliveries").rows() == 0, deadline=60)


def send_again(console, hand):
    window = console.window
    before = sum(len(entry["pictureSha256"]) == 2 for entry in console.sim.ledger())
    hand.press("Broadcast")
    hand.press("Queue")
    hand.press("Use broadcast again")
    hand.press("Send now", deadline=20)
    until("another row of the queue", lambda: window.table("Broadcasts").rows() == 2, deadline=20)
    until("its first messages", lambda: sum(len(entry["pictureSha256"]) == 2 for entry in console.sim.ledger()) > before, deadline=60)


def test(stage):
    console = Console(stage)
    console.window.press("Login", role=TOGGLE)
    console.job(f"log in {WAITING} remembered accounts, from the page Login", 2, log_in)
    console.window.press("Overview", role=TOGGLE)
    console.all_online()
    console.job("disconnect 10 accounts", 3, disconnect_ten)
    console.window.press("Connect 10 accounts")
    console.all_online()
    console.sim.post("/fault/send-refused", {"on": True})  # at the first gateway
    console.job("text and 2 pictures to 32 groups over 30 accounts", 10, send)
    console.job("resend all that failed of a broadcast", 2, resend_failed)
    console.window.press("Overview", role=TOGGLE)
    console.job("send yesterday's broadcast once more", 4, send_again)
    show_composer(console.window)
    console.job("text and 2 pictures to 32 groups over 2 accounts", 9, send_over_two)
    console.window.press("Overview", role=TOGGLE)
    console.job("open the incident of an account, from the overview", 1, open_incident)
    print("\n".join(f"{name:55} {clicks:2} clicks (goal {goal}), {seconds:5.1f} s" for name, clicks, goal, seconds in console.table), flush=True)
    assert all(clicks <= goal for _, clicks, goal, _ in console.table), console.table


if __name__ == "__main__":
    play(test)
