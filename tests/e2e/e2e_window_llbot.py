#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""LLBot in the real window: its own Auth Token is asked for, typed, and followed by the code and the login; and a gateway
that was another kind yesterday is told, and becomes an LLBot under its old name."""
import json
import secrets

from harness import free_port, no_secret_in, play, until

TOGGLE = ("push button", "toggle button", "check box")
DIALOG = ("dialog", "frame")


class Console:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        self.signing = self.simulate("signing", account="10001", faults={"auth-token-invalid": {}})
        self.ctl("add", "sign", "--name", "Sign", "--kind", "llbot", "--url", self.signing.ready["webui"], "--token-stdin",
                 input=self.signing.ready["webuiToken"] + "\n")
        # on the list as a Lagrange that dials in; what dials in now is an LLBot
        port, token = free_port(), secrets.token_urlsafe(24)
        self.ctl("listener", "--port", port)
        self.ctl("add", "old", "--name", "Old", "--kind", "lagrange", "--way", "reverse", "--account", "10002", "--token-stdin",
                 input=token + "\n")
        self.window = stage.window("--lang", "en", "--profile", self.profile)
        self.accounts = self.window.table("Accounts")
        self.updated = self.simulate("updated", account="10002", loggedIn=True, onebotToken=token,
                                     reverseUrl=f"ws://127.0.0.1:{port}/onebot/v11/ws")

    def simulate(self, name, **keys):
        scenario = self.stage.folder / f"{name}.json"
        scenario.write_text(json.dumps(keys))
        simulator = self.stage.simulator("--kind", "llbot", "--scenario", scenario)
        scenario.unlink()  # it may have a token
        return simulator

    def ctl(self, *arguments, **options):
        done = self.stage.run("rookeryctl", "--profile", self.profile, "gateway", *arguments, **options)
        assert done.returncode == 0, done

    def go(self, page):
        self.window.press(page, role=TOGGLE)

    def wait_row(self, table, *words):
        """Until one row has all of these words; gives its number."""
        rows = self.window.wait_rows(table, lambda rows: any(set(words) <= set(row) for row in rows), deadline=30)
        return next(number for number, row in enumerate(rows) if set(words) <= set(row))


def auth_token(console):
    window, sim = console.window, console.signing
    console.wait_row(console.accounts, "Sign", "Auth Token needed")
    console.go("Login")
    window.wait_text("its own Auth Token is missing or refused")
    window.wait_text(r"The gateway says: Auth Token 无效")
    assert not window.all(name="Login code: Sign"), "a code is shown that cannot be had"
    window.fill("Auth Token: Sign", "an-auth-token-of-this-test")
    window.press("Save token: Sign")

    def on_screen():
        return sim.state()["qr"] in console.stage.decode_qr(console.stage.screenshot("login.png"))
    until("the code, readable on the screen", on_screen, deadline=30)
    assert sim.secrets()["authToken"] == ["an-auth-token-of-this-test"]
    assert not window.all(name="Auth Token: Sign"), "the field stays"
    sim.post("/qr/confirm")
    console.go("Overview")
    console.wait_row(console.accounts, "Sign", "online", "10001")
    console.go("Health")
    console.wait_row(window.table("Incidents"), "LLBot's Auth Token is missing or refused", "closed")
    print("Auth Token typed, code shown, logged in, incident closed", flush=True)


def change_kind(console):
    window, sim = console.window, console.updated
    console.go("Gateways")
    gateways = window.table("Gateways")
    row = console.wait_row(gateways, "Old", "Lagrange, now LLBot", "degraded: Gateway replaced or updated")
    gateways.click_cell(row, gateways.column("Name"))
    window.press("Change kind")
    dialog = window.find(DIALOG, "Change old to LLBot")
    window.fill("Panel address", sim.ready["webui"], within=dialog)
    window.fill("Panel password", sim.ready["webuiToken"], within=dialog)
    window.press("Change kind", within=dialog)
    console.wait_row(gateways, "Old", "old", "LLBot", "online", sim.ready["webui"])
    until("nothing more to change", lambda: not window.all("push button", "Change kind"))
    gateways.click_cell(console.wait_row(gateways, "Old"), gateways.column("Name"))
    window.press("Change token")
    window.find(DIALOG, "Change token of Old")  # the panel's, which is typed, not the one that it dials in with
    window.press("Cancel")
    console.go("Logs")
    lines = window.table("Log lines")
    source = lines.column("Source")
    until("its log flows", lambda: any(lines.cell(row, source) == "Old" for row in range(lines.rows())), deadline=20)
    print("a Lagrange that has become an LLBot is one, under its name, with panel and log", flush=True)


def test(stage):
    console = Console(stage)
    auth_token(console)
    change_kind(console)
    console.window.key("ctrl+q")
    console.window.has_ended(20)
    for sim in (console.signing, console.updated):
        no_secret_in(stage.folder, sim)


if __name__ == "__main__":
    play(test)
