#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real full disk: nothing is sent that cannot be recorded, the words say why, and room brings it back."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from harness import BIN, play

DISK = "ROOKERY_E2E_DISK"


def ctl(profile, token, *arguments):
    return subprocess.run([BIN / "rookeryctl", "--profile", profile, "--json", *arguments], capture_output=True, text=True,
                          input=token + "\n", timeout=60, env={**os.environ, "ROOKERY_SECRET_ONE": token})


def fill(path):
    with open(path, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 65536)
        except OSError:
            pass
        try:
            while True:
                file.write(b"x")
        except OSError:
            pass


def test(stage):
    disk = pathlib.Path(os.environ[DISK])
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    token = sim.ready["webuiToken"]
    profile = disk / "profile"
    added = ctl(profile, token, "gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin")
    assert added.returncode == 0, added.stderr
    send = ["broadcast", "--text", "hello", "--to", "group:30001,group:30002", "--pace", "none"]

    fill(disk / "ballast")
    full = ctl(profile, token, *send)
    assert full.returncode == 1, full.stdout + full.stderr
    assert "disk" in full.stderr.lower(), f"the words name the disk: {full.stderr}"
    assert not sim.ledger(), "nothing was sent that could not be recorded"

    (disk / "ballast").unlink()
    room = ctl(profile, token, *send)
    assert room.returncode == 0, room.stdout + room.stderr
    assert len(sim.ledger()) == 2


if __name__ == "__main__":
    if DISK not in os.environ:
        # A file system of our own, seen by this process and its children alone; no privilege needed.
        os.environ[DISK] = tempfile.mkdtemp(prefix="rookery-disk-")
        try:
            sys.exit(subprocess.call(["unshare", "-rm", sys.executable, *sys.argv]))
        finally:
            os.rmdir(os.environ[DISK])
    if os.environ.get("ROOKERY_E2E_INSIDE") != "1":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", os.environ[DISK]], check=True)
    play(test, display=False, keyring=False)
