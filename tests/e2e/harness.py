# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real programs from outside: a display, a session bus, accessibility and a keyring of their own.

A test is a function that takes a Stage; `play(test)` starts the stage, runs it, and cleans up after it. Everything
polls with a deadline: the clock of a whole program cannot be faked.
"""
import base64
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
import urllib.request

BUILD = pathlib.Path(os.environ.get("ROOKERY_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build" / "dev"))
BIN = BUILD / "bin"
# a command that one run was given counts in the next, with a keyring or without
os.environ.setdefault("ROOKERY_COMMAND_KEY", "only for these tests, 32 and more characters")
KEYRING_PASSWORD = "only for this test"


class Failed(AssertionError):
    pass


def until(what, probe, deadline=10.0, interval=0.05):
    """Polls until the probe gives something true, and gives that; an exception in it counts as "not yet", except Failed."""
    end, last = time.monotonic() + deadline, None
    while True:
        try:
            value = probe()
            if value:
                return value
        except Failed:
            raise
        except Exception as error:  # widgets vanish while they are looked at
            last = error
        if time.monotonic() > end:
            raise Failed(f"not within {deadline} s: {what}" + (f" ({last})" if last else ""))
        time.sleep(interval)


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def forms_of(secret):
    """As a file could hold it: plain, in a URL, base64, hex, or a database's UTF-16."""
    plain = secret.encode()
    coded = base64.b64encode(plain)
    return {plain, urllib.parse.quote(secret, safe="").encode(), coded, coded.rstrip(b"="), plain.hex().encode(),
            secret.encode("utf-16-le"), secret.encode("utf-16-be")}


def no_secret_in(folder, simulator):
    """Fails if a file below the folder has anything the simulator gave out, except its own log; gives the files."""
    secrets = simulator.secrets()
    secrets["hash"] = [hashlib.sha256((token + ".napcat").encode()).hexdigest() for token in secrets.get("webuiToken", [])]
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "sim.log"]
    for path in files:
        content = path.read_bytes()
        for kind, texts in secrets.items():
            for form in {form for text in texts for form in forms_of(text)}:
                assert form not in content, f"a {kind} is in {path.relative_to(folder)}"
    return files


def no_drawn_code_in(files):
    """Fails if a file has a row of a login code that is drawn with characters: whoever sees it can scan it."""
    row = re.compile(rb"(?:\xe2\x96[\x80-\x9f] *){12}")
    for path in files:
        assert not row.search(path.read_bytes()), f"a drawn code is in {path}"


