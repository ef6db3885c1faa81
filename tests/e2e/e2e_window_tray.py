#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window closed to the tray: asked once, it goes on watching; a kick is notified, and a click on that opens the account.
A second start brings the window back, also after a crash; the tray's menu stops sending, mutes and quits. The settings
change what closing does, and let the desktop start the program."""
import json
import re
import stat
import time

from harness import play, until
from support.tray import Tray, close_window

TOGGLE = ("push button", "toggle button", "check box")


class Desk:
    def __init__(self, stage):
        self.stage, self.profile = stage, stage.folder / "profile"
        scenario = stage.folder / "scenario.json"
        scenario.write_text(json.dumps({"loggedIn": True, "nickname": "Heron"}))
        self.sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
        done = stage.run("rookeryctl", "--profile", self.profile, "gateway", "add", "one", "--name", "Home", "--url",
                         self.sim.ready["webui"], "--token-stdin", input=self.sim.ready["webuiToken"] + "\n")
        assert done.returncode == 0, done
        self.tray = Tray(stage)
        self.open()
        self.tray.wait_icon()

    def open(self, *arguments):
        self.window = self.stage.window("--lang", "en", "--profile", self.profile, *arguments)

    def start_again(self, *arguments):
        """Another start of the program with this profile; gives the finished process and how long it took."""
        begin = time.monotonic()
        done = self.stage.run("rookery", "--profile", self.profile, *arguments, env={"QT_QPA_PLATFORM": "xcb"}, timeout=60)
        return done, time.monotonic() - begin

    def settings(self):
        return json.loads((self.profile / "settings.json").read_text())

    def is_shown(self):
        return bool(self.window.all("table", "Accounts"))

    def wait_hidden(self):
        until("the window is closed", lambda: not self.window.all("table", "Accounts"))
        time.sleep(0.5)
        assert self.window.process.poll() is None, "the program ended"

    def wait_shown(self):
        until("the window is back", self.is_shown, deadline=20)

    def wait_state(self, words):
        self.window.wait_rows(self.window.table("Accounts"), lambda rows: any(words in cell for row in rows for cell in row), deadline=40)


def closed_to_the_tray(desk):
    window = desk.window
    desk.wait_state("online")
    close_window(window.process)
    window.find(("dialog", "frame"), "Keep watching in the tray?")
    window.wait_text("start Rookery again")
    window.press("Keep in tray")
    desk.wait_hidden()
    until("the answer is remembered", lambda: desk.settings()["closeAction"] == "keep-in-tray")
    assert desk.tray.menu()[:3] == ["Open Rookery", "Stop all sending", "Mute notifications for 1 hour"], desk.tray.menu()
    assert desk.tray.menu()[-1] == "Quit", desk.tray.menu()
    print("asked once, and closed to the tray", flush=True)


def kicked(desk):
    begin = time.monotonic()
    desk.sim.post("/fault/kick", {"on": True})
    told = desk.tray.wait_notification("kicked offline", deadline=30)
    print(f"notified {time.monotonic() - begin:.1f} s after the kick: {told['body']!r}", flush=True)
    assert told["title"] == "Rookery" and told["actions"][:1] == ["default"], told
    assert "Heron" in told["body"] or "Home" in told["body"], told
    until("the account in the tray's menu", lambda: any("kicked offline" in entry for entry in desk.tray.menu()))
    assert not desk.is_shown()
    desk.tray.click(told)
    desk.wait_shown()
    name = desk.window.find("label", "Account name")
    assert name.showing(), "the account is not open"
    print("a click on the notification opened the account", flush=True)


def closed_again_without_a_question(desk):
    close_window(desk.window.process)
    desk.wait_hidden()
    assert not desk.window.all(("dialog", "frame"), "Keep watching in the tray?")
    desk.tray.activate()
    desk.wait_shown()
    close_window(desk.window.process)
    desk.wait_hidden()
    print("not asked again; a click on the icon brings it back", flush=True)


def started_again(desk):
    first = desk.window.process.pid
    hidden, took = desk.start_again("--minimised")
    assert hidden.returncode == 0 and not desk.is_shown(), hidden
    done, took = desk.start_again("--lang", "zh_CN")
    assert done.returncode == 0, done
    desk.window.find("push button", "全局搜索", deadline=20)  # its language came along
    assert desk.window.process.poll() is None and desk.window.process.pid == first
    done, _ = desk.start_again("--lang", "en")
    assert done.returncode == 0, done
    desk.window.find("push button", "Search everything")
    print(f"a second start took {took:.1f} s and brought the window back", flush=True)


def worked_by_its_menu(desk):
    tray = desk.tray
    tray.press("Stop all sending")
    desk.window.find(TOGGLE, "Resume sending")
    until("it says resume", lambda: "Resume sending" in tray.menu())
    until("it is remembered", lambda: desk.settings()["sendingStopped"])
    tray.press("Resume sending")
    until("it says stop", lambda: "Stop all sending" in tray.menu())
    tray.press("Mute notifications for 1 hour")
    until("it says until when", lambda: any(re.match(r"Unmute notifications \(muted until (\d{4}-\d\d-\d\d )?\d\d:\d\d", entry) for entry in tray.menu()))
    tray.press("Unmute notifications")
    until("it is audible again", lambda: "Mute notifications for 1 hour" in tray.menu())
    print("stopped, resumed, muted and unmuted by the menu", flush=True)


def changed_in_the_settings(desk):
    window, entries = desk.window, desk.stage.folder / "config" / "autostart"
    window.key("ctrl+comma")
    window.find("dialog", "Settings")
    for words, name in (("Quit", "quit"), ("Ask", "ask"), ("Keep in tray", "keep-in-tray")):
        window.choose(words)
        until(f"{name} in the file", lambda: desk.settings()["closeAction"] == name)
    window.press("Start with the session", role="check box")
    entry = until("an entry for the desktop's session", lambda: next(iter(entries.glob("rookery-*.desktop")), None))
    assert "--minimised" in entry.read_text() and str(desk.profile) in entry.read_text(), entry.read_text()
    window.press("Start with the session", role="check box")
    until("no entry", lambda: not entry.exists())
    window.press("Close settings")
    until("closed", lambda: not window.all("dialog", "Settings"))
    close_window(window.process)
    desk.wait_hidden()
    desk.tray.activate()
    desk.wait_shown()
    print("the settings change what closing does, and the start with the session", flush=True)


def killed(desk):
    socket = desk.profile / "rookery.sock"
    assert stat.S_ISSOCK(socket.stat().st_mode) and socket.stat().st_mode & 0o077 == 0, oct(socket.stat().st_mode)
    desk.window.process.kill()
    desk.window.process.wait()
    assert socket.exists(), "a killed program cannot tidy up"
    desk.open()
    desk.wait_shown()
    done, _ = desk.start_again()
    assert done.returncode == 0, done
    print("the socket of a killed window does not stand in the way", flush=True)


def other_profiles(desk):
    """A profile of its own is a window of its own."""
    other = desk.stage.start("rookery", "--profile", desk.stage.folder / "other", "--lang", "en", "--minimised",
                             env={"QT_QPA_PLATFORM": "xcb"})
    until("its socket", (desk.stage.folder / "other" / "rookery.sock").exists, deadline=30)
    assert other.poll() is None and desk.window.process.poll() is None
    other.terminate()
    assert other.wait(20) == 0
    assert not (desk.stage.folder / "other" / "rookery.sock").exists()
    print("another profile is another window", flush=True)


def test(stage):
    desk = Desk(stage)
    closed_to_the_tray(desk)
    kicked(desk)
    closed_again_without_a_question(desk)
    started_again(desk)
    worked_by_its_menu(desk)
    changed_in_the_settings(desk)
    killed(desk)
    other_profiles(desk)
    desk.tray.press("Quit")
    desk.window.has_ended(20)
    assert desk.window.process.returncode == 0
    assert not (desk.profile / "rookery.sock").exists()


if __name__ == "__main__":
    play(test)
