#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gateway that dials in, added in the real window: address and token are read off the screen as an operator would,
the gateway gets in with them and comes online; who comes with another token, or is not on the list, is turned away and
shown. The token stays nowhere."""
import json
import time

from harness import forms_of, free_port, no_secret_in, play, until

TOGGLE = ("push button", "toggle button", "check box")


class Dialler:
    """A simulated gateway that is logged in and dials us."""

    def __init__(self, stage, name, url, token, account):
        scenario = stage.folder / f"{name}.json"
        scenario.write_text(json.dumps({"account": account, "loggedIn": True, "reverseUrl": url, "onebotToken": token}))
        self.sim = stage.simulator("--kind", "onebot11", "--scenario", scenario)
        scenario.unlink()  # it has the token


def add(window):
    window.press("Add gateway")
    window.press("OneBot 11", role="radio button")
    window.press("Next")
    window.choose("Reverse WebSocket")
    window.fill("Account number (optional)", "10001")
    window.fill("Name", "Far away")
    window.press("Next")
    window.wait_text("Waiting up to a minute for the gateway")
    address, token = (window.find(("text", "entry"), name).text() for name in ("Address to paste", "Token to paste"))
    assert len(token) >= 32, token
    return address, token


def test(stage):
    profile = stage.folder / "profile"
    port = free_port()
    moved = stage.run("rookeryctl", "--profile", profile, "--json", "gateway", "listener", "--port", str(port))
    assert moved.returncode == 0 and json.loads(moved.stdout)["port"] == port, moved
    window = stage.window("--lang", "en", "--profile", profile)
    address, token = add(window)
    assert address == f"ws://127.0.0.1:{port}/onebot/v11/ws", address

    # while it is waited for: somebody with another token
    wrong = Dialler(stage, "wrong", address, "not-the-token", "10001")
    window.wait_text(r"Rejected meanwhile: 10001 \(wrong token\)", deadline=20)
    wrong.sim.close()
    start = time.monotonic()
    right = Dialler(stage, "right", address, token, "10001")
    window.wait_text(r"Everything answers\. Account: .*\(10001\)", deadline=30)
    print(f"dialled in, and the live test passed: {time.monotonic() - start:.1f} s", flush=True)
    window.press("Add this gateway")

    def gone():
        return not window.all(("text", "entry"), "Token to paste")
    until("the token off the screen", gone)
    window.press("Overview", role=TOGGLE)
    window.wait_rows(window.table("Accounts"), lambda rows: any("online" in cell for row in rows for cell in row), deadline=30)

    stranger = Dialler(stage, "stranger", address, "whatever", "10002")
    window.press("Gateways", role=TOGGLE)
    window.press("Review", deadline=20)
    refused = window.table("Rejected connections")
    rows = window.wait_rows(refused, lambda found: any(row[0] == "10002" for row in found), deadline=20)
    account, why = refused.column("Account"), refused.column("Why")
    assert {(row[account], row[why]) for row in rows} >= {("10001", "wrong token"), ("10002", "new, needs confirmation")}, rows
    refused.select_row(next(i for i, row in enumerate(rows) if row[account] == "10002"))
    window.press("Add this account")
    until("the account is filled in",
          lambda: window.find(("text", "entry"), "Account number (optional)").text() == "10002")
    window.press("Cancel")
    window.key("ctrl+q")
    window.has_ended(20)
    stranger.sim.close()

    for file in (path for path in stage.folder.rglob("*") if path.is_file() and path.name != "sim.log"):
        content = file.read_bytes()
        for form in forms_of(token):
            assert form not in content, f"the token is in {file.relative_to(stage.folder)}"
    no_secret_in(profile, right.sim)


if __name__ == "__main__":
    play(test)
