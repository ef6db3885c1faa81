#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wall clock goes back by hours while a delivery waits for its proof: the broadcast settles when its time is over."""
import json
import os
import subprocess
import time

from harness import BIN, Failed, play, until

# The programs know three ways to the wall clock; the steady one stays as it is.
JUMP = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long offset(void)
{
    return access(getenv("JUMPED"), F_OK) == 0 ? -3 * 3600 : 0;
}

int clock_gettime(clockid_t clock, struct timespec *to)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int status = real(clock, to);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        to->tv_sec += offset();
    return status;
}

int gettimeofday(struct timeval *to, void *zone)
{
    (void)zone;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    to->tv_sec = now.tv_sec;
    to->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *to)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (to)
        *to = now.tv_sec;
    return now.tv_sec;
}
"""


def test(stage):
    (stage.folder / "jump.c").write_text(JUMP)
    library = stage.folder / "jump.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, stage.folder / "jump.c", "-ldl"], check=True)
    scenario = stage.folder / "scenario.json"
    scenario.write_text(json.dumps({"loggedIn": True, "loginRate": 100}))
    sim = stage.simulator("--kind", "napcat", "--scenario", scenario)
    ctl = [BIN / "rookeryctl", "--profile", stage.folder / "profile", "--json"]
    jumped = stage.folder / "jumped"
    environment = {**os.environ, "ROOKERY_SECRET_ONE": sim.ready["webuiToken"], "LANGUAGE": "en", "JUMPED": str(jumped)}
    subprocess.run([*ctl, "gateway", "add", "one", "--url", sim.ready["webui"], "--token-stdin"], env=environment, check=True,
                   input=sim.ready["webuiToken"] + "\n", text=True, capture_output=True, timeout=60)

    sim.post("/fault/send-silently-lost", {"on": True, "times": 1})
    began = time.monotonic()
    with open(stage.folder / "rookeryctl.log", "w+") as log:
        process = subprocess.Popen([*ctl, "broadcast", "--text", "before the jump", "--to", "group:30001,group:30002,group:30003",
                                    "--pace", "none", "--watch"], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                   env={**environment, "LD_PRELOAD": str(library)})
        stage.closing.append(lambda: process.poll() is None and (process.kill(), process.wait()))

        def lines(kind):
            text = (stage.folder / "rookeryctl.log").read_text()
            said = [json.loads(line) for line in text.splitlines() if line.startswith("{") and line.endswith("}")]
            return [line for line in said if line["type"] == kind]

        def states():
            return sorted({line["target"]: line["state"] for line in lines("delivery")}.values())

        until("one waits for its proof", lambda: states() == ["accepted", "verified", "verified"], 30)
        jumped.touch()
        try:
            process.wait(timeout=150)
        except subprocess.TimeoutExpired:
            raise Failed("not settled within 150 s: " + str(states()))
    took = time.monotonic() - began
    assert process.returncode == 3, (process.returncode, lines("settled"))
    settled = lines("settled")[0]
    assert settled["verified"] == 2 and settled["unknown"] == 1, settled
    got = [entry["target"]["id"] for entry in sim.ledger() if entry["text"] == "before the jump"]
    assert len(got) == len(set(got)) == 2, got
    print(f"the clock went back by three hours: settled after {took:.0f} s", flush=True)


if __name__ == "__main__":
    play(test, display=False, keyring=False)
