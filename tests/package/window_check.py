#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the installed window as a desktop's menu does: window_check.py ROOT, where ROOT has the package installed.

The window must open on an empty profile, belong to its menu entry, call itself by the version of the package, and load
nothing that the package's dependencies do not bring. The entry's demo must show accounts.
"""
import os
import pathlib
import re
import signal
import subprocess
import sys

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))
from harness import Failed, play, until  # noqa: E402

ROOT = pathlib.Path(sys.argv[1]).resolve()
BIN = ROOT / "usr/bin"
# Qt takes the pointers of the desktop's theme from it, and plain ones where it is not there.
OPTIONAL = ["libxcursor1"]
ENTRY = ROOT / "usr/share/applications/rookery.desktop"


class Launched:
    """What a menu entry started: like subprocess.Popen, as far as Window needs it."""

    def __init__(self, entry, action=None):
        context = Gio.AppLaunchContext()
        context.setenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1")
        if action:  # Gio does not say which process it starts for an action: an entry of its own
            keys = GLib.KeyFile()
            keys.load_from_file(str(ENTRY), GLib.KeyFileFlags.NONE)
            keys.set_string("Desktop Entry", "Exec", keys.get_string(f"Desktop Action {action}", "Exec"))
            entry = Gio.DesktopAppInfo.new_from_keyfile(keys)
        started = []
        entry.launch_uris_as_manager([], context, GLib.SpawnFlags.SEARCH_PATH | GLib.SpawnFlags.DO_NOT_REAP_CHILD, None, None,
                                     lambda _, pid, *__: started.append(pid), None)
        self.pid, self.returncode = started[0], None

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def end(self):
        os.kill(self.pid, signal.SIGTERM)
        code = until("the window ends", lambda: self.poll() is not None and (self.returncode,), 20)[0]
        assert code == 0, f"ended with {code}"


def packages_of(files):
    """file -> package, of what dpkg knows; a merged /usr has some files below /lib."""
    names = {name: str(file) for file in files for name in (str(file), str(file).removeprefix("/usr"))}
    told = subprocess.run(["dpkg-query", "--search", *names], capture_output=True, text=True)
    found = {}
    for line in told.stdout.splitlines():
        package, _, name = line.partition(": ")
        if name in names:
            found[names[name]] = package.split(",")[0].split(":")[0]
    return found


def dependencies():
    """The package and all that comes with it, by the database of the root, and what is optional."""
    told = subprocess.run(["dpkg-query", f"--admindir={ROOT}/var/lib/dpkg", "--show", "--showformat",
                           "${Package}\t${Provides}\t${Pre-Depends}, ${Depends}\n"], check=True, capture_output=True, text=True)
    needs, provided = {}, {}
    for line in told.stdout.splitlines():
        package, provides, depends = line.split("\t")
        for name in re.findall(r"(?:^|, )([^\s,(:]+)", provides):
            provided.setdefault(name, set()).add(package)
        needs.setdefault(package, set()).update(re.findall(r"(?:^|[,|] *)([^\s,|(:]+)", depends))
    reached, waiting = set(), ["rookery", *OPTIONAL]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [*needs.get(name, ()), *provided.get(name, ())]
    return reached


def loads_only_dependencies(pid):
    maps = pathlib.Path(f"/proc/{pid}/maps").read_text()
    loaded = {path for path in re.findall(r"(/\S+\.so(?:\.[\d.]+)?)$", maps, re.M)}
    owner, brought = packages_of(loaded), dependencies()
    stray = {path: owner.get(path, "no package") for path in loaded if owner.get(path) not in brought}
    assert not stray, f"loaded, and no dependency: {stray}"
    print(f"{len(loaded)} libraries and plugins loaded, of {len(set(owner.values()))} packages, each a dependency", flush=True)


def test(stage):
    from window import Window
    os.environ["PATH"] = f"{BIN}:{os.environ['PATH']}"
    os.environ["XDG_DATA_DIRS"] = f"{ROOT}/usr/share:/usr/local/share:/usr/share"
    try:
        entry = Gio.DesktopAppInfo.new_from_filename(str(ENTRY))
    except TypeError:  # its way of saying so
        raise Failed("no menu would show the entry: it is broken, or its program is not there") from None
    process = Launched(entry)
    stage.closing.append(lambda: process.poll() is None and os.kill(process.pid, signal.SIGKILL))
    window = Window("rookery", process)
    window.find("push button", "Menu", deadline=30)
    assert pathlib.Path(f"/proc/{process.pid}/exe").resolve() == (BIN / "rookery").resolve(), "another program answers"
    shown = subprocess.run(["xdotool", "search", "--onlyvisible", "--class", f"^{entry.get_startup_wm_class()}$"], capture_output=True,
                           text=True)
    assert shown.stdout.strip(), f"no window of the class {entry.get_startup_wm_class()}: the desktop cannot tell whose it is"
    profile = pathlib.Path(os.environ["XDG_DATA_HOME"], "rookery")
    assert (profile / "settings.json").exists() or any(profile.iterdir()), "no profile was made"

    version = subprocess.run([BIN / "rookery", "--version"], check=True, capture_output=True, text=True).stdout.split()[-1]
    window.press("Search everything")
    search = window.find(("text", "entry"), re.compile("Search"), deadline=20)
    subprocess.run(["xdotool", "type", "--delay", "20", "Settings: About"], check=True)
    until("the words in the palette", lambda: search.text() == "Settings: About", 20)
    subprocess.run(["xdotool", "key", "Return"], check=True)
    window.wait_text(rf"^Rookery {re.escape(version)}:", deadline=20)
    window.wait_text("GPL-3.0-or-later")
    loads_only_dependencies(process.pid)
    process.end()
    print(f"the menu entry opens the window; its about page says {version}", flush=True)

    demo = Launched(entry, "demo")
    stage.closing.append(lambda: demo.poll() is None and os.kill(demo.pid, signal.SIGKILL))
    accounts = Window("rookery", demo).table("Accounts", deadline=30)
    until("an account of the demo", accounts.rows, 30)
    demo.end()
    print("the demo shows accounts", flush=True)


if __name__ == "__main__":
    play(test)
