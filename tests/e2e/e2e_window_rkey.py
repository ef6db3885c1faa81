#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Incident 1 in the real window and in rookeryctl: while the rkey servers answer 504 no surface is green, a restart of the
console tells neither an old fault nor an old cure, and after the recovery all of them are green again."""
import json
import time

from harness import play, until

KEYS = ("Picture links run on fallback keys", "Picture keys do not come from QQ", "rkey server failing")


class Truth:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        scenario = stage.folder / "scenario.json"
        # five messages a second, each fifth a picture: what shows where the keys come from
        scenario.write_text(json.dumps({"loggedIn": True, "traffic": 5}))
        self.sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
        token = self.sim.ready["webuiToken"]
        self.ctl("gateway", "add", "home", "--url", self.sim.ready["webui"], "--token-stdin", input=token + "\n")

    def ctl(self, *arguments, input=None):
        done = self.stage.run("rookeryctl", "--profile", self.profile, "--json", *arguments, input=input)
        assert done.returncode == 0, done
        return [json.loads(line) for line in done.stdout.splitlines()]

    def incidents(self):
        return [line for line in self.ctl("incidents") if line["title"].startswith(KEYS)]

    def open(self):
        self.window = self.stage.window("--lang", "en", "--profile", self.profile)
        self.accounts = self.window.table("Accounts", deadline=20)
        self.state = self.accounts.column("State")

    def quit(self):
        self.window.key("ctrl+q")
        self.window.has_ended(20)

    def row(self):
        return self.accounts.cell(0, self.state) if self.accounts.rows() else ""

    def counts(self):
        return self.window.find("label", "Accounts by state").description

    def top_bar(self):
        return self.window.find("push button", "Incidents").description

    def strip(self):
        return [button.name for button in self.window.all("push button") if button.name.startswith("Incident: ")]

    def is_green(self):
        return self.row() == "online" and self.counts() == "1 online" \
            and self.top_bar() == "No incidents" and not self.strip()

    def is_degraded(self):
        return self.row().startswith("degraded: ") and self.counts() == "1 degraded" \
            and self.top_bar().startswith("Incidents: ") and bool(self.strip())


def test(stage):
    truth = Truth(stage)
    truth.open()
    until("all green", truth.is_green, 30)

    start = time.monotonic()
    truth.sim.post("/fault/rkey-504", {"on": True})
    until("row, counts and strip degraded", truth.is_degraded, 30)
    print(f"504 -> degraded everywhere in {time.monotonic() - start:.1f} s: {truth.row()!r}, {truth.strip()}", flush=True)
    until("the fallback is on the strip", lambda: any(KEYS[0] in name for name in truth.strip()), 30)
    time.sleep(6)  # until the gateway has given both servers up
    before = truth.incidents()
    opened = {line["id"] for line in before if line["open"]}
    assert opened, before
    truth.quit()

    # a restart while it lasts: the same incidents go on, `status` says so at once
    account = [line for line in truth.ctl("status") if line["type"] == "account"][0]
    assert account["condition"] == "degraded" and account["word"].startswith("degraded: "), account
    truth.open()
    until("still degraded", truth.is_degraded, 30)
    time.sleep(4)
    after = truth.incidents()
    assert opened <= {line["id"] for line in after if line["open"]}, (before, after)
    assert len(after) == len(before), (before, after)  # no copy
    truth.quit()
    kept = {line["id"]: line["started"] for line in truth.incidents() if line["open"]}

    # cured while the console is away: it asks, and the next picture proves it
    truth.sim.post("/fault/rkey-recover", {})
    truth.open()
    until("green again", truth.is_green, 30)
    last = truth.incidents()
    assert not [line for line in last if line["open"]], last
    assert {line["id"] for line in last} == {line["id"] for line in after}, (after, last)  # no old fault told anew
    assert all(line["started"] == kept[line["id"]] for line in last if line["id"] in kept), (kept, last)
    truth.quit()

    # and live: broken and mended under the eyes of the window
    truth.open()
    until("all green", truth.is_green, 30)
    truth.sim.post("/fault/rkey-504", {"on": True})
    until("degraded", truth.is_degraded, 30)
    time.sleep(6)
    start = time.monotonic()
    truth.sim.post("/fault/rkey-recover", {})
    until("green again", truth.is_green, 30)
    print(f"recovery -> green everywhere in {time.monotonic() - start:.1f} s", flush=True)
    account_word = truth.row()
    truth.quit()
    account = [line for line in truth.ctl("status") if line["type"] == "account"][0]
    assert account["condition"] == "working" and account["word"] == account_word == "online", account


if __name__ == "__main__":
    play(test)