class Simulator:
    """rookery-sim as a process; its ready lines are in `ready`."""

    def __init__(self, folder, *arguments):
        self.log = open(folder / "sim.log", "ab")
        self.process = subprocess.Popen([BIN / "rookery-sim", "--with-parent", *map(str, arguments)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self.control = self.ready["control"]

    def request(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.control + path, data=data, headers={"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def state(self):
        return self.request("/state")

    def ledger(self):
        answer = self.request("/ledger")
        return answer if isinstance(answer, list) else answer["entries"]

    def secrets(self):
        """Every secret the gateway gave out so far: kind -> texts."""
        return self.request("/secrets")

    def post(self, path, body=None):
        return self.request(path, {} if body is None else body)

    def close(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


class Stage:
    """One test's own home folder, bus and keyring; owns every process of the test."""

    def __init__(self, folder):
        self.folder = folder
        self.closing = []

    def simulator(self, *arguments):
        simulator = Simulator(self.folder, *arguments)
        self.closing.append(simulator.close)
        return simulator

    def start(self, program, *arguments, env=None, **options):
        """A program of ours as a child; its output goes to <program>.log."""
        log = open(self.folder / f"{pathlib.Path(program).name}.log", "ab")
        options.setdefault("stdout", log)
        options.setdefault("stderr", log)
        process = subprocess.Popen([BIN / program, *map(str, arguments)], env={**os.environ, **(env or {})},
                                   stdin=options.pop("stdin", subprocess.DEVNULL), **options)
        log.close()
        self.closing.append(lambda: process.poll() is None and (process.kill(), process.wait()))
        return process

    def run(self, program, *arguments, env=None, input=None, timeout=60):
        """A program of ours to its end; gives the finished process with text output."""
        return subprocess.run([BIN / program, *map(str, arguments)], env={**os.environ, **(env or {})}, input=input,
                              capture_output=True, text=True, timeout=timeout, **({} if input is not None else {"stdin": subprocess.DEVNULL}))

    def window(self, *arguments):
        from window import Window
        process = self.start("rookery", *arguments, env={
            "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"})
        return Window("rookery", process)

    def screenshot(self, name):
        path = self.folder / name
        subprocess.run(["import", "-window", "root", str(path)], check=True)
        return path

    def decode_qr(self, picture):
        """The texts of all codes in the picture."""
        answer = subprocess.run(["ZXingReader", "-format", "QRCode", str(picture)], capture_output=True, text=True).stdout
        return re.findall(r'^Text:\s+"(.*)"$', answer, re.M)

    def close(self):
        for close in reversed(self.closing):
            try:
                close()
            except Exception:
                traceback.print_exc()


def unlock_keyring():
    """The session's secret service, with a password that is not empty: an empty one stores unencrypted."""
    subprocess.run(["gnome-keyring-daemon", "--daemonize", "--unlock", "--components=secrets"], input=KEYRING_PASSWORD.encode(),
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    until("secret service", lambda: subprocess.run(["secret-tool", "store", "--label=probe", "probe", "probe"], input=b"x",
                                                   capture_output=True).returncode == 0)


def inside(test):
    """Second start of the script: with a display, within dbus-run-session."""
    folder = pathlib.Path(os.environ["HOME"])
    if os.environ.get("ROOKERY_E2E_KEYRING") == "1":
        unlock_keyring()
    stage = Stage(folder)
    try:
        test(stage)
    except BaseException:
        traceback.print_exc()
        for log in sorted(folder.glob("*.log")):
            print(f"--- end of {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-60:]))
        keep = BUILD / "e2e"
        keep.mkdir(parents=True, exist_ok=True)
        if os.environ.get("DISPLAY"):
            subprocess.run(["import", "-window", "root", str(keep / f"{pathlib.Path(sys.argv[0]).stem}.png")], check=False)
            print(f"the screen at that moment: {keep / pathlib.Path(sys.argv[0]).stem}.png")
        return 1
    finally:
        stage.close()
    print("passed")
    return 0


def start_screen():
    """An X server on the first free number; asks the server itself, since xvfb-run's guess races with its neighbours."""
    read, write = os.pipe()
    # -noreset: else it refuses connections for a moment whenever its last client leaves.
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    if not number:
        raise Failed("Xvfb does not start")
    return server, f":{number}"


def play(test, display=True, keyring=True):
    """Runs the test on its own stage and ends the script."""
    if os.environ.get("ROOKERY_E2E_INSIDE") == "1":
        sys.exit(inside(test))
    folder = tempfile.mkdtemp(prefix="rookery-e2e-")
    env = {key: value for key, value in os.environ.items()
           if key not in ("WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_QPA_PLATFORM", "NO_AT_BRIDGE")
           and not key.lower().endswith("_proxy")}
    runtime = pathlib.Path(folder, "run")
    runtime.mkdir(mode=0o700)
    # Of no known desktop: a desktop's plugin would bring its own file dialog.
    env.update(HOME=folder, XDG_CONFIG_HOME=f"{folder}/config", XDG_DATA_HOME=f"{folder}/data", XDG_CACHE_HOME=f"{folder}/cache",
               XDG_RUNTIME_DIR=str(runtime), XDG_CURRENT_DESKTOP="None", LC_ALL="C.UTF-8", TZ="UTC",
               ROOKERY_E2E_INSIDE="1", ROOKERY_E2E_KEYRING="1" if keyring else "0", PYTHONDONTWRITEBYTECODE="1")
    command = [sys.executable, *sys.argv]
    if display or keyring:
        command = ["dbus-run-session", "--", *command]
    else:
        env["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"  # a bus would start a keyring by itself
    screen = None
    if display:
        screen, env["DISPLAY"] = start_screen()
    # A group of its own: nothing that the stage started may outlive it.
    process = subprocess.Popen(command, env=env, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        status = process.wait()
    finally:
        try:
            os.killpg(process.pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        if screen:
            screen.terminate()
            screen.wait()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(status)
