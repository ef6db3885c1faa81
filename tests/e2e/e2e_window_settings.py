#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window, from outside: opened with its key, language and theme change at once, and the password of a proxy
reaches that proxy, also after a restart, while no file has it."""
import base64
import http.server
import json
import secrets
import subprocess
import threading

from harness import forms_of, play, until

FAR = "http://192.0.2.1:6099"  # a gateway elsewhere (RFC 5737: an address that nothing uses)


class AskingProxy:
    """An HTTP proxy on this machine that forwards nothing and remembers who asked it for what."""

    def __init__(self):
        self.asked = asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                asked.append((self.path, self.headers.get("Proxy-Authorization", "")))
                known = bool(asked[-1][1])
                self.send_response(502 if known else 407)
                if not known:
                    self.send_header("Proxy-Authenticate", 'Basic realm="test"')
                self.send_header("Content-Length", "0")
                self.send_header("Connection", "close")
                self.end_headers()

            do_GET = do_POST = do_CONNECT = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def named(self, user, password):
        """How often it was asked with this name and password."""
        wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        return sum(1 for _, given in self.asked if given == wanted)


def settings_of(profile):
    return json.loads((profile / "settings.json").read_text())


def lightness(stage):
    """Of the whole screen, 0 to 1."""
    path = stage.screenshot("screen.png")
    told = subprocess.run(["convert", str(path), "-colorspace", "Gray", "-format", "%[fx:mean]", "info:"],
                          capture_output=True, text=True, check=True)
    return float(told.stdout)


def section(window, name):
    sections = window.find("list", "Sections")
    until(f"section {name!r}", lambda: next(item for item in sections.children() if item.name == name)).click()


def set_language_and_theme(stage, window, profile):
    window.find("dialog", "Settings")
    light = lightness(stage)
    window.choose("\u4e2d\u6587", stays=False)  # Chinese
    window.find("dialog", "\u8bbe\u7f6e")
    until("the language in the file", lambda: settings_of(profile)["language"] == "zh_CN")
    window.choose("\u6df1\u8272", stays=False)  # dark
    until("the theme in the file", lambda: settings_of(profile)["theme"] == "dark")
    until("a dark screen", lambda: lightness(stage) < light - 0.3)
    window.choose("English", stays=False)
    window.find("dialog", "Settings")
    until("the language in the file", lambda: settings_of(profile)["language"] == "en")


def set_proxy(window, proxy, password):
    section(window, "Network")
    window.choose("HTTP proxy")
    window.fill("Proxy host", f"http://me@127.0.0.1:{proxy.port}")  # as it is pasted
    window.fill("Proxy password", password)
    window.press("Apply proxy")
    window.wait_text(r"^Applied\.")
    until("host without the rest", lambda: window.find(("text", "entry"), "Proxy host").text() == "127.0.0.1")


def nothing_in_files(stage, password):
    searched = 0
    for path in (path for path in stage.folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        for form in forms_of(password) | forms_of(f"me:{password}"):
            assert form not in content, f"the proxy's password is in {path.relative_to(stage.folder)}"
        searched += 1
    print(f"the proxy's password is in none of {searched} files", flush=True)


def test(stage):
    profile = stage.folder / "profile"
    password = secrets.token_hex(16)
    proxy = AskingProxy()
    added = stage.run("rookeryctl", "--profile", profile, "gateway", "add", "far", "--kind", "napcat", "--url", FAR,
                      "--token-stdin", input="a-token\n")
    assert added.returncode == 0, added
    assert not proxy.asked

    window = stage.window("--profile", profile)
    window.key("ctrl+comma")
    set_language_and_theme(stage, window, profile)
    set_proxy(window, proxy, password)
    until("the gateway asked through the proxy, with the password", lambda: proxy.named("me", password) > 0, deadline=30)
    assert all(path.startswith(FAR) or path.startswith("192.0.2.1") for path, _ in proxy.asked), proxy.asked
    stored = settings_of(profile)
    assert (stored["proxyMode"], stored["proxyHost"], stored["proxyPort"], stored["proxyUser"]) == (
        "http", "127.0.0.1", proxy.port, "me"), stored
    assert stored["proxyHasPassword"] is True
    nothing_in_files(stage, password)

    window.press("Close settings")
    until("closed", lambda: not window.all("dialog", "Settings"))
    window.key("ctrl+q")
    window.has_ended(20)
    before = proxy.named("me", password)
    unnamed = sum(1 for _, given in proxy.asked if not given)
    window = stage.window("--profile", profile)
    until("asked again after a restart, from the keyring", lambda: proxy.named("me", password) > before, deadline=30)
    assert lightness(stage) < 0.4  # the theme has been kept, too
    print(f"asked {proxy.named('me', password)} times with the password, {unnamed} times without", flush=True)
    window.key("ctrl+q")
    window.has_ended(20)
    nothing_in_files(stage, password)


if __name__ == "__main__":
    play(test)
