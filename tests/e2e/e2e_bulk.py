#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thirty accounts at once in the real window: disconnected, connected and restarted with one selection and one question each.
Three cannot be restarted: a list names them and why, and they are tried again from there. The other twenty-seven log in again
with two clicks. Tags of all, and an account that never broadcasts, are in the window, in `gateway list`, and in the plan."""
import json
import re
import time

from harness import no_secret_in, play, until

TOGGLE = ("push button", "toggle button", "check box")
DIALOG = ("dialog", "frame")
COUNT = 30
STUCK = (4, 17, 28)  # they run as a single process, which cannot start itself again
WHY = "failed: the gateway cannot restart itself"


def account(number):
    return str(20000 + number)


def gateway(number):
    return f"bot-{number:02}"


class Console:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        scenario = stage.folder / "thirty.json"
        scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 1000, "restartMs": 300, "gateways": [
            {"account": account(n), "nickname": f"Bot {n}", "quickAccounts": [account(n)], "singleProcess": n in STUCK}
            for n in range(COUNT)]}))
        self.sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
        ready = [self.sim.ready] + [json.loads(self.sim.process.stdout.readline()) for _ in range(COUNT - 1)]
        by_name = {one["name"]: one for one in ready}
        for number in range(COUNT):
            one = by_name[f"napcat-{account(number)}"]
            self.ctl("gateway", "add", gateway(number), "--kind", "napcat", "--url", one["webui"], "--token-stdin",
                     input=one["webuiToken"] + "\n")
        self.window = stage.window("--lang", "en", "--profile", self.profile)
        self.go("Gateways")
        self.gateways = self.window.table("Gateways", deadline=20)
        self.id, self.state = (self.gateways.column(title) for title in ("Id", "State"))

    def ctl(self, *arguments, expect=0, **options):
        done = self.stage.run("rookeryctl", "--profile", self.profile, "--json", *arguments, **options)
        assert done.returncode == expect, done
        return [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def go(self, page):
        self.window.press(page, role=TOGGLE)

    def states(self):
        """id -> the word of its row."""
        return {self.gateways.cell(row, self.id): self.gateways.cell(row, self.state) for row in range(self.gateways.rows())}

    def all_say(self, pattern, deadline=60):
        def probe():
            words = self.states()
            return len(words) == COUNT and all(re.match(pattern, word) for word in words.values())
        until(f"all rows say {pattern!r}", probe, deadline, 0.3)

    def select_all(self):
        self.gateways.click_cell(0, self.id)
        self.window.key("ctrl+a")
        self.window.find("label", f"{COUNT} selected")

    def dialog(self, title, deadline=10.0):
        return self.window.find(DIALOG, title, deadline=deadline)

    def gone(self, title, deadline=60):
        until(f"{title!r} closes", lambda: not self.window.all(DIALOG, title), deadline)

    def listed(self):
        """What `gateway list` says beside the running window, by id."""
        return {line["id"]: line for line in self.ctl("gateway", "list")[0]}


def off_and_on(console):
    window = console.window
    console.select_all()
    window.press("Disconnect 30 accounts")
    dialog = console.dialog("Disconnect 30 accounts")
    assert not any(word == "stopped" for word in console.states().values()), "it did not wait for the answer"
    window.press("Disconnect", within=dialog)
    console.gone("Disconnect 30 accounts")
    console.all_say("stopped$")
    window.press("Connect 30 accounts")  # the selection is still there, and nothing is interrupted
    console.gone("Connect 30 accounts")
    console.all_say("online|degraded")
    print("disconnected and connected again", flush=True)


def restart(console):
    window = console.window
    console.select_all()
    window.key("ctrl+shift+r")
    dialog = console.dialog("Restart 30 gateways")
    window.press("Restart gateways", within=dialog)
    window.find("push button", "Retry 3 failed", within=dialog, deadline=60)
    results = window.table("Accounts and results", within=dialog)
    name, result = results.column("Account"), results.column("Result")

    def failed():
        return {results.cell(row, name): results.cell(row, result) for row in range(results.rows())
                if results.cell(row, result).startswith("failed")}
    expected = {f"Bot {n} \u00b7 {gateway(n)}": WHY for n in STUCK}
    assert failed() == expected, failed()
    assert results.rows() == COUNT and results.cell(0, result) == WHY, "the failed ones are not first"
    window.wait_text("27 started \u00b7 3 failed", within=dialog)
    window.press("Retry 3 failed", within=dialog)
    until("they fail again", lambda: window.all("push button", "Retry 3 failed", dialog) and failed() == expected, 30)
    window.press("Copy results", within=dialog)
    window.press("Close", within=dialog)
    console.gone("Restart 30 gateways")
    print(f"27 restarted, {sorted(expected)} named with the reason", flush=True)


def log_in(console):
    """The window has gone to the page by itself."""
    window = console.window
    window.find("push button", "Quick login for 27 accounts", deadline=90)
    begin = time.monotonic()
    window.press("Quick login for 27 accounts")
    window.press("Log in", within=console.dialog("Quick login for 27 accounts"))
    window.wait_text("^Logged in as 2", deadline=20)
    window.wait_text("No account is waiting to log in", deadline=60)
    print(f"27 logged in with two clicks, {time.monotonic() - begin:.1f} s", flush=True)
    console.go("Gateways")
    console.all_say("online|degraded")


def tags(console):
    window = console.window
    console.select_all()
    window.press("Tags of 30 gateways")
    dialog = console.dialog("Tags of 30 gateways")
    window.fill("New tags", "night, #eu", within=dialog)
    window.press("Apply", within=dialog)
    until("the tags are stored", lambda: all(line.get("tags") == ["night", "eu"] for line in console.listed().values()), 30)
    console.gone("Tags of 30 gateways")
    rows = console.gateways.rows
    window.fill("Filter gateways", "tag:nobody")
    until("nobody has it", lambda: rows() == 0)
    window.fill("Filter gateways", "tag:night bot-07")
    until("one row", lambda: rows() == 1)
    console.gateways.click_cell(0, console.id)
    window.press("Edit")
    dialog = console.dialog("Edit gateway bot-07")
    window.press("Never broadcast from this account", role="check box", within=dialog)
    window.press("Save changes", within=dialog)
    until("it is stored", lambda: [one for one, line in console.listed().items() if line.get("neverBroadcast")] == ["bot-07"], 20)
    window.wait_rows(console.gateways, lambda found: any("night, eu \u00b7 never broadcasts" in row for row in found))
    window.fill("Filter gateways", "")
    until("all rows", lambda: rows() == COUNT)


def never_broadcast(console):
    """Without the window: the excluded account sends nothing, and the command says why."""
    _, errors = console.ctl("broadcast", "--text", "x", "--to", "group:30001", "--via", "bot-07", "--dry-run", expect=1)
    assert "excluded from broadcasts" in errors, errors
    lines, _ = console.ctl("broadcast", "--text", "x", "--to", "group:30001", "--no-merge", "--via", "bot-07,bot-08", "--dry-run")
    skipped = [(line["gateway"], line["reason"]) for line in lines if line["type"] == "skipped"]
    assert skipped == [("bot-07", "This account is excluded from broadcasts.")], lines
    assert [line["gateway"] for line in lines if line["type"] == "plan"] == ["bot-08"], lines


def test(stage):
    begin = time.monotonic()
    console = Console(stage)
    print(f"{COUNT} gateways added in {time.monotonic() - begin:.0f} s", flush=True)
    console.all_say("online|degraded")
    off_and_on(console)
    restart(console)
    log_in(console)
    tags(console)
    console.window.key("ctrl+q")
    console.window.has_ended(20)
    never_broadcast(console)
    no_secret_in(stage.folder, console.sim)


if __name__ == "__main__":
    play(test)
