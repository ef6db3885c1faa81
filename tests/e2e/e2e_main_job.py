#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job, from outside, in the real window: add a gateway, scan, send to twenty groups, see keys fail, come back."""
import collections
import hashlib
import random
import subprocess
import time

from harness import no_secret_in, play, until

GROUPS = [str(30001 + i) for i in range(20)]
TEXT = "Good evening from the main job"


def make_picture(path, size):
    """A PNG of about that many bytes: noise does not compress."""
    side = int((size / 3) ** 0.5)
    raw = random.Random(1).randbytes(side * side * 3)
    subprocess.run(["convert", "-size", f"{side}x{side}", "-depth", "8", "rgb:-", f"png24:{path}"], input=raw, check=True)
    assert abs(path.stat().st_size - size) < size / 10, path.stat().st_size


class MainJob:
    def __init__(self, stage):
        self.stage = stage
        self.sim = stage.simulator("--kind", "napcat")
        self.profile = stage.folder / "profile"
        self.window = None

    def open(self):
        self.window = self.stage.window("--lang", "en", "--profile", self.profile)

    def go(self, page):
        self.window.press(page, role=("push button", "toggle button", "check box"))

    def add_gateway(self):
        window = self.window
        window.press("Add gateway")
        window.press("Next")
        window.fill("Panel address", self.sim.ready["webui"])
        window.fill("Token", self.sim.ready["webuiToken"])
        window.fill("Name", "Home")
        window.press("Next")
        window.press("Add this gateway", deadline=20)

    def scan(self):
        self.go("Login")

        def on_screen():
            codes = self.stage.decode_qr(self.stage.screenshot("login.png"))
            return codes and codes[0] == self.sim.state()["qr"]
        until("the simulator's code, readable on the screen", on_screen, deadline=20)
        self.go("Overview")
        accounts = self.window.table("Accounts")
        start = time.monotonic()
        self.sim.post("/qr/confirm")
        self.window.wait_rows(accounts, lambda rows: any("online" in cell for row in rows for cell in row), deadline=10)
        took = time.monotonic() - start
        print(f"confirmed -> online in the window: {took:.2f} s", flush=True)
        assert took <= 2.0, f"{took:.2f} s from the scan to the word online"

    def compose(self, picture):
        window = self.window
        self.go("Broadcast")
        window.fill("Message text", TEXT)
        window.press("Add pictures")
        dialog = window.find(("dialog", "file chooser"), "Add pictures")
        window.fill("File name:", str(picture), within=dialog)
        window.press("Open", within=dialog)
        window.wait_rows(window.table("Groups and friends"), lambda rows: len(rows) == len(GROUPS), deadline=15)
        window.press("Add all shown")
        window.wait_rows(window.table("Chosen targets"), lambda rows: len(rows) == len(GROUPS))
        window.choose("No delay (risky)")

    def send(self, picture):
        window = self.window
        before = self.sim.state()["bytesIn"]
        window.press("Preview plan")
        plan = window.wait_rows(window.table("Plan", deadline=20), lambda rows: len(rows) > 0)
        assert any("20" in cell for row in plan for cell in row), plan
        assert not self.sim.ledger(), "the dry run sent something"
        window.press("Send broadcast")
        window.press("Send now", deadline=20)
        table = window.table("Deliveries", deadline=20)
        state = table.column("State")
        rows = window.wait_rows(table, lambda found: len(found) == len(GROUPS)
                                and all("verified" in row[state] for row in found), deadline=90)
        print(f"{len(rows)} verified", flush=True)
        ledger = self.sim.ledger()
        per_group = collections.Counter(str(entry["target"]["id"]) for entry in ledger)
        assert per_group == collections.Counter(GROUPS), per_group
        digest = hashlib.sha256(picture.read_bytes()).hexdigest()
        assert all(entry["pictureSha256"] == [digest] and TEXT in entry["text"] for entry in ledger), ledger[0]
        cost = (self.sim.state()["bytesIn"] - before) / picture.stat().st_size
        print(f"bytes to the gateway: {cost:.2f} x the picture", flush=True)
        assert cost <= 1.4, cost

    def keys_fail(self):
        window = self.window
        self.go("rkey")
        accounts = window.table("rkey accounts")
        source = accounts.column("Source now")
        before = window.wait_rows(accounts, lambda rows: len(rows) == 1)[0][source]
        start = time.monotonic()
        self.sim.post("/fault/rkey-504", {"on": True})
        window.wait_rows(accounts, lambda rows: rows and rows[0][source] != before and "504" in " ".join(rows[0]), deadline=30)
        print(f"source {before!r} -> {accounts.cell(0, source)!r} and 504 in {time.monotonic() - start:.1f} s", flush=True)
        self.go("Logs")
        lines = window.table("Log lines")
        category = lines.column("Category")

        def fallback_row():
            rows = [row for row in range(lines.rows()) if lines.cell(row, category) == "fallback"]
            return rows and (rows[-1] + 1)
        until("a line of the category fallback", fallback_row, deadline=30)
        window.press("Pause log")
        lines.click_cell(until("it again", fallback_row) - 1, category)
        window.wait_text("What to do: ")
        assert not window.all("label", "Ordinary line"), "the fallback line is not explained"
        self.sim.post("/fault/rkey-504", {"on": False})

    def quit(self):
        self.window.key("ctrl+q")
        self.window.has_ended(20)

    def comes_back(self):
        self.open()
        window = self.window
        # the page it was on, and the rest page by page
        lines = window.table("Log lines", deadline=20)
        assert lines.showing(), "it did not come back to the page it was left on"
        self.go("Gateways")
        window.wait_rows(window.table("Gateways"), lambda rows: any("Home" in cell for row in rows for cell in row))
        self.go("Overview")
        # no question for the token: the keyring has it
        # Online again; and as no picture has come since its keys failed, nothing has shown that they are well.
        window.wait_rows(window.table("Accounts"), lambda rows: any("degraded: Picture links run on fallback keys" in cell
                                                                    for row in rows for cell in row), deadline=30)
        self.go("Broadcast")
        window.press("Queue", role=("push button", "toggle button", "check box"))
        table = window.table("Deliveries", deadline=20)
        window.wait_rows(table, lambda rows: len(rows) == len(GROUPS))

    def no_secret_on_disk(self):
        # What this job had in its hands: the search would prove nothing if one were missing.
        assert {"webuiToken", "onebotToken", "qr", "credential", "debugToken"} <= self.sim.secrets().keys()
        files = [path for path in self.profile.rglob("*") if path.is_file()]
        assert files, "the profile is empty"
        # Beside the profile: caches, and what the window wrote to its output.
        searched = no_secret_in(self.stage.folder, self.sim)
        assert set(files) < set(searched)
        for path in files:
            assert path.stat().st_mode & 0o077 == 0, f"others may read {path}"
        print(f"no secret in {len(searched)} files", flush=True)


def test(stage):
    picture = stage.folder / "picture.png"
    make_picture(picture, 2 * 1024 * 1024)
    job = MainJob(stage)
    job.open()
    job.add_gateway()
    job.scan()
    job.compose(picture)
    job.send(picture)
    job.keys_fail()
    job.quit()
    job.no_secret_on_disk()
    job.comes_back()
    job.quit()
    job.no_secret_on_disk()


if __name__ == "__main__":
    play(test)
