#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records the five steps of the demo as one moving picture, and its overview, both for the README, by driving the real
window: scripts/record-demo.py [build folder, build/release]"""
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
os.environ.setdefault("ROOKERY_BUILD", str(ROOT / (sys.argv[1] if len(sys.argv) > 1 else "build/release")))
sys.path.insert(0, str(ROOT / "tests" / "e2e"))
import e2e_demo  # noqa: E402
from harness import play  # noqa: E402

PICTURES = ROOT / "docs" / "guide" / "pictures"
WINDOW = "1440x900+0+0"  # on the screen of the tests
SECONDS = 3  # that each picture is shown


class Camera:
    def __init__(self, folder):
        self.folder, self.frames = folder, []

    def __call__(self):
        time.sleep(0.6)  # until what changed is painted
        frame = self.folder / f"frame-{len(self.frames):02}.png"
        subprocess.run(["import", "-window", "root", "-crop", WINDOW, "+repage", str(frame)], check=True)
        self.frames.append(frame)


def record(stage):
    camera = Camera(stage.folder)
    window = e2e_demo.open_demo(stage)
    time.sleep(8)  # until the accounts have settled
    camera()
    subprocess.run(["convert", str(camera.frames[0]), "-strip", "+dither", "-colors", "128", f"png8:{PICTURES / 'demo.png'}"], check=True)
    steps = e2e_demo.Steps(window, camera)
    e2e_demo.scan(stage, window, steps)
    e2e_demo.send(window, steps)
    e2e_demo.decide(window, steps)
    e2e_demo.see_rkey_break(window, steps)
    e2e_demo.repair(window, steps)
    subprocess.run(["convert", "-delay", str(SECONDS * 100), "-loop", "0", *map(str, camera.frames), "-resize", "960x600", "+dither",
                    "-colors", "64", "-layers", "optimize", str(PICTURES / "demo.gif")], check=True)


if __name__ == "__main__":
    play(record)
