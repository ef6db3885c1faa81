#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over a build tree's sources, skipping what passed before in exactly this form.

usage: tidy.py [--minutes N] BUILD-FOLDER [PATH-PART...]

The form of a source is the content of the file, of every header of ours that it includes (as ninja recorded
them), of .clang-tidy and the tool's version. Passed forms are remembered in the user's cache folder.

Sources that were changed last come first. With --minutes no further one is begun after that time, and it is said how
many are left for the next run: a machine that remembers nothing needs longer for all of them than a test may take.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "rookery" / "tidy"


def recorded_headers(build):
    """object file -> paths it was compiled from"""
    text = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout
    result, current = {}, None
    for line in text.splitlines():
        if line.startswith("    "):
            current.append((build / line.strip()).resolve())
        elif ": #deps" in line:
            current = result.setdefault(line.split(": #deps")[0], [])
    return result


def is_ours(path):
    return path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / "build")


def form(source, headers, salt):
    digest = hashlib.sha256(salt)
    for path in sorted({source, *filter(is_ours, headers)}):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        if path.exists():
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def last_changes():
    """path -> its place in the history, the newest first"""
    log = subprocess.run(["git", "log", "--format=", "--name-only"], cwd=ROOT, capture_output=True, text=True)
    places = {}
    for line in log.stdout.splitlines():
        places.setdefault(ROOT / line, len(places))
    return places


def check(build, source, deadline):
    if time.monotonic() > deadline:
        return None, ""
    run = subprocess.run(["clang-tidy", "-p", str(build), "--quiet", str(source)], capture_output=True, text=True)
    return run.returncode == 0, run.stdout if run.stdout.strip() else run.stderr


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("--minutes", type=float, default=float("inf"))
    arguments.add_argument("build", type=pathlib.Path)
    arguments.add_argument("wanted", nargs="*")
    options = arguments.parse_args()
    build, wanted = options.build.resolve(), options.wanted
    headers = recorded_headers(build)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    salt = version + (ROOT / ".clang-tidy").read_bytes()
    CACHE.mkdir(parents=True, exist_ok=True)

    todo, total = [], 0
    for entry in json.loads((build / "compile_commands.json").read_text()):
        source = pathlib.Path(entry["file"]).resolve()
        if source.suffix != ".cpp" or not is_ours(source) or (wanted and not any(w in str(source) for w in wanted)):
            continue
        total += 1
        mark = CACHE / form(source, headers.get(entry.get("output", ""), []), salt)
        if not mark.exists():
            todo.append((source, mark))

    print(f"clang-tidy: {total} sources, {total - len(todo)} passed before in this form", flush=True)
    places = last_changes()
    todo.sort(key=lambda item: places.get(item[0], -1))  # what is not committed yet is the newest
    deadline = time.monotonic() + 60 * options.minutes
    bad = left = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(check, build, source, deadline): (source, mark) for source, mark in todo}
        for run in concurrent.futures.as_completed(runs):
            source, mark = runs[run]
            ok, text = run.result()
            if ok is None:
                left += 1
            elif ok:
                mark.touch()
            else:
                bad += 1
                print(f"--- {source.relative_to(ROOT)}\n{text}", flush=True)
    print(f"clang-tidy: {bad} sources with findings, {left} left for another run", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
