#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what the window costs, without demo traffic: start (beside KeePassXC in the same run), idle CPU, memory.

Start is measured from outside and alike for both programs: from the process's birth until a push button of its window
can be pressed through the accessibility bus, that is, until a page is painted that takes input.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from harness import BIN, play, until  # noqa: E402

RUNS = 5
ACCOUNTS = 30
IDLE_SECONDS = 10


def write_profile(folder, simulators):
    """Accounts that exist; their tokens come from the environment, so that nothing has to be typed."""
    environment = {}
    for number, ready in enumerate(simulators):
        name = f"bench-{number}"
        environment[f"ROOKERY_SECRET_BENCH_{number}"] = ready["webuiToken"]
        subprocess.run([BIN / "rookeryctl", "--profile", folder, "gateway", "add", name, "--url", ready["webui"], "--token-stdin"],
                       input=ready["webuiToken"] + "\n", text=True, check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, **environment})
    return environment


def start_to_input(stage, command, environment):
    from window import Window
    began = time.monotonic()
    process = subprocess.Popen(command, env={**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb",
                                             **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stage.closing.append(lambda: process.poll() is None and (process.kill(), process.wait()))
    window = Window(pathlib.Path(command[0]).name, process)
    until("a button that takes input", lambda: [b for b in window.all("push button") if b.enabled()], deadline=30, interval=0.01)
    return time.monotonic() - began, process


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def test(stage):
    scenario = stage.folder / "quiet.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = subprocess.Popen([BIN / "rookery-sim", "--with-parent", "--kind", "napcat", "--count", str(ACCOUNTS), "--scenario", scenario],
                           stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    stage.closing.append(sim.kill)
    simulators = [json.loads(sim.stdout.readline()) for _ in range(ACCOUNTS)]
    profile = stage.folder / "profile"
    environment = write_profile(profile, simulators)

    ours, theirs = [], []
    rookery = [BIN / "rookery", "--profile", profile, "--lang", "en"]
    for run in range(RUNS):
        seconds, process = start_to_input(stage, ["/usr/bin/keepassxc"], {})
        theirs.append(seconds)
        stop(process)
        seconds, process = start_to_input(stage, rookery, environment)
        ours.append(seconds)
        if run + 1 < RUNS:
            stop(process)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs))
    print(f"start to input, median of {RUNS}: rookery {statistics.median(ours):.3f} s, KeePassXC {statistics.median(theirs):.3f} s, "
          f"ratio {ratio:.2f}")

    # Settled: every account online and its lists loaded before idleness is measured.
    from window import Window
    window = Window("rookery", process)
    window.wait_rows(window.table("Accounts"), lambda rows: sum("online" in row for row in rows) == ACCOUNTS, deadline=90)
    time.sleep(5)
    before = cpu_seconds(process.pid)
    time.sleep(IDLE_SECONDS)
    share = (cpu_seconds(process.pid) - before) / IDLE_SECONDS
    print(f"{ACCOUNTS} accounts, quiet: idle CPU {share * 100:.2f} % of a core, resident memory {resident_mib(process.pid):.0f} MiB")
    # Limits wide enough for a noisy machine.
    assert ratio < 1.2, "the start is slower than KeePassXC's"
    assert share < 0.10, "the window works although nothing happens"
    assert resident_mib(process.pid) < 120, "the window takes much more memory than it needs"


if __name__ == "__main__":
    play(test)
